import type { Client } from '../../core/clients/client.ts';
import type { ClientRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { ClientRow } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { write } from '../write.ts';

/** Every read joins the pool: the clients of a deleted pool are gone at once, whenever they are swept. */
export const createClients = (engine: Engine): ClientRepository => {
  const byId = finder(
    engine,
    (db, v: { id: string }) =>
      db
        .selectFrom('clients')
        .innerJoin('pools', 'pools.id', 'clients.pool_id')
        .selectAll('clients')
        .where('clients.id', '=', v.id),
    toClient,
  );
  const list = reader(engine, (db, v: { poolId: string; after: string; limit: number }) =>
    db
      .selectFrom('clients')
      .innerJoin('pools', 'pools.id', 'clients.pool_id')
      .selectAll('clients')
      .where('clients.pool_id', '=', v.poolId)
      .where('clients.id', '>', v.after)
      .orderBy('clients.id')
      .limit(v.limit),
  );
  const insert = writer(
    engine,
    (db, v: ClientRow) =>
      db
        .insertInto('clients')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'client.exists',
  );
  const update = writer(
    engine,
    (db, { id, version, ...v }: ClientRow) =>
      db
        .updateTable('clients')
        .set(v)
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .where('version', '=', version),
    'client.changed',
  );
  const remove = writer(
    engine,
    (db, v: { id: string; version: number }) =>
      db.deleteFrom('clients').where('id', '=', v.id).where('version', '=', v.version),
    'client.changed',
  );

  const dependent = (['ui_customizations', 'managed_login_brandings', 'terms'] as const).map((table) =>
    writer(engine, (db, v: { poolId: string; id: string }) =>
      db.deleteFrom(table).where('pool_id', '=', v.poolId).where('client_id', '=', v.id),
    ),
  );

  return {
    byId: (id) => byId({ id }),
    list: async (poolId, page) => (await list({ poolId, after: page.after ?? '', limit: page.limit })).map(toClient),
    insert: (client) => write(insert(toRow(client))),
    update: (client) => write(update(toRow(client))),
    delete: ({ poolId, id, version }) =>
      write(remove({ id, version }), ...dependent.map((step) => step({ poolId, id }))),
  };
};

const toRow = (client: Client): ClientRow => ({
  id: client.id,
  pool_id: client.poolId,
  version: client.version,
  created_at: client.createdAt,
  modified_at: client.modifiedAt,
  name: client.name,
  sealed_secrets: JSON.stringify(client.sealedSecrets),
  settings: JSON.stringify(client.settings),
});

const toClient = (row: ClientRow): Client => ({
  id: row.id,
  poolId: row.pool_id,
  version: row.version,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  name: row.name,
  sealedSecrets: JSON.parse(row.sealed_secrets) as Client['sealedSecrets'],
  settings: JSON.parse(row.settings) as Client['settings'],
});
