/** Signing keys of pools. */
import type { SigningKey, SigningKeyRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { SigningKeyRow } from '../schema.ts';
import { reader, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createSigningKeys = (engine: Engine): SigningKeyRepository => {
  const ofPool = reader(engine, (db, v: { poolId: string }) =>
    db.selectFrom('signing_keys').selectAll().where('pool_id', '=', v.poolId).orderBy('created_at').orderBy('kid'),
  );
  const insert = writer(engine, (db, v: SigningKeyRow) => db.insertInto('signing_keys').values(v));
  const update = writer(
    engine,
    (db, { kid, version, ...v }: SigningKeyRow) =>
      db
        .updateTable('signing_keys')
        .set(v)
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('kid', '=', kid)
        .where('version', '=', version),
    'signing-key.changed',
  );
  const remove = writer(engine, (db, v: { kid: string }) => db.deleteFrom('signing_keys').where('kid', '=', v.kid));

  return {
    ofPool: async (poolId) => (await ofPool({ poolId })).map(toSigningKey),
    insert: (key) => write(insert(toRow(key))),
    update: (key) => write(update(toRow(key))),
    delete: ({ kid }) => write(remove({ kid })),
  };
};

const toRow = (key: SigningKey): SigningKeyRow => ({
  kid: key.kid,
  pool_id: key.poolId,
  use: key.use,
  state: key.state,
  public_jwk: JSON.stringify(key.publicJwk),
  sealed_private_key: key.sealedPrivateKey,
  created_at: key.createdAt,
  expires_at: key.expiresAt ?? null,
  version: key.version,
});

const toSigningKey = (row: SigningKeyRow): SigningKey => ({
  kid: row.kid,
  poolId: row.pool_id,
  use: row.use as SigningKey['use'],
  state: row.state as SigningKey['state'],
  publicJwk: JSON.parse(row.public_jwk) as SigningKey['publicJwk'],
  sealedPrivateKey: row.sealed_private_key,
  createdAt: row.created_at,
  ...(row.expires_at !== null && { expiresAt: row.expires_at }),
  version: row.version,
});
