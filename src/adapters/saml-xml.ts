/**
 * XML of strangers. A document type is refused before the parser sees it, so that no entity is ever declared (XXE,
 * exponential expansion), and so is whatever is not well-formed.
 */
import { DOMParser, type Element } from '@xmldom/xmldom';

export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const XENC = 'http://www.w3.org/2001/04/xmlenc#';
export const BINDINGS = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const;

export class UnsafeXml extends Error {}

/** The document's element. `maxTags` keeps a hostile document from holding up everybody else. Throws `UnsafeXml`. */
export const parseXml = (xml: string, maxTags: number): Element => {
  if (/<!DOCTYPE/i.test(xml)) throw new UnsafeXml('a document type is not allowed');
  if (xml.split('<').length > maxTags) throw new UnsafeXml('too many elements');
  try {
    const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
    if (root === null) throw new UnsafeXml('lacks an element');
    return root;
  } catch (error) {
    throw error instanceof UnsafeXml ? error : new UnsafeXml('not well-formed');
  }
};

/**
 * What the parser merely warns of is not well-formed either, and other parsers would write it to the console. Of its
 * message only the place is kept: the rest quotes the document, and assertions are not for logs.
 */
const onError = (level: string, message: string): void => {
  if (level === 'warning' && message.includes('Unicode replacement character')) return;
  throw new UnsafeXml(`not well-formed ${/\[line:\d+,col:\d+\]/.exec(message)?.[0] ?? ''}`.trim());
};

export const children = (parent: Element, namespace: string, name: string): Element[] =>
  descendants(parent, namespace, name).filter((element) => element.parentNode === parent);

export const descendants = (parent: Element, namespace: string, name: string): Element[] =>
  Array.from(parent.getElementsByTagNameNS(namespace, name));

export const elementsOf = (parent: Element): Element[] =>
  Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);

/** All of it, whatever comments stand in between. */
export const textOf = (element: Element): string => element.textContent ?? '';

export const attributeOf = (element: Element, name: string): string | undefined =>
  element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;

export const isNamed = (element: Element, namespace: string, name: string): boolean =>
  element.namespaceURI === namespace && element.localName === name;

export const escapeXml = (text: string): string => text.replace(/[&<>"'\r\n\t]/g, (one) => `&#${one.charCodeAt(0)};`);
