/** Making, changing and deleting identity pools. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { concurrentModification, retryOn, tooManyWriters } from '../retry.ts';
import { forgetIdentityPool } from './directory.ts';
import { ownedIdentityPool } from './find.ts';
import type { IdentityPool, IdentityPoolSettings } from './records.ts';
import { checkDeveloperName, checkSettings } from './settings.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

const MAX_POOLS = 1_000;
const READ_AT_ONCE = 500;

/** Throws InvalidParameterException, LimitExceededException. */
export const createIdentityPool = async (
  core: Needs & Pick<Core, 'random'>,
  { account, region }: Owner,
  name: string,
  settings: IdentityPoolSettings,
): Promise<IdentityPool> => {
  checkSettings(settings);
  await assertRoom(core, { account, region });
  const now = core.clock.now();
  const id = `${region}:${core.random.uuid()}`;
  const pool: IdentityPool = { id, account, region, name, createdAt: now, modifiedAt: now, version: 1, settings };
  await core.store.commit([core.store.identityPools.insert(pool)]);
  return pool;
};

const assertRoom = async ({ store }: Pick<Core, 'store'>, owner: Owner): Promise<void> => {
  let after: string | undefined;
  for (let seen = 0; seen < MAX_POOLS; seen += READ_AT_ONCE) {
    const page = await store.identityPools.list(owner, { limit: READ_AT_ONCE, ...(after !== undefined && { after }) });
    if (page.length < READ_AT_ONCE) return;
    after = page.at(-1)?.id;
  }
  throw new ServiceError('LimitExceededException', `Exceeded the maximum number of identity pools: ${MAX_POOLS}.`);
};

/** Replaces the settings as a whole. Throws ResourceNotFoundException, InvalidParameterException. */
export const updateIdentityPool = (
  core: Needs,
  owner: Owner,
  id: string,
  name: string,
  settings: IdentityPoolSettings,
): Promise<IdentityPool> => {
  checkSettings(settings);
  return changeIdentityPool(
    core,
    owner,
    id,
    (pool) => {
      checkDeveloperName(pool, settings);
      return { ...pool, name, settings };
    },
    concurrentModification,
  );
};

/** Throws ResourceNotFoundException, and what `change` throws. */
export const changeIdentityPool = (
  core: Needs,
  owner: Owner,
  id: string,
  change: (pool: IdentityPool) => IdentityPool,
  exhausted: () => ServiceError = tooManyWriters,
): Promise<IdentityPool> =>
  retryOn('identity-pool.changed', exhausted, async () => {
    const pool = await ownedIdentityPool(core, owner, id);
    const changed = { ...change(pool), modifiedAt: core.clock.now() };
    await core.store.commit([core.store.identityPools.update(changed)]);
    forgetIdentityPool(core, id);
    return changed;
  });

/** Its identities go with it. Throws ResourceNotFoundException. */
export const deleteIdentityPool = (core: Needs, owner: Owner, id: string): Promise<void> =>
  retryOn('identity-pool.changed', tooManyWriters, async () => {
    const pool = await ownedIdentityPool(core, owner, id);
    await core.store.commit([core.store.identityPools.delete(pool)]);
    forgetIdentityPool(core, id);
  });

/** The owner's pools of one region, by id. Throws InvalidParameterException for a token that is not this list's. */
export const listIdentityPools = (
  core: Pick<Core, 'sealer' | 'store'>,
  owner: Owner,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<IdentityPool>> =>
  listPage(core, {
    ...page,
    scope: `ListIdentityPools ${owner.account} ${owner.region}`,
    keyOf: (pool: IdentityPool) => pool.id,
    read: (keys) => core.store.identityPools.list(owner, keys),
  });
