/** Reading an AuthnRequest (saml-core-2.0-os section 3.4.1), as it comes by redirect or in a form. */
import { inflateRawSync } from 'node:zlib';

export interface AuthnRequest {
  readonly id: string;
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

/** Base64 of the message. */
export const fromForm = (given: string): string => Buffer.from(given, 'base64').toString();

/** Throws `BadAuthnRequest`. Only a site of this service is answered: the imitation sends nobody elsewhere. */
export const readAuthnRequest = async (xml: string): Promise<AuthnRequest> => {
  if (/<!DOCTYPE/i.test(xml)) throw new BadAuthnRequest('A document type is not allowed.');
  const { DOMParser } = await import('@xmldom/xmldom');
  const root = parsed(() => new DOMParser({ onError: refuse }).parseFromString(xml, 'text/xml').documentElement);
  if (root?.localName !== 'AuthnRequest') throw new BadAuthnRequest('SAMLRequest is no AuthnRequest.');
  const consumer = root.getAttribute('AssertionConsumerServiceURL') ?? '';
  const target = URL.parse(consumer);
  if (!/^https?:$/.test(target?.protocol ?? '') || !target?.pathname.endsWith('/saml2/idpresponse')) {
    throw new BadAuthnRequest('The AssertionConsumerServiceURL is not a /saml2/idpresponse.');
  }
  const first = (name: string) => root.getElementsByTagNameNS('*', name)[0];
  return {
    id: root.getAttribute('ID') ?? '',
    issuer: first('Issuer')?.textContent?.trim() ?? '',
    consumer,
    nameIdFormat: first('NameIDPolicy')?.getAttribute('Format') ?? undefined,
  };
};

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
