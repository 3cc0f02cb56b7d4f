import { createHash } from 'node:crypto';
import type { AliasRepository } from '../../core/ports.ts';
import type { Alias, AliasKind } from '../../core/users/user.ts';
import type { Engine } from '../engine.ts';
import type { AliasRow } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createAliases = (engine: Engine): AliasRepository => {
  const bySub = reader(engine, (db, v: { poolId: string; sub: string }) =>
    db.selectFrom('aliases').selectAll().where('pool_id', '=', v.poolId).where('sub', '=', v.sub),
  );
  const find = finder(
    engine,
    (db, v: { poolId: string; kind: string; value: string }) =>
      db
        .selectFrom('aliases')
        .selectAll()
        .where('pool_id', '=', v.poolId)
        .where('kind', '=', v.kind)
        .where('value', '=', v.value),
    toAlias,
  );
  const insert = writer(
    engine,
    (db, v: AliasRow) =>
      db
        .insertInto('aliases')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'alias.taken',
  );
  const take = writer(engine, (db, v: AliasRow) =>
    db
      .insertInto('aliases')
      .values(v)
      .onConflict((on) =>
        on.columns(['pool_id', 'kind', 'value']).doUpdateSet((eb) => ({ sub: eb.ref('excluded.sub') })),
      ),
  );
  const release = writer(engine, (db, v: Omit<AliasRow, 'long_value'>) =>
    db.deleteFrom('aliases').where((eb) => eb.and({ ...v })),
  );

  return {
    bySub: async (poolId, sub) => (await bySub({ poolId, sub })).map(toAlias),
    find: (poolId, kind, value) => find({ poolId, kind, value: aliasKey(value) }),
    insert: (alias) => write(insert(toRow(alias))),
    take: (alias) => write(take(toRow(alias))),
    release: ({ poolId, kind, value, sub }) => write(release({ pool_id: poolId, kind, value: aliasKey(value), sub })),
  };
};

/** PostgreSQL's index entries end at 2,700 bytes; an e-mail address of 2,048 characters can be longer. */
const longestKey = 256;

/** The alias as it stands in the key: whole, or its beginning and its digest. */
export const aliasKey = (value: string): string => {
  if (value.length <= longestKey) return value;
  return `${Array.from(value).slice(0, 128).join('')}#${createHash('sha256').update(value).digest('base64url')}`;
};

const toRow = ({ poolId, kind, value, sub }: Alias): AliasRow => {
  const key = aliasKey(value);
  return { pool_id: poolId, kind, value: key, sub, long_value: key === value ? null : value };
};

const toAlias = (row: AliasRow): Alias => ({
  poolId: row.pool_id,
  kind: row.kind as AliasKind,
  value: row.long_value ?? row.value,
  sub: row.sub,
});
