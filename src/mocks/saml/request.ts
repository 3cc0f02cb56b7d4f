/** Reading requests (saml-core-2.0-os sections 3.4.1 and 3.7.1), as they come by redirect or in a form. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Element } from '@xmldom/xmldom';

export interface AuthnRequest {
  /** Absent where the provider begins by itself. */
  readonly id?: string;
  /** Entity id of the service that asks. */
  readonly issuer: string;
  /** Where the answer goes. */
  readonly consumer: string;
  readonly nameIdFormat?: string | undefined;
}

export class BadAuthnRequest extends Error {}

const MOST_BYTES = 64 * 1024;

/** Base64 of the deflated message. */
export const fromRedirect = (given: string): string => {
  try {
    return inflateRawSync(Buffer.from(given, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
  } catch {
    throw new BadAuthnRequest('SAMLRequest cannot be read.');
  }
};

export const toRedirect = (xml: string): string => deflateRawSync(xml).toString('base64');

/** Base64 of the message. */
export const fromForm = (given: string): string => Buffer.from(given, 'base64').toString();

/** Throws `BadAuthnRequest`. Only a site of this service is answered: the imitation sends nobody elsewhere. */
export const readAuthnRequest = async (xml: string): Promise<AuthnRequest> => {
  const root = await rootOf(xml, 'AuthnRequest');
  const consumer = consumerIn(root.getAttribute('AssertionConsumerServiceURL'));
  const format = root.getElementsByTagNameNS('*', 'NameIDPolicy')[0]?.getAttribute('Format');
  return { id: root.getAttribute('ID') ?? '', issuer: issuerIn(root), consumer, nameIdFormat: format ?? undefined };
};

/** A sign-in that begins here (`acs`, `audience`). Throws `BadAuthnRequest`. */
export const withoutRequest = (given: Readonly<Record<string, string>>): AuthnRequest => ({
  issuer: given['audience'] ?? '',
  consumer: consumerIn(given['acs']),
});

const consumerIn = (address: string | null | undefined): string => {
  const target = URL.parse(address ?? '');
  if (target && /^https?:$/.test(target.protocol) && target.pathname.endsWith('/saml2/idpresponse')) return target.href;
  throw new BadAuthnRequest('The assertion consumer service is not a /saml2/idpresponse.');
};

/** Throws `BadAuthnRequest`. */
export const readLogoutRequest = async (xml: string): Promise<Pick<AuthnRequest, 'id' | 'issuer'>> => {
  const root = await rootOf(xml, 'LogoutRequest');
  return { id: root.getAttribute('ID') ?? '', issuer: issuerIn(root) };
};

const rootOf = async (xml: string, name: string): Promise<Element> => {
  if (/<!DOCTYPE/i.test(xml)) throw new BadAuthnRequest('A document type is not allowed.');
  const { DOMParser } = await import('@xmldom/xmldom');
  const root = parsed(() => new DOMParser({ onError: refuse }).parseFromString(xml, 'text/xml').documentElement);
  if (root?.localName !== name) throw new BadAuthnRequest(`SAMLRequest is no ${name}.`);
  return root;
};

const issuerIn = (root: Element): string => root.getElementsByTagNameNS('*', 'Issuer')[0]?.textContent?.trim() ?? '';

const refuse = (level: string, message: string): void => {
  if (level !== 'warning') throw new BadAuthnRequest(message);
};

const parsed = <Result>(parse: () => Result): Result => {
  try {
    return parse();
  } catch (error) {
    throw error instanceof BadAuthnRequest ? error : new BadAuthnRequest('SAMLRequest is not well-formed.');
  }
};
