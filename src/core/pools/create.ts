import type { Core } from '../core.ts';
import { completePoolSettings, type PoolSettingsInput } from './defaults.ts';
import type { Owner } from './owned-pool.ts';
import type { ContactAttribute, Pool, StandardAlias } from './pool.ts';
import { checkNewPool } from './rules.ts';
import { type NewAttribute, schemaOf } from './schema.ts';

export interface NewPool {
  readonly name: string;
  readonly usernameAttributes?: readonly ContactAttribute[];
  readonly aliasAttributes?: readonly StandardAlias[];
  /** Undefined is true, and is not shown when the pool is described. */
  readonly caseSensitive?: boolean;
  readonly schema?: readonly NewAttribute[];
  readonly settings?: PoolSettingsInput;
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The pool and its signing keys, in one commit. Throws what `schemaOf` and `checkNewPool` throw. */
export const createPool = async (
  core: Pick<Core, 'store' | 'clock' | 'random' | 'signer'>,
  owner: Owner,
  request: NewPool,
): Promise<Pool> => {
  const now = core.clock.now();
  const settings = request.settings ?? {};
  const pool: Pool = {
    id: `${owner.region}_${core.random.string(9, ID_ALPHABET)}`,
    account: owner.account,
    region: owner.region,
    version: 1,
    createdAt: now,
    modifiedAt: now,
    name: request.name,
    usernameAttributes: request.usernameAttributes ?? [],
    aliasAttributes: request.aliasAttributes ?? [],
    caseSensitive: request.caseSensitive ?? true,
    caseSensitivityGiven: request.caseSensitive !== undefined,
    schema: schemaOf(request.schema ?? []),
    settings: completePoolSettings(settings),
  };
  checkNewPool(pool, settings);
  await core.store.commit([core.store.pools.insert(pool), ...(await core.signer.newPoolKeys(pool.id))]);
  return pool;
};
