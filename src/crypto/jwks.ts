/** Tokens that others signed, by the keys that they publish (RFC 7515, RFC 7517); the checks are jose's. */
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose';

/** Signatures that only the provider can make; `none` and those by a shared secret are never among them. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** `unknown-key`: it names a key that is not among these. `invalid`: the form or the signature is not right. */
export type Verified = Readonly<Record<string, unknown>> | 'invalid' | 'unknown-key';

/** Keys of a document, ready to verify with. */
export type PublishedKeys = (token: string) => Promise<Verified>;

/** Throws TypeError for what is no JWK set. */
export const publishedKeys = (document: unknown): PublishedKeys => {
  let keys: ReturnType<typeof createLocalJWKSet>;
  try {
    keys = createLocalJWKSet(document as JSONWebKeySet);
  } catch (error) {
    throw new TypeError('no JWK set', { cause: error });
  }
  return async (token) => {
    try {
      return payloadOf(await compactVerify(token, keys, { algorithms: ALGORITHMS }));
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return byAnyOf(token, error);
      return refusal(error);
    }
  };
};

/** A token without `kid` where several keys are of its type. */
const byAnyOf = async (token: string, keys: errors.JWKSMultipleMatchingKeys): Promise<Verified> => {
  for await (const key of keys) {
    try {
      return payloadOf(await compactVerify(token, key, { algorithms: ALGORITHMS }));
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) return refusal(error);
    }
  }
  return 'invalid';
};

const refusal = (error: unknown): 'invalid' | 'unknown-key' => {
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown-key';
  // jose answers keys that cannot be used, and what is no token, with errors of its own, TypeError or SyntaxError.
  if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError) return 'invalid';
  throw error;
};

const payloadOf = ({ payload }: { readonly payload: Uint8Array }): Verified => {
  const claims: unknown = JSON.parse(Buffer.from(payload).toString());
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
    ? (claims as Readonly<Record<string, unknown>>)
    : 'invalid';
};

/** Whether it has the form of a signed token at all. */
export const looksSigned = (token: string): boolean => {
  try {
    return token.split('.').length === 3 && typeof decodeProtectedHeader(token).alg === 'string';
  } catch {
    return false;
  }
};
