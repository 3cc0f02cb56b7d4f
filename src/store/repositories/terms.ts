import type { TermsRepository } from '../../core/ports.ts';
import type { Terms } from '../../core/terms/terms.ts';
import type { Engine } from '../engine.ts';
import type { TermsRow } from '../schema.ts';
import { versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createTerms = (engine: Engine): TermsRepository => {
  const rows = versioned<TermsRow>(engine, {
    table: 'terms',
    key: ['pool_id', 'client_id', 'name'],
    columns: ['id', 'source', 'enforcement', 'links', 'created_at', 'modified_at'],
    exists: 'terms.exists',
    changed: 'terms.changed',
  });
  const byId = rows.finder('pool_id', 'id');
  const byName = rows.finder('pool_id', 'client_id', 'name');
  const list = rows.pager('id');

  return {
    byId: async (poolId, id) => {
      const row = await byId({ pool_id: poolId, id });
      return row && toTerms(row);
    },
    byName: async (poolId, clientId, name) => {
      const row = await byName({ pool_id: poolId, client_id: clientId, name });
      return row && toTerms(row);
    },
    list: async (poolId, page) => (await list(poolId, page)).map(toTerms),
    insert: (terms) => write(rows.insert(toRow(terms))),
    update: (before, after) => {
      const next = toRow({ ...after, version: before.version });
      if (before.name === after.name) return [write(rows.update(next))];
      return [write(rows.remove(toRow(before))), write(rows.insert({ ...next, version: before.version + 1 }))];
    },
    delete: (terms) => write(rows.remove(toRow(terms))),
  };
};

const toRow = (terms: Terms): TermsRow => ({
  id: terms.id,
  pool_id: terms.poolId,
  client_id: terms.clientId,
  name: terms.name,
  source: terms.source,
  enforcement: terms.enforcement,
  links: JSON.stringify(terms.links),
  created_at: terms.createdAt,
  modified_at: terms.modifiedAt,
  version: terms.version,
});

const toTerms = (row: TermsRow): Terms => ({
  id: row.id,
  poolId: row.pool_id,
  clientId: row.client_id,
  name: row.name,
  source: row.source,
  enforcement: row.enforcement,
  links: JSON.parse(row.links) as Terms['links'],
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
