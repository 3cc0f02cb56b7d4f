/**
 * XML as exclusive canonicalization would write it (W3C xml-exc-c14n), so that what is made here can be signed as it
 * stands: attributes in order, a namespace where it is first used, no empty-element tags.
 */
import { createHash, type KeyObject, sign } from 'node:crypto';

export interface XmlElement {
  /** With its prefix. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly children?: readonly (XmlElement | string)[];
}

export const NAMESPACES: Readonly<Record<string, string>> = {
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  md: 'urn:oasis:names:tc:SAML:2.0:metadata',
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
};

export const write = (
  { name, attributes = {}, children = [] }: XmlElement,
  declared: readonly string[] = [],
): string => {
  const prefix = name.split(':', 1)[0] ?? '';
  const own = declared.includes(prefix) ? '' : ` xmlns:${prefix}="${NAMESPACES[prefix]}"`;
  const sorted = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const written = sorted.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join('');
  const inner = children.map((child) =>
    typeof child === 'string' ? escapeText(child) : write(child, [...declared, prefix]),
  );
  return `<${name}${own}${written}>${inner.join('')}</${name}>`;
};

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

const escapeAttribute = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');

export interface XmlSigner {
  readonly key: KeyObject;
  /** DER in base64. */
  readonly certificate: string;
}

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const END_OF_ISSUER = '</saml:Issuer>';

/** An enveloped signature behind the Issuer of a message or assertion whose ID is `id`, over the whole of it. */
export const signed = (xml: string, id: string, { key, certificate }: XmlSigner): string => {
  const info = signedInfo(id, createHash('sha256').update(xml).digest('base64'));
  const value = sign('sha256', Buffer.from(write(info)), key).toString('base64');
  const signature = write({
    name: 'ds:Signature',
    children: [
      info,
      { name: 'ds:SignatureValue', children: [value] },
      {
        name: 'ds:KeyInfo',
        children: [{ name: 'ds:X509Data', children: [{ name: 'ds:X509Certificate', children: [certificate] }] }],
      },
    ],
  });
  const at = xml.indexOf(END_OF_ISSUER) + END_OF_ISSUER.length;
  return xml.slice(0, at) + signature + xml.slice(at);
};

const algorithm = (name: string, uri: string): XmlElement => ({ name, attributes: { Algorithm: uri } });

const signedInfo = (id: string, digest: string): XmlElement => ({
  name: 'ds:SignedInfo',
  children: [
    algorithm('ds:CanonicalizationMethod', EXCLUSIVE),
    algorithm('ds:SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
    {
      name: 'ds:Reference',
      attributes: { URI: `#${id}` },
      children: [
        {
          name: 'ds:Transforms',
          children: [
            algorithm('ds:Transform', 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'),
            algorithm('ds:Transform', EXCLUSIVE),
          ],
        },
        algorithm('ds:DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256'),
        { name: 'ds:DigestValue', children: [digest] },
      ],
    },
  ],
});
