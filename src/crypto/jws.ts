/**
 * Compact JWS with RS256 (RFC 7515, RFC 7518 section 3.3); reading and checking are jose's. The arithmetic runs in the
 * runtime's native thread pool.
 */
import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose';

export type Claims = Readonly<Record<string, unknown>>;

const ALGORITHM = 'RS256';
const signing = promisify(sign);
const decoder = new TextDecoder();

/** `privateKey`: RSA. Section 3.1 of RFC 7515 is two lines, and every token that is issued waits for them. */
export const signCompact = async (kid: string, privateKey: KeyObject, claims: Claims): Promise<string> => {
  const input = `${encoded({ kid, alg: ALGORITHM })}.${encoded(claims)}`;
  const signature = await signing('sha256', Buffer.from(input), privateKey);
  return `${input}.${signature.toString('base64url')}`;
};

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The key id of a token that claims RS256; undefined for anything else. Nothing is verified yet. */
export function keyIdOfCompact(token: string): string | undefined {
  const header = undefinedWhenMalformed(() => decodeProtectedHeader(token));
  return header?.alg === ALGORITHM ? header.kid : undefined;
}

/** The payload of a token that this key signed; undefined when the signature or the form is not right. */
export async function verifyCompact(token: string, publicKey: KeyObject): Promise<Record<string, unknown> | undefined> {
  try {
    const { payload } = await compactVerify(token, publicKey, { algorithms: [ALGORITHM] });
    return JSON.parse(decoder.decode(payload)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** The payload without any proof: only to find out which pool's keys must prove it. */
export const unverifiedPayload = (token: string): Record<string, unknown> | undefined =>
  undefinedWhenMalformed(() => decodeJwt(token));

/** jose answers what is no token with an error of its own or with a TypeError. */
function undefinedWhenMalformed<Result>(decode: () => Result): Result | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}
