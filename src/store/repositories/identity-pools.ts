import type { IdentityPool } from '../../core/identity-pools/records.ts';
import type { IdentityPoolRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { IdentityPoolRow } from '../schema.ts';
import { reader, writer } from '../statement.ts';
import { versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createIdentityPools = (engine: Engine): IdentityPoolRepository => {
  const rows = versioned<IdentityPoolRow>(engine, {
    table: 'identity_pools',
    key: ['id'],
    columns: ['account', 'region', 'name', 'body', 'created_at', 'modified_at'],
    exists: 'identity-pool.exists',
    changed: 'identity-pool.changed',
  });
  const byId = rows.finder('id');
  const list = reader(engine, (db, v: { account: string; region: string; after: string; limit: number }) =>
    db
      .selectFrom('identity_pools')
      .selectAll()
      .where('account', '=', v.account)
      .where('region', '=', v.region)
      .where('id', '>', v.after)
      .orderBy('id')
      .limit(v.limit),
  );
  const bury = writer(engine, (db, v: { id: string }) =>
    db
      .insertInto('deleted_pools')
      .values({ id: v.id, empty_since: null })
      .onConflict((on) => on.doNothing()),
  );

  return {
    byId: async (id) => {
      const row = await byId({ id });
      return row && toPool(row);
    },
    list: async ({ account, region }, { after = '', limit }) =>
      (await list({ account, region, after, limit })).map(toPool),
    insert: (pool) => write(rows.insert(toRow(pool))),
    update: (pool) => write(rows.update(toRow(pool))),
    delete: (pool) => write(rows.remove(toRow(pool)), bury({ id: pool.id })),
  };
};

type Body = Pick<IdentityPool, 'principalTags' | 'roles' | 'settings'>;

const toRow = ({ settings, roles, principalTags, ...pool }: IdentityPool): IdentityPoolRow => ({
  id: pool.id,
  account: pool.account,
  region: pool.region,
  name: pool.name,
  body: JSON.stringify({ settings, roles, principalTags } satisfies Body),
  created_at: pool.createdAt,
  modified_at: pool.modifiedAt,
  version: pool.version,
});

const toPool = (row: IdentityPoolRow): IdentityPool => ({
  id: row.id,
  account: row.account,
  region: row.region,
  name: row.name,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
  ...(JSON.parse(row.body) as Body),
});
