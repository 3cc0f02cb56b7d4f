import type { Pool } from '../../core/pools/pool.ts';
import type { PoolRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { PoolRow } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createPools = (engine: Engine): PoolRepository => {
  const byId = finder(
    engine,
    (db, v: { id: string }) => db.selectFrom('pools').selectAll().where('id', '=', v.id),
    toPool,
  );
  const list = reader(engine, (db, v: { account: string; region: string; after: string; limit: number }) =>
    db
      .selectFrom('pools')
      .selectAll()
      .where('account', '=', v.account)
      .where('region', '=', v.region)
      .where('id', '>', v.after)
      .orderBy('id')
      .limit(v.limit),
  );
  const users = reader(engine, (db, v: { id: string }) =>
    db
      .selectFrom('user_counts')
      .select(({ fn }) => fn.sum<number | string | null>('users').as('users'))
      .where('pool_id', '=', v.id),
  );
  const insert = writer(
    engine,
    (db, v: PoolRow) =>
      db
        .insertInto('pools')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'pool.exists',
  );
  const update = writer(
    engine,
    (db, { id, version, ...v }: PoolRow) =>
      db
        .updateTable('pools')
        .set(v)
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .where('version', '=', version),
    'pool.changed',
  );
  const remove = writer(
    engine,
    (db, v: { id: string; version: number }) =>
      db.deleteFrom('pools').where('id', '=', v.id).where('version', '=', v.version),
    'pool.changed',
  );
  const bury = writer(engine, (db, v: { id: string }) =>
    db
      .insertInto('deleted_pools')
      .values({ id: v.id, empty_since: null })
      .onConflict((on) => on.doNothing()),
  );

  return {
    byId: (id) => byId({ id }),
    list: async (owner, page) =>
      (await list({ account: owner.account, region: owner.region, after: page.after ?? '', limit: page.limit })).map(
        toPool,
      ),
    insert: (pool) => write(insert(toRow(pool))),
    update: (pool) => write(update(toRow(pool))),
    delete: ({ id, version }) => write(remove({ id, version }), bury({ id })),
    countUsers: async (id) => Number((await users({ id }))[0]?.users ?? 0),
  };
};

type Body = Pick<
  Pool,
  'usernameAttributes' | 'aliasAttributes' | 'caseSensitivityGiven' | 'schema' | 'settings' | 'domains'
>;

const toRow = (pool: Pool): PoolRow => {
  const { usernameAttributes, aliasAttributes, caseSensitivityGiven, schema, settings, domains } = pool;
  return {
    id: pool.id,
    account: pool.account,
    region: pool.region,
    version: pool.version,
    created_at: pool.createdAt,
    modified_at: pool.modifiedAt,
    name: pool.name,
    case_sensitive: pool.caseSensitive ? 1 : 0,
    body: JSON.stringify({
      usernameAttributes,
      aliasAttributes,
      caseSensitivityGiven,
      schema,
      settings,
      domains,
    } satisfies Body),
  };
};

const toPool = (row: PoolRow): Pool => ({
  id: row.id,
  account: row.account,
  region: row.region,
  version: row.version,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  name: row.name,
  caseSensitive: row.case_sensitive === 1,
  ...(JSON.parse(row.body) as Body),
});
