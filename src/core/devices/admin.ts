/** Whose devices an administrator asks about. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Owner, ownedPool } from '../pools/owned-pool.ts';
import type { Pool } from '../pools/pool.ts';
import { requireUser } from '../users/find.ts';
import type { User } from '../users/user.ts';
import { assertTracksDevices } from './tracking.ts';

/** Throws ResourceNotFoundException, InvalidUserPoolConfigurationException, UserNotFoundException. */
export const deviceOwner = async (
  core: Pick<Core, 'directory' | 'store'>,
  caller: Owner,
  poolId: string,
  username: string,
): Promise<{ readonly pool: Pool; readonly user: User }> => {
  const pool = await ownedPool(core, caller, poolId);
  assertTracksDevices(pool);
  return { pool, user: await requireUser(core, pool, username) };
};

/** The reading operations declare no UserNotFoundException. */
export const asMissingResource = (error: unknown): never => {
  if (!(error instanceof ServiceError) || error.code !== 'UserNotFoundException') throw error;
  throw new ServiceError('ResourceNotFoundException', error.message);
};
