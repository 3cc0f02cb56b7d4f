import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { assertNoImport } from '../imports/manage.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { type Owner, storedPool } from './owned-pool.ts';

/** Throws ResourceNotFoundException; InvalidParameterException while deletion protection is active, or a domain there. */
export const deletePool = (core: Pick<Core, 'store' | 'directory'>, owner: Owner, poolId: string): Promise<void> =>
  retryOn('pool.changed', tooManyWriters, async () => {
    const pool = await storedPool(core, owner, poolId);
    await assertNoImport(core, poolId);
    if (pool.settings.deletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. ' +
          'Deletion protection must be inactivated first.',
      );
    }
    if (pool.domains?.prefix !== undefined || pool.domains?.custom !== undefined) {
      throw invalidParameter('User pool cannot be deleted. It has a domain configured that should be deleted first.');
    }
    await core.store.commit([core.store.pools.delete(pool)]);
    core.directory.forgetPool(poolId);
  });
