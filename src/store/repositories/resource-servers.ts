import type { ResourceServerRepository } from '../../core/ports.ts';
import type { ResourceServer } from '../../core/resource-servers/resource-server.ts';
import type { Engine } from '../engine.ts';
import type { ResourceServerRow } from '../schema.ts';
import { versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createResourceServers = (engine: Engine): ResourceServerRepository => {
  const rows = versioned<ResourceServerRow>(engine, {
    table: 'resource_servers',
    key: ['pool_id', 'identifier'],
    columns: ['name', 'scopes', 'created_at', 'modified_at'],
    exists: 'resource-server.exists',
    changed: 'resource-server.changed',
  });
  const byIdentifier = rows.finder('pool_id', 'identifier');
  const list = rows.pager('identifier');

  return {
    byIdentifier: async (poolId, identifier) => {
      const row = await byIdentifier({ pool_id: poolId, identifier });
      return row && toServer(row);
    },
    list: async (poolId, page) => (await list(poolId, page)).map(toServer),
    insert: (server) => write(rows.insert(toRow(server))),
    update: (server) => write(rows.update(toRow(server))),
    delete: (server) => write(rows.remove(toRow(server))),
  };
};

const toRow = (server: ResourceServer): ResourceServerRow => ({
  pool_id: server.poolId,
  identifier: server.identifier,
  name: server.name,
  scopes: JSON.stringify(server.scopes),
  created_at: server.createdAt,
  modified_at: server.modifiedAt,
  version: server.version,
});

const toServer = (row: ResourceServerRow): ResourceServer => ({
  poolId: row.pool_id,
  identifier: row.identifier,
  name: row.name,
  scopes: JSON.parse(row.scopes) as ResourceServer['scopes'],
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
