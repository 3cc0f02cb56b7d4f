/** Metadata of SAML providers (OASIS saml-metadata-2.0-os): reads an identity provider's, writes a service provider's. */
import { X509Certificate } from 'node:crypto';
import type { Element } from '@xmldom/xmldom';
import { InvalidMetadata, type SamlMetadata, type SamlServiceProvider } from '../core/ports.ts';
import {
  BINDINGS,
  children,
  DSIG,
  descendants,
  escapeXml,
  METADATA,
  PROTOCOL,
  parseXml,
  UnsafeXml,
} from './saml-xml.ts';

/** Throws `InvalidMetadata`. */
export const readMetadata = (xml: string): SamlMetadata => {
  const entity = entityOf(rootOf(xml));
  const role = roleOf(entity);
  const service = (name: string, binding: string) =>
    children(role, METADATA, name).find((element) => element.getAttribute('Binding') === binding);
  const at = (member: keyof SamlMetadata, name: string, binding: string, attribute = 'Location') => {
    const address = service(name, binding)?.getAttribute(attribute);
    return address && isWeb(address) ? { [member]: address } : {};
  };
  return {
    entityId: required(entity.getAttribute('entityID'), 'an entityID'),
    certificates: signingCertificates(role),
    ...at('ssoRedirect', 'SingleSignOnService', BINDINGS.redirect),
    ...at('ssoPost', 'SingleSignOnService', BINDINGS.post),
    ...at('sloRedirect', 'SingleLogoutService', BINDINGS.redirect),
    ...at('sloPost', 'SingleLogoutService', BINDINGS.post),
    ...at('sloRedirectResponse', 'SingleLogoutService', BINDINGS.redirect, 'ResponseLocation'),
    ...at('sloPostResponse', 'SingleLogoutService', BINDINGS.post, 'ResponseLocation'),
  };
};

/** Browsers are sent there, by a redirect or a form: to no script, and nothing that would end a header. */
const isWeb = (address: string): boolean => /^https?:\/\/[\x21-\x7e]+$/i.test(address) && URL.canParse(address);

/** Many times what a provider's own document has. */
const MAX_TAGS = 20_000;

const rootOf = (xml: string): Element => {
  try {
    return parseXml(xml, MAX_TAGS);
  } catch (error) {
    throw error instanceof UnsafeXml ? new InvalidMetadata(error.message, { cause: error }) : error;
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
  const texts = keys.flatMap((key) => descendants(key, DSIG, 'X509Certificate'));
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

const required = <T>(value: T | null | undefined | '', what: string): T => {
  if (value === null || value === undefined || value === '') throw new InvalidMetadata(`lacks ${what}`);
  return value;
};

const NAME_ID_FORMATS = [
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
];

export const writeMetadata = ({ entityId, certificates, consumer, logout }: SamlServiceProvider): string => {
  const service = (name: string, binding: string, location: string, more = '') =>
    `<md:${name} Binding="${binding}" Location="${escapeXml(location)}"${more}/>`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<md:EntityDescriptor xmlns:md="${METADATA}" entityID="${escapeXml(entityId)}">`,
    `<md:SPSSODescriptor protocolSupportEnumeration="${PROTOCOL}" AuthnRequestsSigned="true" WantAssertionsSigned="true">`,
    ...certificates.map(keyDescriptor),
    service('SingleLogoutService', BINDINGS.redirect, logout),
    service('SingleLogoutService', BINDINGS.post, logout),
    ...NAME_ID_FORMATS.map((format) => `<md:NameIDFormat>${format}</md:NameIDFormat>`),
    service('AssertionConsumerService', BINDINGS.post, consumer, ' index="0" isDefault="true"'),
    '</md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
  ].join('\n');
};

const keyDescriptor = (certificate: string): string =>
  `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${DSIG}"><ds:X509Data><ds:X509Certificate>${certificate}` +
  '</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>';
