import type { AccessKey, AccessKeyRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { AccessKeyRow } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { jsonOrNull } from '../versioned.ts';
import { write } from '../write.ts';

export const createAccessKeys = (engine: Engine): AccessKeyRepository => {
  const byId = finder(
    engine,
    (db, v: { id: string }) => db.selectFrom('access_keys').selectAll().where('id', '=', v.id),
    toKey,
  );
  const ofUser = reader(engine, (db, v: { account: string; userId: string }) =>
    db
      .selectFrom('access_keys')
      .selectAll()
      .where('account', '=', v.account)
      .where('user_id', '=', v.userId)
      .orderBy('created_at')
      .orderBy('id'),
  );
  const insert = writer(
    engine,
    (db, v: AccessKeyRow) =>
      db
        .insertInto('access_keys')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'access-key.exists',
  );
  const setStatus = writer(
    engine,
    (db, { id, status }: { id: string; status: string }) =>
      db.updateTable('access_keys').set({ status }).where('id', '=', id),
    'access-key.missing',
  );
  const noteUse = writer(engine, (db, { id, last_used }: { id: string; last_used: string }) =>
    db.updateTable('access_keys').set({ last_used }).where('id', '=', id),
  );
  const remove = writer(
    engine,
    (db, v: { id: string }) => db.deleteFrom('access_keys').where('id', '=', v.id),
    'access-key.missing',
  );
  return {
    byId: (id) => byId({ id }),
    ofUser: async (account, userId) => (await ofUser({ account, userId })).map(toKey),
    insert: (key) => write(insert(toRow(key))),
    setStatus: ({ id }, status) => write(setStatus({ id, status })),
    noteUse: (id, use) => write(noteUse({ id, last_used: JSON.stringify(use) })),
    delete: ({ id }) => write(remove({ id })),
  };
};

const toRow = (key: AccessKey): AccessKeyRow => ({
  id: key.id,
  account: key.account,
  sealed_secret: key.sealedSecret,
  status: key.status,
  created_at: key.createdAt,
  user_id: key.userId ?? null,
  last_used: jsonOrNull(key.lastUsed),
});

const toKey = (row: AccessKeyRow): AccessKey => ({
  id: row.id,
  account: row.account,
  sealedSecret: row.sealed_secret,
  status: row.status as AccessKey['status'],
  createdAt: row.created_at,
  ...(row.user_id !== null && { userId: row.user_id }),
  ...(row.last_used !== null && { lastUsed: JSON.parse(row.last_used) as NonNullable<AccessKey['lastUsed']> }),
});
