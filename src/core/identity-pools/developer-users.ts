/**
 * Users of the developer's own provider and their identities. Source: API reference, LookupDeveloperIdentity,
 * MergeDeveloperIdentities, UnlinkDeveloperIdentity.
 */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { pageToken, readPageToken } from '../paging.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { developerIdentityNotFound, identityForbidden, loginsTaken, unsupportedDeveloperProvider } from './errors.ts';
import { identityIn, ownedIdentityPool } from './find.ts';
import { changeLogins, has, mergeIdentities, untilSettled } from './link.ts';
import type { Identity, IdentityPool } from './records.ts';

export interface DeveloperLookup {
  readonly identityId: string;
  readonly users: readonly string[];
  readonly nextToken?: string | undefined;
}

export interface LookupRequest {
  readonly poolId: string;
  readonly identityId?: string | undefined;
  readonly user?: string | undefined;
  readonly limit: number;
  readonly token?: string | undefined;
}

/**
 * From either to the other; of both, whether they belong together. Throws ResourceNotFoundException,
 * InvalidParameterException, ResourceConflictException.
 */
export const lookupDeveloper = async (
  core: Pick<Core, 'sealer' | 'store'>,
  owner: Owner,
  { poolId, identityId, user, limit, token }: LookupRequest,
): Promise<DeveloperLookup> => {
  const pool = await ownedIdentityPool(core, owner, poolId);
  if (user === undefined) {
    if (identityId === undefined) throw invalidParameter('Either IdentityId or DeveloperUserIdentifier is required.');
    const { id, logins } = await identityIn(core, pool, identityId);
    return { identityId: id, ...pageOfUsers(core, id, usersAmong(pool, logins), limit, token) };
  }
  const identity = await developerIdentity(core, pool, user);
  if (identityId !== undefined && identityId !== identity.id) throw loginsTaken();
  const users = identityId === undefined ? usersAmong(pool, identity.logins) : [user];
  return { identityId: identity.id, ...pageOfUsers(core, identity.id, users, limit, token) };
};

const usersAmong = ({ settings }: IdentityPool, logins: Identity['logins']): string[] =>
  logins
    .filter(({ provider }) => provider === settings.developerProviderName)
    .map(({ subject }) => subject)
    .sort();

const pageOfUsers = (
  core: Pick<Core, 'sealer'>,
  identityId: string,
  all: readonly string[],
  limit: number,
  token: string | undefined,
): Pick<DeveloperLookup, 'nextToken' | 'users'> => {
  const scope = `LookupDeveloperIdentity ${identityId}`;
  const from = readPageToken<number>(core, scope, token) ?? 0;
  const to = from + limit;
  return { users: all.slice(from, to), nextToken: to < all.length ? pageToken(core, scope, to) : undefined };
};

/** Throws InvalidParameterException, ResourceNotFoundException. */
const developerIdentity = async (core: Pick<Core, 'store'>, pool: IdentityPool, user: string): Promise<Identity> => {
  const provider = pool.settings.developerProviderName;
  if (provider === undefined) throw unsupportedDeveloperProvider();
  const identity = await core.store.identities.byLogin(pool.id, provider, user);
  if (identity === undefined) throw developerIdentityNotFound();
  return identity;
};

export interface MergeRequest {
  readonly poolId: string;
  readonly provider: string;
  readonly source: string;
  readonly destination: string;
}

/**
 * The source's logins go over to the destination. Throws ResourceNotFoundException, InvalidParameterException,
 * ResourceConflictException where both are known to one public provider, as two people.
 */
export const mergeDevelopers = async (
  core: Pick<Core, 'clock' | 'store'>,
  owner: Owner,
  { poolId, provider, source, destination }: MergeRequest,
): Promise<Identity> => {
  const pool = await ownedIdentityPool(core, owner, poolId);
  assertDeveloperProvider(pool, provider);
  return untilSettled(async () => {
    const from = await developerIdentity(core, pool, source);
    const into = await developerIdentity(core, pool, destination);
    if (from.id === into.id) return into;
    const isPublic = (name: string) => name !== provider;
    const both = from.logins.some(
      (one) => isPublic(one.provider) && into.logins.some((other) => other.provider === one.provider),
    );
    if (both) throw loginsTaken();
    return mergeIdentities(core, from, into);
  });
};

const assertDeveloperProvider = ({ settings }: IdentityPool, provider: string): void => {
  if (provider !== settings.developerProviderName) throw unsupportedDeveloperProvider();
};

export interface UnlinkRequest {
  readonly poolId: string;
  readonly identityId: string;
  readonly provider: string;
  readonly user: string;
}

/** Throws ResourceNotFoundException, InvalidParameterException, NotAuthorizedException, ResourceConflictException. */
export const unlinkDeveloper = async (
  core: Pick<Core, 'clock' | 'store'>,
  owner: Owner,
  { poolId, identityId, provider, user }: UnlinkRequest,
): Promise<void> => {
  const pool = await ownedIdentityPool(core, owner, poolId);
  assertDeveloperProvider(pool, provider);
  const login = { provider, subject: user };
  await untilSettled(async () => {
    const identity = await identityIn(core, pool, identityId);
    if (identity.disabled) throw identityForbidden(identityId);
    if (!has(identity, login)) {
      const holder = await core.store.identities.byLogin(pool.id, provider, user);
      throw holder === undefined ? developerIdentityNotFound() : loginsTaken();
    }
    await changeLogins(
      core,
      identity,
      identity.logins.filter((one) => !has({ logins: [login] }, one)),
    );
  });
};
