/**
 * Reads SAML metadata of an identity provider (OASIS saml-metadata-2.0-os). A document type is refused before the parser
 * sees it, so that no entity is ever declared (XXE, exponential expansion), and so is whatever is not well-formed.
 */
import { X509Certificate } from 'node:crypto';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { InvalidMetadata, type SamlMetadata } from '../core/ports.ts';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

/** Throws `InvalidMetadata`. */
export const readMetadata = (xml: string): SamlMetadata => {
  const entity = entityOf(rootOf(xml));
  const role = roleOf(entity);
  const endpoint = (name: string, binding: string) =>
    children(role, METADATA, name)
      .find((element) => element.getAttribute('Binding') === binding)
      ?.getAttribute('Location') ?? undefined;
  return {
    entityId: required(entity.getAttribute('entityID'), 'an entityID'),
    certificates: signingCertificates(role),
    ...withValue('ssoRedirect', endpoint('SingleSignOnService', REDIRECT)),
    ...withValue('ssoPost', endpoint('SingleSignOnService', POST)),
    ...withValue('sloRedirect', endpoint('SingleLogoutService', REDIRECT)),
    ...withValue('sloPost', endpoint('SingleLogoutService', POST)),
  };
};

/** Many times what a provider's own document has; keeps a hostile one from holding up everybody else. */
const MAX_TAGS = 20_000;

const rootOf = (xml: string): Element => {
  if (/<!DOCTYPE/i.test(xml)) throw new InvalidMetadata('a document type is not allowed');
  if (xml.split('<').length > MAX_TAGS) throw new InvalidMetadata('too many elements');
  const parser = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') throw new InvalidMetadata(message);
    },
  });
  try {
    return required(parser.parseFromString(xml, 'text/xml').documentElement, 'an element');
  } catch (error) {
    throw error instanceof InvalidMetadata ? error : new InvalidMetadata('not well-formed', { cause: error });
  }
};

/** The document is one entity, or a federation's list of them, whose first identity provider counts. */
const entityOf = (root: Element): Element => {
  const entities = root.localName === 'EntityDescriptor' ? [root] : descendants(root, METADATA, 'EntityDescriptor');
  const own = entities.filter((entity) => entity.namespaceURI === METADATA);
  return required(
    own.find((entity) => children(entity, METADATA, 'IDPSSODescriptor').length > 0) ?? own[0],
    'an entity',
  );
};

const roleOf = (entity: Element): Element => {
  const roles = children(entity, METADATA, 'IDPSSODescriptor');
  const speaks = (role: Element) =>
    (role.getAttribute('protocolSupportEnumeration') ?? '').split(/\s+/).includes(PROTOCOL);
  return required(roles.find(speaks), 'an IDPSSODescriptor for SAML 2.0');
};

/** A key without `use` serves for signing too (section 2.4.1.1). */
const signingCertificates = (role: Element): string[] => {
  const keys = children(role, METADATA, 'KeyDescriptor').filter((key) => key.getAttribute('use') !== 'encryption');
  const texts = keys.flatMap((key) => descendants(key, SIGNATURE, 'X509Certificate'));
  const found = texts.map((element) => checkedCertificate((element.textContent ?? '').replace(/\s+/g, '')));
  if (found.length === 0) throw new InvalidMetadata('no certificate to verify signatures with');
  return found;
};

const checkedCertificate = (base64: string): string => {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).raw.toString('base64');
  } catch (error) {
    throw new InvalidMetadata('a certificate cannot be read', { cause: error });
  }
};

const children = (parent: Element, namespace: string, name: string): Element[] =>
  descendants(parent, namespace, name).filter((element) => element.parentNode === parent);

const descendants = (parent: Element, namespace: string, name: string): Element[] =>
  Array.from(parent.getElementsByTagNameNS(namespace, name));

const required = <T>(value: T | null | undefined | '', what: string): T => {
  if (value === null || value === undefined || value === '') throw new InvalidMetadata(`lacks ${what}`);
  return value;
};

const withValue = <Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> =>
  value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
