import type { UserRepository } from '../../core/ports.ts';
import type { User } from '../../core/users/user.ts';
import type { Engine } from '../engine.ts';
import { finder, writer } from '../statement.ts';
import { StoreWrite } from '../write.ts';
import { aliasKey } from './aliases.ts';
import { createUserList } from './user-list.ts';
import { toColumns, toUser, toValues, type UserValues, userColumns } from './user-row.ts';

export const createUsers = (engine: Engine): UserRepository => {
  const bySub = finder(
    engine,
    (db, v: { poolId: string; sub: string }) =>
      db.selectFrom('users').select(userColumns).where('pool_id', '=', v.poolId).where('sub', '=', v.sub),
    toUser,
  );
  const byAlias = finder(
    engine,
    (db, v: { poolId: string; kind: string; value: string }) =>
      db
        .selectFrom('aliases')
        .innerJoin('users', (join) =>
          join.onRef('users.pool_id', '=', 'aliases.pool_id').onRef('users.sub', '=', 'aliases.sub'),
        )
        .select(userColumns)
        .where('aliases.pool_id', '=', v.poolId)
        .where('aliases.kind', '=', v.kind)
        .where('aliases.value', '=', v.value),
    toUser,
  );
  const insert = writer(
    engine,
    (db, v: UserValues) =>
      db
        .insertInto('users')
        .values(toColumns(v))
        .onConflict((on) => on.doNothing()),
    'user.exists',
  );
  const update = writer(
    engine,
    (db, v: UserValues) =>
      db
        .updateTable('users')
        .set((eb) => ({ ...toColumns(v), version: eb('version', '+', 1) }))
        .where('pool_id', '=', v.pool_id)
        .where('sub', '=', v.sub)
        .where('version', '=', v.version),
    'user.changed',
  );

  return {
    bySub: (poolId, sub) => bySub({ poolId, sub }),
    byAlias: (poolId, kind, value) => byAlias({ poolId, kind, value: aliasKey(value) }),
    list: createUserList(engine),
    insert: (user) => new StoreWrite([insert(toValues(user))], { poolId: user.poolId, users: 1 }),
    update: (user) => new StoreWrite([update(toValues(user))]),
    delete: createRemoval(engine),
  };
};

/** The user's row, and every row that hangs on it. */
const createRemoval = (engine: Engine) => {
  const user = writer(
    engine,
    (db, v: { poolId: string; sub: string; version: number }) =>
      db.deleteFrom('users').where('pool_id', '=', v.poolId).where('sub', '=', v.sub).where('version', '=', v.version),
    'user.changed',
  );
  const dependent = (['aliases', 'codes', 'memberships', 'passkeys', 'devices'] as const).map((table) =>
    writer(engine, (db, v: { poolId: string; sub: string }) =>
      db.deleteFrom(table).where('pool_id', '=', v.poolId).where('sub', '=', v.sub),
    ),
  );
  return ({ poolId, sub, version }: User) => [
    new StoreWrite([user({ poolId, sub, version }), ...dependent.map((remove) => remove({ poolId, sub }))], {
      poolId,
      users: -1,
    }),
  ];
};
