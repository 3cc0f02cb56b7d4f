/** A pool as its owner sees it: another account's or region's pool does not exist. */
import type { Core } from '../core.ts';
import { poolNotFound } from '../errors.ts';
import type { Pool } from './pool.ts';

export interface Owner {
  readonly account: string;
  readonly region: string;
}

/** Every signed operation starts here. Throws ResourceNotFoundException. */
export const ownedPool = async (core: Pick<Core, 'directory'>, owner: Owner, poolId: string): Promise<Pool> =>
  requireOwned(await core.directory.findPool(poolId), owner, poolId);

/** Past the cache: for showing the pool itself and for changing it. */
export const storedPool = async (core: Pick<Core, 'store'>, owner: Owner, poolId: string): Promise<Pool> =>
  requireOwned(await core.store.pools.byId(poolId), owner, poolId);

const requireOwned = (pool: Pool | undefined, owner: Owner, poolId: string): Pool => {
  if (pool === undefined || pool.account !== owner.account || pool.region !== owner.region) throw poolNotFound(poolId);
  return pool;
};
