import type { Core } from '../core.ts';
import { defined } from '../defined.ts';
import { assertNoImport } from '../imports/manage.ts';
import { concurrentModification, retryOn, tooManyWriters } from '../retry.ts';
import { completePoolSettings, type PoolSettingsInput } from './defaults.ts';
import { type Owner, storedPool } from './owned-pool.ts';
import type { Pool } from './pool.ts';
import { checkPoolSettings } from './rules.ts';
import { type NewAttribute, withCustomAttributes } from './schema.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'directory'>;

export interface PoolChange {
  readonly name?: string;
  /** All settings: what is left out goes back to its default; what UpdateUserPool cannot set stays. */
  readonly settings: PoolSettingsInput;
}

/** Throws ResourceNotFoundException, ConcurrentModificationException, UserImportInProgressException, and what `checkPoolSettings` throws. */
export const updatePool = (core: Parts, owner: Owner, poolId: string, change: PoolChange): Promise<Pool> =>
  retryOn('pool.changed', concurrentModification, async () => {
    const before = await storedPool(core, owner, poolId);
    await assertNoImport(core, poolId);
    const { dcrConfiguration, mfaMethods, webAuthn } = before.settings;
    const kept = defined({ dcrConfiguration, mfaMethods, webAuthn });
    const settings = completePoolSettings({ ...kept, ...defined(change.settings) });
    checkPoolSettings(settings, change.settings);
    return storePool(core, { ...before, name: change.name ?? before.name, settings });
  });

/** Throws ResourceNotFoundException, InvalidParameterException, UserImportInProgressException. */
export const addCustomAttributes = (
  core: Parts,
  owner: Owner,
  poolId: string,
  attributes: readonly NewAttribute[],
): Promise<Pool> =>
  retryOn('pool.changed', tooManyWriters, async () => {
    const before = await storedPool(core, owner, poolId);
    await assertNoImport(core, poolId);
    return storePool(core, { ...before, schema: withCustomAttributes(before.schema, attributes) });
  });

/** Guard `pool.changed`. */
export const storePool = async (core: Parts, pool: Pool): Promise<Pool> => {
  const changed = { ...pool, modifiedAt: core.clock.now() };
  await core.store.commit([core.store.pools.update(changed)]);
  core.directory.forgetPool(pool.id);
  return changed;
};
