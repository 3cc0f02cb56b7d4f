import type { Device, RememberedStatus } from '../../core/devices/device.ts';
import type { DeviceRepository, PageOf } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { DeviceRow } from '../schema.ts';
import { type Builder, finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

type Key = Pick<DeviceRow, 'pool_id' | 'sub' | 'device_key'>;
type Listing = { poolId: string; sub: string; after: string; limit: number };

export const createDevices = (engine: Engine): DeviceRepository => {
  const byKey = finder(engine, (db, v: Key) => present(db).where((eb) => eb.and({ ...v })), toDevice);
  const ofUser = reader(engine, listing);
  const rememberedOf = reader(engine, (db, v: Listing) => listing(db, v).where('status', '=', remembered));
  const setStatus = writer(
    engine,
    (db, { status, modified_at, ...v }: Key & Pick<DeviceRow, 'status' | 'modified_at'>) =>
      db
        .updateTable('devices')
        .set({ status, modified_at })
        .where((eb) => eb.and(v))
        .where('expires_at', 'is', null),
    'device.changed',
  );
  const signedIn = writer(
    engine,
    (db, { last_ip, last_authenticated_at, ...v }: Key & Pick<DeviceRow, 'last_ip' | 'last_authenticated_at'>) =>
      db
        .updateTable('devices')
        .set({ last_ip, last_authenticated_at })
        .where((eb) => eb.and(v))
        .where('expires_at', 'is', null),
  );
  const forget = writer(
    engine,
    (db, { expires_at, ...v }: Key & { expires_at: number }) =>
      db
        .updateTable('devices')
        .set({ expires_at, name: null, sealed_verifier: null, last_ip: null })
        .where((eb) => eb.and(v))
        .where('expires_at', 'is', null),
    'device.changed',
  );
  const insert = createInsert(engine);
  const page = (poolId: string, sub: string, { after, limit }: PageOf<string>): Listing => ({
    poolId,
    sub,
    after: after ?? '',
    limit,
  });

  return {
    byKey: (poolId, sub, key) => byKey({ pool_id: poolId, sub, device_key: key }),
    ofUser: async (poolId, sub, keys) => (await ofUser(page(poolId, sub, keys))).map(toDevice),
    rememberedOf: async (poolId, sub, keys) => (await rememberedOf(page(poolId, sub, keys))).map(toDevice),
    insert: (device) => write(insert(toRow(device))),
    setStatus: (device, now) => write(setStatus({ ...keyOf(device), status: device.status, modified_at: now })),
    signedIn: (device, now, ip) =>
      write(signedIn({ ...keyOf(device), last_authenticated_at: now, last_ip: ip ?? null })),
    forget: (device, until) => write(forget({ ...keyOf(device), expires_at: until })),
  };
};

const remembered: RememberedStatus = 'remembered';

const present = (db: Builder) => db.selectFrom('devices').selectAll().where('expires_at', 'is', null);

const listing = (db: Builder, v: Listing) =>
  present(db)
    .where('pool_id', '=', v.poolId)
    .where('sub', '=', v.sub)
    .where('device_key', '>', v.after)
    .orderBy('device_key')
    .limit(v.limit);

/** Only while its user is there, so that no device outlives a race with the user's deletion. */
const createInsert = (engine: Engine) =>
  writer(
    engine,
    (db, v: Omit<DeviceRow, 'expires_at'>) =>
      db
        .insertInto('devices')
        .columns([
          'pool_id',
          'sub',
          'device_key',
          'name',
          'status',
          'sealed_verifier',
          'last_ip',
          'created_at',
          'modified_at',
          'last_authenticated_at',
        ])
        .expression((eb) =>
          eb
            .selectFrom('users')
            .select((row) => [
              'users.pool_id',
              'users.sub',
              row.cast<string>(row.val(v.device_key), 'text').as('device_key'),
              row.cast<string | null>(row.val(v.name), 'text').as('name'),
              row.cast<string>(row.val(v.status), 'text').as('status'),
              row.cast<string | null>(row.val(v.sealed_verifier), 'text').as('sealed_verifier'),
              row.cast<string | null>(row.val(v.last_ip), 'text').as('last_ip'),
              row.cast<number>(row.val(v.created_at), 'bigint').as('created_at'),
              row.cast<number>(row.val(v.modified_at), 'bigint').as('modified_at'),
              row.cast<number>(row.val(v.last_authenticated_at), 'bigint').as('last_authenticated_at'),
            ])
            .where('users.pool_id', '=', v.pool_id)
            .where('users.sub', '=', v.sub),
        )
        .onConflict((on) => on.doNothing()),
    'device.exists',
  );

const keyOf = ({ poolId, sub, key }: Device): Key => ({ pool_id: poolId, sub, device_key: key });

const toRow = (device: Device): Omit<DeviceRow, 'expires_at'> => ({
  ...keyOf(device),
  name: device.name ?? null,
  status: device.status,
  sealed_verifier: device.sealedVerifier ?? null,
  last_ip: device.lastIp ?? null,
  created_at: device.createdAt,
  modified_at: device.modifiedAt,
  last_authenticated_at: device.lastAuthenticatedAt,
});

const toDevice = (row: DeviceRow): Device => ({
  poolId: row.pool_id,
  sub: row.sub,
  key: row.device_key,
  ...(row.name !== null && { name: row.name }),
  status: row.status as RememberedStatus,
  ...(row.sealed_verifier !== null && { sealedVerifier: row.sealed_verifier }),
  ...(row.last_ip !== null && { lastIp: row.last_ip }),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  lastAuthenticatedAt: row.last_authenticated_at,
});
