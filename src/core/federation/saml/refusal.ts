/**
 * How clients and people hear that a SAML sign-in failed. Cognito's words where they are known: a client gets
 * `server_error` and a sentence that ends in a full stop and a space.
 */
import { invalidParameter, ServiceError } from '../../errors.ts';
import { AuthorizationRefused } from '../../oauth/errors.ts';
import { type AuthorizationRequest, refusalTo } from '../../oauth/request.ts';
import { type SamlRefusal, SamlRefused } from '../../ports.ts';
import { federationRefusal } from '../refusal.ts';

export const invalidResponse = (why: string): AuthorizationRefused =>
  new AuthorizationRefused('server_error', `Invalid SAML response received: ${why}. `);

/** An answer that belongs to no sign-in that began here, in this browser; only a page may tell. */
export const unknownAnswer = (): ServiceError =>
  invalidParameter('Invalid samlResponse or relayState from identity provider');

/** Rethrows what is a defect. */
export const samlRefusal = (request: AuthorizationRequest, error: unknown): AuthorizationRefused => {
  if (error instanceof SamlRefused) return refusalTo(request, invalidResponse(wordsFor(error)));
  const attributes = error instanceof ServiceError ? aboutAttributes(error.message) : undefined;
  if (attributes === undefined) return federationRefusal(request, error);
  const description = `Error in SAML response processing: ${attributes}. `;
  return refusalTo(request, { error: 'server_error', description });
};

const aboutAttributes = (message: string): string | undefined => {
  const missing = /^attributes required: \[(.+)\]$/.exec(message)?.[1]?.split(', ');
  if (missing)
    return `Invalid user attributes: ${missing.map((name) => `${name}: The attribute is required`).join('\n')}`;
  return message.startsWith('Invalid user attributes') ? message.trimEnd().replace(/\.$/, '') : undefined;
};

const WORDS: Readonly<Record<Exclude<SamlRefusal, 'status'>, string>> = {
  malformed: 'SAML Response is malformed',
  'response-signature': 'SAML Response signature is invalid',
  'assertion-signature': 'SAML Assertion signature is invalid',
  unsigned: 'SAML Assertion is not signed',
  algorithm: 'SAML signature algorithm is not supported',
  encryption: 'SAML Assertion could not be decrypted',
  content: 'SAML Assertion is malformed',
};

const wordsFor = ({ reason, message }: SamlRefused): string =>
  reason === 'status' ? `SAML status is not success (${message})` : WORDS[reason];
