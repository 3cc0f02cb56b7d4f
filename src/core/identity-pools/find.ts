/** Finding identity pools and identities. Another account's or region's do not exist for whoever signs. */
import type { Core } from '../core.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { findIdentityPool } from './directory.ts';
import { identityNotFound, identityPoolNotFound } from './errors.ts';
import type { Identity, IdentityPool } from './records.ts';

type Needs = Pick<Core, 'store'>;
type Cached = Pick<Core, 'clock' | 'store'>;

/** As apps see it. Throws ResourceNotFoundException. */
export const requireIdentityPool = async (core: Cached, id: string): Promise<IdentityPool> => {
  const pool = await findIdentityPool(core, id);
  if (pool === undefined) throw identityPoolNotFound(id);
  return pool;
};

/** Throws ResourceNotFoundException. */
export const ownedIdentityPool = async (core: Needs, owner: Owner, id: string): Promise<IdentityPool> => {
  const pool = await core.store.identityPools.byId(id);
  if (pool === undefined || !isOwned(pool, owner)) throw identityPoolNotFound(id);
  return pool;
};

const isOwned = (pool: IdentityPool, { account, region }: Owner): boolean =>
  pool.account === account && pool.region === region;

export interface Found {
  readonly pool: IdentityPool;
  readonly identity: Identity;
}

/** With its pool, in one of which it must still be. Throws ResourceNotFoundException. */
export const requireIdentity = async (core: Cached, id: string): Promise<Found> => {
  const identity = await core.store.identities.byId(id);
  const pool = identity && (await findIdentityPool(core, identity.poolId));
  if (identity === undefined || pool === undefined) throw identityNotFound(id);
  return { pool, identity };
};

/** Throws ResourceNotFoundException. */
export const ownedIdentity = async (core: Cached, owner: Owner, id: string): Promise<Found> => {
  const found = await requireIdentity(core, id);
  if (!isOwned(found.pool, owner)) throw identityNotFound(id);
  return found;
};

/** Of a pool that the caller is known to own. Throws ResourceNotFoundException. */
export const identityIn = async (core: Needs, pool: IdentityPool, id: string): Promise<Identity> => {
  const identity = await core.store.identities.byId(id);
  if (identity?.poolId !== pool.id) throw identityNotFound(id);
  return identity;
};
