/** How many users a pool has: a few rows a pool, one of them picked at random for each change, so that sign-ups to
 *  one pool do not queue for one row. */
import type { Engine, Step } from './engine.ts';
import { writer } from './statement.ts';
import type { StoreWrite } from './write.ts';

const shards = 64;

/** One step for each pool whose number the batch changes; a row may be touched only once in a batch. */
export const createCounting = (engine: Engine) => {
  const add = writer(engine, (db, v: { pool_id: string; shard: number; users: number }) =>
    db
      .insertInto('user_counts')
      .values(v)
      .onConflict((on) =>
        on
          .columns(['pool_id', 'shard'])
          .doUpdateSet((eb) => ({ users: eb('user_counts.users', '+', eb.ref('excluded.users')) })),
      ),
  );
  return (writes: readonly StoreWrite[]): Step[] => {
    const changes = new Map<string, number>();
    for (const { counted } of writes) {
      if (counted !== undefined) changes.set(counted.poolId, (changes.get(counted.poolId) ?? 0) + counted.users);
    }
    return [...changes]
      .filter(([, users]) => users !== 0)
      .map(([poolId, users]) => add({ pool_id: poolId, shard: Math.floor(Math.random() * shards), users }));
  };
};
