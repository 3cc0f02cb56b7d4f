/** Identities as the owner of their pool sees them. */
import type { Core } from '../core.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { GuardFailed } from '../ports.ts';
import { ownedIdentityPool } from './find.ts';
import type { Identity } from './records.ts';

export interface IdentitiesPage {
  readonly limit: number;
  readonly token: string | undefined;
  readonly hideDisabled?: boolean | undefined;
}

/** By id. Throws ResourceNotFoundException, InvalidParameterException for a token that is not this list's. */
export const listIdentities = async (
  core: Pick<Core, 'sealer' | 'store'>,
  owner: Owner,
  poolId: string,
  { hideDisabled = false, ...page }: IdentitiesPage,
): Promise<Listing<Identity>> => {
  const pool = await ownedIdentityPool(core, owner, poolId);
  return listPage(core, {
    ...page,
    scope: `ListIdentities ${pool.id} ${hideDisabled}`,
    keyOf: (identity: Identity) => identity.id,
    read: (keys) => (hideDisabled ? enabledOnly(core, pool.id, keys) : core.store.identities.list(pool.id, keys)),
  });
};

const READ_AT_ONCE = 200;

const enabledOnly = async (
  { store }: Pick<Core, 'store'>,
  poolId: string,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<Identity[]> => {
  const found: Identity[] = [];
  for (let from = after; ; ) {
    const page = await store.identities.list(poolId, {
      limit: READ_AT_ONCE,
      ...(from !== undefined && { after: from }),
    });
    found.push(...page.filter(({ disabled }) => !disabled));
    if (found.length >= limit || page.length < READ_AT_ONCE) return found.slice(0, limit);
    from = page.at(-1)?.id;
  }
};

/** Why one was not deleted: it is somebody else's, or others wrote to it. */
export interface Unprocessed {
  readonly identityId: string;
  readonly why: 'AccessDenied' | 'InternalServerError';
}

/** What is not there counts as deleted. */
export const deleteIdentities = async (
  core: Pick<Core, 'store'>,
  owner: Owner,
  ids: readonly string[],
): Promise<Unprocessed[]> => {
  const unprocessed: Unprocessed[] = [];
  for (const identityId of new Set(ids)) {
    const why = await deleteOne(core, owner, identityId);
    if (why !== undefined) unprocessed.push({ identityId, why });
  }
  return unprocessed;
};

const ATTEMPTS = 5;

const deleteOne = async (
  { store }: Pick<Core, 'store'>,
  owner: Owner,
  id: string,
): Promise<Unprocessed['why'] | undefined> => {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    const identity = await store.identities.byId(id);
    const pool = identity && (await store.identityPools.byId(identity.poolId));
    if (identity === undefined || pool === undefined) return undefined;
    if (pool.account !== owner.account || pool.region !== owner.region) return 'AccessDenied';
    try {
      await store.commit(store.identities.delete(identity));
      return undefined;
    } catch (error) {
      if (!(error instanceof GuardFailed)) throw error;
    }
  }
  return 'InternalServerError';
};
