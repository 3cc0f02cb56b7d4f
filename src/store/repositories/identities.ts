import type { Identity, Login } from '../../core/identity-pools/records.ts';
import type { IdentityRepository } from '../../core/ports.ts';
import type { Engine, Step } from '../engine.ts';
import type { IdentityRow, Tables } from '../schema.ts';
import { reader, writer } from '../statement.ts';
import { versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createIdentities = (engine: Engine): IdentityRepository => {
  const rows = versioned<IdentityRow>(engine, {
    table: 'identities',
    key: ['pool_id', 'id'],
    columns: ['logins', 'disabled', 'created_at', 'modified_at'],
    exists: 'identity.exists',
    changed: 'identity.changed',
  });
  const byId = rows.finder('id');
  const list = rows.pager('id');
  const byLogin = reader(engine, (db, v: { poolId: string; provider: string; subject: string }) =>
    db
      .selectFrom('identity_logins')
      .innerJoin('identities', (join) =>
        join
          .onRef('identities.pool_id', '=', 'identity_logins.pool_id')
          .onRef('identities.id', '=', 'identity_logins.identity_id'),
      )
      .selectAll('identities')
      .where('identity_logins.pool_id', '=', v.poolId)
      .where('identity_logins.provider', '=', v.provider)
      .where('identity_logins.subject', '=', v.subject),
  );
  const logins = createLogins(engine);

  return {
    byId: async (id) => {
      const row = await byId({ id });
      return row && toIdentity(row);
    },
    byLogin: async (poolId, provider, subject) => {
      const [row] = await byLogin({ poolId, provider, subject });
      return row && toIdentity(row);
    },
    list: async (poolId, page) => (await list(poolId, page)).map(toIdentity),
    insert: (identity) => [write(rows.insert(toRow(identity)), ...logins.take(identity, identity.logins))],
    update: (before, after) => [
      write(
        rows.update(toRow({ ...after, version: before.version })),
        ...logins.release(before, without(before.logins, after.logins)),
        ...logins.take(after, without(after.logins, before.logins)),
      ),
    ],
    delete: (identity) => [write(rows.remove(toRow(identity)), ...logins.release(identity, identity.logins))],
    merge: (from, into, merged) => [
      write(
        rows.update(toRow({ ...from, logins: [], disabled: true, modifiedAt: merged.modifiedAt })),
        rows.update(toRow({ ...merged, version: into.version })),
        ...logins.move(into, from.logins),
      ),
    ],
  };
};

type LoginRow = Tables['identity_logins'];

const createLogins = (engine: Engine) => {
  const insert = writer(
    engine,
    (db, v: LoginRow) =>
      db
        .insertInto('identity_logins')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'login.taken',
  );
  const remove = writer(engine, (db, v: LoginRow) => db.deleteFrom('identity_logins').where((eb) => eb.and({ ...v })));
  const move = writer(
    engine,
    (db, { identity_id, ...key }: LoginRow) =>
      db
        .updateTable('identity_logins')
        .set({ identity_id })
        .where((eb) => eb.and({ ...key })),
    'identity.changed',
  );
  const steps =
    (make: (row: LoginRow) => Step) =>
    ({ poolId, id }: Identity, logins: readonly Login[]): Step[] =>
      logins.map(({ provider, subject }) => make({ pool_id: poolId, provider, subject, identity_id: id }));
  return { take: steps(insert), release: steps(remove), move: steps(move) };
};

const without = (all: readonly Login[], others: readonly Login[]): Login[] =>
  all.filter((one) => !others.some(({ provider, subject }) => one.provider === provider && one.subject === subject));

const toRow = (identity: Identity): IdentityRow => ({
  pool_id: identity.poolId,
  id: identity.id,
  logins: JSON.stringify(identity.logins),
  disabled: identity.disabled ? 1 : 0,
  created_at: identity.createdAt,
  modified_at: identity.modifiedAt,
  version: identity.version,
});

const toIdentity = (row: IdentityRow): Identity => ({
  poolId: row.pool_id,
  id: row.id,
  logins: JSON.parse(row.logins) as Login[],
  ...(row.disabled !== 0 && { disabled: true as const }),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
