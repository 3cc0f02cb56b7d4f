/** How messages travel through the browser: saml-bindings-2.0-os sections 3.4 (HTTP-Redirect) and 3.5 (HTTP-POST). */
import { createSign, createVerify } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { type SamlDispatch, type SamlKey, type SamlMessage, SamlRefused } from '../core/ports.ts';
import { malformed } from './saml-inspect.ts';
import { privateKeyPem, publicKeyPem } from './saml-keys.ts';
import { signedXml } from './saml-library.ts';
import { writeMessage } from './saml-messages.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

export const send = async (
  message: SamlMessage,
  relayState: string | undefined,
  key?: SamlKey,
): Promise<SamlDispatch> => {
  const name = message.kind === 'logout-response' ? 'SAMLResponse' : 'SAMLRequest';
  const xml = writeMessage(message);
  const relayed: Record<string, string> = relayState === undefined ? {} : { RelayState: relayState };
  if (message.binding === 'post') {
    const signed = key === undefined ? xml : signedXml(xml, key);
    const fields = { [name]: Buffer.from(signed).toString('base64'), ...relayed };
    return { kind: 'post', action: message.destination, fields };
  }
  const query = encoded({ [name]: (await deflate(xml)).toString('base64'), ...relayed });
  const separator = message.destination.includes('?') ? '&' : '?';
  return { kind: 'redirect', location: message.destination + separator + (key ? signedQuery(query, key) : query) };
};

const encoded = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

const signedQuery = (query: string, { privateKey }: SamlKey): string => {
  const toSign = `${query}&${encoded({ SigAlg: RSA_SHA256 })}`;
  const signature = createSign('sha256').update(toSign).sign(privateKeyPem(privateKey), 'base64');
  return `${toSign}&${encoded({ Signature: signature })}`;
};

export interface RedirectMessage {
  readonly kind: 'request' | 'response';
  readonly xml: Uint8Array;
  /** The octets that the signature is over. */
  readonly signed: string;
  readonly algorithm: string | undefined;
  readonly signature: string | undefined;
}

/** A message of a logout has a few hundred octets; a compressed bomb has no bound but this one. */
const MAX_INFLATED = 128 * 1024;

/** Each parameter comes at most once, so what is verified is what is read. Throws `SamlRefused`. */
export const readRedirect = async (query: string): Promise<RedirectMessage> => {
  const raw = rawParameters(query);
  const request = raw.get('SAMLRequest');
  const response = raw.get('SAMLResponse');
  if ((request === undefined) === (response === undefined)) throw malformed('not exactly one message');
  const names = [request === undefined ? 'SAMLResponse' : 'SAMLRequest', 'RelayState', 'SigAlg'];
  return {
    kind: request === undefined ? 'response' : 'request',
    xml: await inflated(decoded(request ?? response ?? '')),
    signed: names.flatMap((name) => (raw.has(name) ? [`${name}=${raw.get(name)}`] : [])).join('&'),
    algorithm: optional(raw.get('SigAlg')),
    signature: optional(raw.get('Signature')),
  };
};

const rawParameters = (query: string): ReadonlyMap<string, string> => {
  const raw = new Map<string, string>();
  for (const pair of query.replace(/^\?/, '').split('&')) {
    const [name = '', ...value] = pair.split('=');
    if (raw.has(name)) throw malformed('a parameter comes twice');
    raw.set(name, value.join('='));
  }
  return raw;
};

const optional = (value: string | undefined): string | undefined => (value === undefined ? undefined : decoded(value));

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch (error) {
    throw malformed('not an address', { cause: error });
  }
};

const inflated = async (base64: string): Promise<Uint8Array> => {
  try {
    return await inflate(Buffer.from(base64, 'base64'), { maxOutputLength: MAX_INFLATED });
  } catch (error) {
    throw malformed('not compressed as it should be', { cause: error });
  }
};

const HASHES: Readonly<Record<string, string>> = {
  [RSA_SHA256]: 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
};

/** Throws `SamlRefused`. */
export const verifyRedirect = (message: RedirectMessage, certificates: readonly string[]): void => {
  const { algorithm, signature, signed } = message;
  if (!signature || !algorithm) throw new SamlRefused('unsigned', 'nothing is signed');
  const hash = Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined;
  if (hash === undefined) throw new SamlRefused('algorithm', `not accepted: ${algorithm.slice(0, 100)}`);
  const valid = certificates.some((certificate) =>
    createVerify(hash).update(signed).verify(publicKeyPem(certificate), signature, 'base64'),
  );
  if (!valid) throw new SamlRefused('response-signature', 'is not valid');
};
