/** Compact JWS with RS256 (RFC 7515, RFC 7518 section 3.3). Signing runs in the runtime's native thread pool. */
import { type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

export type Claims = Readonly<Record<string, unknown>>;

const signInThreadPool = promisify<string, Buffer, KeyObject, Buffer>(sign);

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function signCompact(kid: string, privateKey: KeyObject, claims: Claims): Promise<string> {
  const input = `${encode({ kid, alg: 'RS256' })}.${encode(claims)}`;
  const signature = await signInThreadPool('sha256', Buffer.from(input), privateKey);
  return `${input}.${signature.toString('base64url')}`;
}

/** The key id of a token that claims RS256; undefined for anything else. Nothing is verified yet. */
export function keyIdOfCompact(token: string): string | undefined {
  const header = decode(token.slice(0, Math.max(token.indexOf('.'), 0)));
  // `crit` names extensions that must be understood (RFC 7515 section 4.1.11); none is.
  if (header?.['alg'] !== 'RS256' || 'crit' in header) return undefined;
  return typeof header['kid'] === 'string' ? header['kid'] : undefined;
}

/** The payload of a token that this key signed; undefined when the signature is not right. */
export function verifyCompact(token: string, publicKey: KeyObject): Record<string, unknown> | undefined {
  const parts = token.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature) return undefined;
  const input = Buffer.from(token.slice(0, header.length + 1 + payload.length));
  return verify('sha256', input, publicKey, Buffer.from(signature, 'base64url')) ? decode(payload) : undefined;
}

/** The payload without any proof: only to find out which pool's keys must prove it. */
export function unverifiedPayload(token: string): Record<string, unknown> | undefined {
  const parts = token.split('.');
  return parts.length === 3 && parts[1] ? decode(parts[1]) : undefined;
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
