/**
 * Verifies the tokens of user pools in a backend's own process: signature, issuer, instants, use, app client, and what
 * a route wants of scopes and groups. Keys come from the issuer's JWKS and are kept; the arithmetic is jose's.
 */
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { MISSING, NotAllowed, NotAuthenticated } from './errors.ts';
import { type Identity, identityOf } from './identity.ts';

export interface AuthorizerOptions {
  /** `{issuer-url}/{pool id}`, as tokens say it; several where several pools are taken. */
  readonly issuer: string | readonly string[];
  /** App clients whose tokens are taken. Required: a pool's other apps are other apps. `null` takes any of the pool. */
  readonly clientId: string | readonly string[] | null;
  /** Which of the two tokens: `access` unless said otherwise. */
  readonly use?: 'id' | 'access' | 'either';
  /** Of these one is enough, on every route. */
  readonly scopes?: readonly string[];
  readonly groups?: readonly string[];
  /** For clocks that differ. 0 unless said otherwise. */
  readonly toleranceSeconds?: number;
  /** The keys, where they are at hand; else `{issuer}/.well-known/jwks.json` is asked. */
  readonly jwks?: JSONWebKeySet;
  readonly fetch?: typeof globalThis.fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** What a route wants beyond what every route wants; of each list one is enough. */
export interface Wanted {
  readonly scopes?: readonly string[];
  readonly groups?: readonly string[];
}

export interface Authorizer {
  /** @throws NotAuthenticated, NotAllowed; anything else is a defect, or keys that cannot be had */
  verify(token: string, wanted?: Wanted): Promise<Identity>;
  /** The token in an Authorization header's value (`Bearer …`). */
  authorize(authorization: string | null | undefined, wanted?: Wanted): Promise<Identity>;
  /** A fetch-style handler that only the authorized reach; the others are answered 401 or 403. */
  protect(
    handler: (request: Request, identity: Identity) => Response | Promise<Response>,
    wanted?: Wanted,
  ): (request: Request) => Promise<Response>;
}

const RS256 = { algorithms: ['RS256'] };

export const createAuthorizer = (options: AuthorizerOptions): Authorizer => {
  const keysOf = keyFinder(options);
  const clients = options.clientId === null ? null : [options.clientId].flat();
  if (clients?.length === 0) throw new TypeError('clientId: name an app client, or null for any of the pool');
  const verify = async (token: string, wanted: Wanted = {}): Promise<Identity> => {
    const claims = await prove(options, keysOf, token);
    assertUse(claims['token_use'], options.use ?? 'access');
    const identity = identityOf(claims);
    if (clients && !clients.includes(identity.clientId ?? ''))
      throw new NotAuthenticated('the token is for another app client');
    for (const each of [options, wanted]) assertHeld(identity, each);
    return identity;
  };
  const authorize = async (authorization: string | null | undefined, wanted?: Wanted): Promise<Identity> => {
    const token = /^bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new NotAuthenticated(MISSING);
    return verify(token, wanted);
  };
  return {
    verify,
    authorize,
    protect: (handler, wanted) => async (request) => {
      try {
        return await handler(request, await authorize(request.headers.get('authorization'), wanted));
      } catch (error) {
        const answer = refusalResponse(error);
        if (!answer) throw error;
        return answer;
      }
    },
  };
};

/** Undefined for what is no refusal. */
export const refusalResponse = (error: unknown): Response | undefined =>
  error instanceof NotAuthenticated || error instanceof NotAllowed
    ? Response.json(error.body, { status: error.status, headers: { 'www-authenticate': error.challenge } })
    : undefined;

type KeyFinder = ReturnType<typeof createRemoteJWKSet> | ReturnType<typeof createLocalJWKSet>;
type Claims = Readonly<Record<string, unknown>>;

const keyFinder = ({ issuer, jwks, fetch }: AuthorizerOptions): ReadonlyMap<string, KeyFinder> => {
  const own = fetch === undefined ? {} : { [customFetch]: fetch };
  const issuers = [issuer].flat().map((each) => each.replace(/\/$/, ''));
  if (issuers.length === 0) throw new TypeError('issuer: name one');
  const remote = (each: string): KeyFinder => createRemoteJWKSet(new URL(`${each}/.well-known/jwks.json`), own);
  return new Map(issuers.map((each) => [each, jwks ? createLocalJWKSet(jwks) : remote(each)]));
};

const prove = async (
  { toleranceSeconds, now }: AuthorizerOptions,
  keys: ReadonlyMap<string, KeyFinder>,
  token: string,
): Promise<Claims> => {
  const find = keys.get(issuerIn(token) ?? '');
  if (!find) throw new NotAuthenticated('the token is of another issuer');
  try {
    const { payload } = await jwtVerify(token, find, {
      ...RS256,
      issuer: [...keys.keys()],
      requiredClaims: ['exp', 'sub', 'token_use'],
      ...(toleranceSeconds !== undefined && { clockTolerance: toleranceSeconds }),
      ...(now && { currentDate: new Date(now()) }),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new NotAuthenticated('the token has expired', { cause: error });
    if (isOfKeys(error) || !(error instanceof errors.JOSEError)) throw error;
    throw new NotAuthenticated('the token is not valid', { cause: error });
  }
};

/** Keys that cannot be had are no fault of the token. */
const isOfKeys = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error as Error).constructor === errors.JOSEError;

/** Only to find the keys; the proof names the issuer again. */
const issuerIn = (token: string): string | undefined => {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const { iss } = JSON.parse(atob(payload)) as { iss?: unknown };
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
};

const assertUse = (use: unknown, wanted: 'id' | 'access' | 'either'): void => {
  const fits = use === wanted || (wanted === 'either' && (use === 'id' || use === 'access'));
  if (!fits) throw new NotAuthenticated('the token is for another use');
};

const assertHeld = (identity: Identity, { scopes = [], groups = [] }: Wanted): void => {
  if (scopes.length > 0 && !scopes.some((scope) => identity.scopes.includes(scope))) {
    throw new NotAllowed('the token has none of the scopes', scopes);
  }
  if (groups.length > 0 && !groups.some((group) => identity.groups.includes(group))) {
    throw new NotAllowed('the user is in none of the groups');
  }
};
