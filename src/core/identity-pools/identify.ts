/** Who a request of an app is about: GetId, GetOpenIdToken, GetCredentialsForIdentity, UnlinkIdentity. */
import type { Core } from '../core.ts';
import {
  guestsNotSupported,
  identityForbidden,
  identityPoolNotFound,
  invalidLogin,
  loginsDoNotMatch,
} from './errors.ts';
import { requireIdentity, requireIdentityPool } from './find.ts';
import { changeLogins, has, identityOfLogins, identityWithLogins, newIdentity, untilSettled } from './link.ts';
import { type Logins, type ProvingCore, proveLogins } from './prove-logins.ts';
import { amrOf, type ProvedLogin } from './proved-login.ts';
import type { Identity, IdentityPool, Login } from './records.ts';
import { tellsOf } from './token-holder.ts';
import { IDENTITY_PROVIDER, type IdentityToken, verifyIdentityToken } from './tokens.ts';
import { providerNamed } from './user-pool-token.ts';

export type IdentifyingCore = ProvingCore & Pick<Core, 'random'>;

export interface Identified {
  readonly pool: IdentityPool;
  readonly identity: Identity;
  /** Those of the request. */
  readonly logins: readonly ProvedLogin[];
  readonly amr: readonly string[];
  /** Of a token of GetOpenIdTokenForDeveloperIdentity. */
  readonly principalTags?: Readonly<Record<string, string>> | undefined;
}

/** Throws ResourceNotFoundException, NotAuthorizedException, ResourceConflictException, ExternalServiceException. */
export const getId = async (
  core: IdentifyingCore,
  poolId: string,
  logins: Logins | undefined,
  account: string | undefined,
): Promise<Identity> => {
  const pool = await requireIdentityPool(core, poolId);
  if (account !== undefined && account !== pool.account) throw identityPoolNotFound(poolId);
  if (isEmpty(logins)) {
    if (!pool.settings.allowUnauthenticated) throw guestsNotSupported();
    return newIdentity(core, pool);
  }
  assertNoIdentityToken(logins);
  const proved = await proveLogins(core, pool, logins);
  return identityOfLogins(core, pool, loginsOf(proved));
};

/** Throws NotAuthorizedException. */
export const assertNoIdentityToken = (logins: Logins | undefined): void => {
  if (Object.hasOwn(logins ?? {}, IDENTITY_PROVIDER)) throw invalidLogin("Can't pass in a Cognito token.");
};

/** Throws what getId throws. */
export const identify = async (
  core: IdentifyingCore,
  identityId: string,
  logins: Logins | undefined,
): Promise<Identified> => {
  const { pool, identity } = await requireIdentity(core, identityId);
  if (isEmpty(logins)) return { pool, identity: assertGuest(pool, identity), logins: [], amr: amrOf([]) };
  const { [IDENTITY_PROVIDER]: token, ...others } = logins;
  const developer = token === undefined ? undefined : await developerToken(core, pool, identity, token);
  const proved = await proveLogins(core, pool, others);
  const own = identity.logins.filter((login) => developer !== undefined && tellsOf(developer.amr, login));
  const known = await identityWithLogins(core, pool, identity, [...own, ...loginsOf(proved)]);
  const amr = developer === undefined ? amrOf(proved) : [...developer.amr, ...amrOf(proved).slice(1)];
  return { pool, identity: known, logins: proved, amr, principalTags: developer?.principalTags };
};

const isEmpty = (logins: Logins | undefined): logins is undefined | Record<string, never> =>
  logins === undefined || Object.keys(logins).length === 0;

const loginsOf = (proved: readonly ProvedLogin[]) => proved.map(({ login }) => login);

const enabled = (identity: Identity): Identity => {
  if (identity.disabled) throw identityForbidden(identity.id);
  return identity;
};

/** Whoever has signed in once is asked for a login from then on. */
const assertGuest = ({ settings }: IdentityPool, identity: Identity): Identity => {
  if (identity.logins.length > 0 || identity.disabled) throw identityForbidden(identity.id);
  if (!settings.allowUnauthenticated) throw guestsNotSupported();
  return identity;
};

/**
 * It is its own proof of one identity, and of no other. The developer's user may have been unlinked since; tokens of
 * GetOpenIdToken, which tell of none, are for STS alone.
 */
const developerToken = async (
  core: ProvingCore,
  { settings }: IdentityPool,
  identity: Identity,
  token: string,
): Promise<IdentityToken> => {
  const read = await verifyIdentityToken(core, token);
  if (read === 'invalid') throw invalidLogin('Not a Cognito token.');
  if (read === 'expired') throw invalidLogin('Token expired');
  if (read.poolId !== identity.poolId || read.identityId !== identity.id) throw loginsDoNotMatch();
  const isTold = (login: Login) => login.provider === settings.developerProviderName && tellsOf(read.amr, login);
  if (!identity.logins.some(isTold)) throw identityForbidden(identity.id);
  return read;
};

/** The logins of these providers lead to it no longer. One of the given logins must be its own. Throws what getId throws. */
export const unlinkIdentity = async (
  core: IdentifyingCore,
  identityId: string,
  logins: Logins,
  providers: readonly string[],
): Promise<void> => {
  const { pool, identity } = await requireIdentity(core, identityId);
  const { [IDENTITY_PROVIDER]: token, ...others } = logins;
  if (token !== undefined) await developerToken(core, pool, identity, token);
  const proved = loginsOf(await proveLogins(core, pool, others));
  const removed = providers.map((name) => providerNamed(core.settings, name));
  await untilSettled(async () => {
    const current = enabled((await requireIdentity(core, identityId)).identity);
    const isItsOwn = token !== undefined || proved.some((login) => has(current, login));
    if (!isItsOwn) throw loginsDoNotMatch();
    const kept = current.logins.filter(({ provider }) => !removed.includes(provider));
    if (kept.length < current.logins.length) await changeLogins(core, current, kept);
  });
};
