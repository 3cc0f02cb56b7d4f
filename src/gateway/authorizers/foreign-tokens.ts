/**
 * Tokens of other issuers: keys by discovery (OpenID Connect Discovery 1.0), kept, and fetched anew for a key that is
 * not known, though not more often than once in half a minute.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Core } from '../../core/core.ts';

export type ForeignCore = Pick<Core, 'clock' | 'fetch' | 'log'>;
type Claims = Readonly<Record<string, unknown>>;

export interface ForeignTokens {
  /** `unavailable`: the issuer does not tell its keys. */
  verify(issuer: string, token: string): Promise<Claims | 'expired' | 'invalid' | 'unavailable'>;
}

type KeyFinder = ReturnType<typeof createLocalJWKSet>;

interface Kept {
  readonly find: Promise<KeyFinder>;
  readonly readAt: number;
}

const FRESH_MS = 3_600_000;
const AGAIN_MS = 30_000;
/** What API Gateway takes of JWT authorizers: signatures with RSA. Elliptic curves are as good. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

export const createForeignTokens = (core: ForeignCore): ForeignTokens => {
  const kept = new Map<string, Kept>();
  const keysOf = (issuer: string, olderThan: number): Promise<KeyFinder> => {
    const known = kept.get(issuer);
    const now = core.clock.now();
    if (known && now - known.readAt < olderThan) return known.find;
    const find = read(core, issuer);
    find.catch((error: unknown) => core.log.warn({ err: error, issuer }, 'the keys of an issuer cannot be read'));
    kept.set(issuer, { find, readAt: now });
    return find;
  };
  const attempt = async (issuer: string, token: string, olderThan: number): Promise<Claims | Verdict> => {
    const find = await keysOf(issuer, olderThan).catch(() => undefined);
    return find ? verify(core, find, issuer, token) : 'unavailable';
  };
  return {
    async verify(issuer, token) {
      const found = await attempt(issuer, token, FRESH_MS);
      const last = found === 'no-key' || found === 'unavailable' ? await attempt(issuer, token, AGAIN_MS) : found;
      return last === 'no-key' ? 'invalid' : last;
    },
  };
};

type Verdict = 'expired' | 'invalid' | 'no-key' | 'unavailable';

const verify = async (core: ForeignCore, find: KeyFinder, issuer: string, token: string): Promise<Claims | Verdict> => {
  try {
    const currentDate = new Date(core.clock.now());
    const { payload } = await jwtVerify(token, find, { algorithms: ALGORITHMS, currentDate, requiredClaims: ['exp'] });
    return payload.iss === issuer ? payload : 'invalid';
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JWKSNoMatchingKey) return 'no-key';
    if (error instanceof errors.JOSEError || error instanceof TypeError) return 'invalid';
    throw error;
  }
};

const read = async ({ fetch }: ForeignCore, issuer: string): Promise<KeyFinder> => {
  const document = (await json(fetch, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)) as {
    issuer?: unknown;
    jwks_uri?: unknown;
  };
  if (document.issuer !== issuer || typeof document.jwks_uri !== 'string') throw new Error('another issuer’s document');
  return createLocalJWKSet((await json(fetch, document.jwks_uri)) as JSONWebKeySet);
};

const json = async (fetch: Core['fetch'], url: string): Promise<unknown> => {
  const answer = await fetch(url, { headers: { accept: 'application/json' } });
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  return JSON.parse(Buffer.from(answer.body).toString());
};
