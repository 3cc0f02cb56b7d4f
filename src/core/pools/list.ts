import type { Core } from '../core.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Owner } from './owned-pool.ts';
import type { Pool } from './pool.ts';

/** The owner's pools of one region, by id. Throws InvalidParameterException for a token that is not this list's. */
export const listPools = (
  core: Pick<Core, 'store' | 'sealer'>,
  owner: Owner,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<Pool>> =>
  listPage(core, {
    ...page,
    scope: `ListUserPools ${owner.account} ${owner.region}`,
    keyOf: (pool: Pool) => pool.id,
    read: (keys) => core.store.pools.list(owner, keys),
  });
