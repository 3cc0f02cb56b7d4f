/** The keys that providers publish, asked for over the guarded client and kept for a while. */
import { type PublishedKeys, publishedKeys, type Verified } from '../../crypto/jwks.ts';
import type { Core } from '../core.ts';
import type { Fetch } from '../ports.ts';

/** The provider's keys could not be had. */
export class KeysUnavailable extends Error {}

const FRESH_MS = 3_600_000;
/** A provider that changes its keys is asked again for a token with a new one, but no more often. */
const ASK_AGAIN_MS = 30_000;
const FAILED_MS = 10_000;
const MAX_KEPT = 500;

interface Kept {
  readonly askedAt: number;
  readonly keys: Promise<PublishedKeys>;
  failed: boolean;
}

/** Where the keys are: at that address, or where the issuer's document says (OpenID Connect Discovery 1.0 section 4). */
export type KeysAt = { readonly jwksUri: string } | { readonly issuer: string };

type Needs = Pick<Core, 'clock' | 'fetch'>;

const byFetch = new WeakMap<Fetch, Map<string, Kept>>();

/** The claims of a token that one of the provider's keys signed. Throws `KeysUnavailable`. */
export const verifiedByProvider = async (core: Needs, at: KeysAt, token: string): Promise<Verified> => {
  const first = keysAt(core, at, FRESH_MS);
  const claims = await (await first.keys)(token);
  if (claims !== 'unknown-key') return claims;
  const again = keysAt(core, at, ASK_AGAIN_MS);
  return again === first ? claims : (await again.keys)(token);
};

const keysAt = (core: Needs, at: KeysAt, lifetime: number): Kept => {
  const cache = cacheOf(core.fetch);
  const name = 'jwksUri' in at ? at.jwksUri : `issuer ${at.issuer}`;
  const known = cache.get(name);
  const now = core.clock.now();
  if (known && now - known.askedAt < (known.failed ? FAILED_MS : lifetime)) return known;
  const asked: Kept = { askedAt: now, keys: askFor(core.fetch, at), failed: false };
  asked.keys.catch(() => {
    asked.failed = true;
  });
  cache.delete(name);
  cache.set(name, asked);
  if (cache.size > MAX_KEPT) cache.delete(cache.keys().next().value as string);
  return asked;
};

const cacheOf = (fetch: Fetch): Map<string, Kept> => {
  const cache = byFetch.get(fetch) ?? new Map<string, Kept>();
  byFetch.set(fetch, cache);
  return cache;
};

const askFor = async (fetch: Fetch, at: KeysAt): Promise<PublishedKeys> => {
  try {
    const jwksUri = 'jwksUri' in at ? at.jwksUri : await announced(fetch, at.issuer);
    return publishedKeys(await json(fetch, jwksUri));
  } catch (error) {
    throw new KeysUnavailable('the keys of a provider could not be read', { cause: error });
  }
};

const announced = async (fetch: Fetch, issuer: string): Promise<string> => {
  const document = await json(fetch, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: jwksUri } = document as Readonly<Record<string, unknown>>;
  const isItsOwn = typeof named === 'string' && named.replace(/\/$/, '') === issuer.replace(/\/$/, '');
  if (!isItsOwn || typeof jwksUri !== 'string') throw new Error('no document of that issuer');
  return jwksUri;
};

const json = async (fetch: Fetch, url: string): Promise<object> => {
  const { status, body } = await fetch(url, { headers: { accept: 'application/json' } });
  const document: unknown = status === 200 ? JSON.parse(Buffer.from(body).toString()) : undefined;
  if (typeof document !== 'object' || document === null) throw new Error(`no document, status ${status}`);
  return document;
};
