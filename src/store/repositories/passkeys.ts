import type { Passkey } from '../../core/passkeys/passkey.ts';
import type { PasskeyRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { PasskeyRow } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createPasskeys = (engine: Engine): PasskeyRepository => {
  const byId = finder(
    engine,
    (db, v: { poolId: string; id: string }) =>
      db.selectFrom('passkeys').selectAll().where('pool_id', '=', v.poolId).where('id', '=', v.id),
    toPasskey,
  );
  const ofUser = reader(engine, (db, v: { poolId: string; sub: string }) =>
    db
      .selectFrom('passkeys')
      .selectAll()
      .where('pool_id', '=', v.poolId)
      .where('sub', '=', v.sub)
      .orderBy('created_at')
      .orderBy('id'),
  );
  const insert = writer(
    engine,
    (db, v: PasskeyRow) =>
      db
        .insertInto('passkeys')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'passkey.exists',
  );
  const count = writer(
    engine,
    (db, { counter, ...v }: { pool_id: string; id: string; counter: number; version: number }) =>
      db
        .updateTable('passkeys')
        .set((eb) => ({ counter, version: eb('version', '+', 1) }))
        .where((eb) => eb.and(v)),
    'passkey.changed',
  );
  const remove = writer(
    engine,
    (db, v: { pool_id: string; id: string }) => db.deleteFrom('passkeys').where((eb) => eb.and(v)),
    'passkey.changed',
  );

  return {
    byId: (poolId, id) => byId({ poolId, id }),
    ofUser: async (poolId, sub) => (await ofUser({ poolId, sub })).map(toPasskey),
    insert: (passkey) => write(insert(toRow(passkey))),
    count: ({ poolId, id, version }, counter) => write(count({ pool_id: poolId, id, counter, version })),
    delete: ({ poolId, id }) => write(remove({ pool_id: poolId, id })),
  };
};

const toRow = (passkey: Passkey): PasskeyRow => ({
  pool_id: passkey.poolId,
  id: passkey.id,
  sub: passkey.sub,
  public_key: passkey.publicKey,
  counter: passkey.counter,
  transports: JSON.stringify(passkey.transports),
  attachment: passkey.attachment ?? null,
  name: passkey.name,
  relying_party_id: passkey.relyingPartyId,
  created_at: passkey.createdAt,
  version: passkey.version,
});

const toPasskey = (row: PasskeyRow): Passkey => ({
  poolId: row.pool_id,
  id: row.id,
  sub: row.sub,
  publicKey: row.public_key,
  counter: row.counter,
  transports: JSON.parse(row.transports) as string[],
  ...(row.attachment !== null && { attachment: row.attachment as NonNullable<Passkey['attachment']> }),
  name: row.name,
  relyingPartyId: row.relying_party_id,
  createdAt: row.created_at,
  version: row.version,
});
