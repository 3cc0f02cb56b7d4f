import type { IdentityProvider } from '../../core/identity-providers/provider.ts';
import type { IdentityProviderRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { IdentityProviderRow, Tables } from '../schema.ts';
import { finder, reader, writer } from '../statement.ts';
import { jsonOrNull, versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createIdentityProviders = (engine: Engine): IdentityProviderRepository => {
  const rows = versioned<IdentityProviderRow>(engine, {
    table: 'identity_providers',
    key: ['pool_id', 'name'],
    columns: [
      'type',
      'details',
      'sealed_secrets',
      'metadata',
      'attribute_mapping',
      'identifiers',
      'refresh_at',
      'created_at',
      'modified_at',
    ],
    exists: 'idp.exists',
    changed: 'idp.changed',
  });
  const byName = rows.finder('pool_id', 'name');
  const list = rows.pager('name');
  const byIdentifier = finder(
    engine,
    (db, v: { poolId: string; identifier: string }) =>
      db
        .selectFrom('idp_identifiers')
        .innerJoin('identity_providers', (join) =>
          join
            .onRef('identity_providers.pool_id', '=', 'idp_identifiers.pool_id')
            .onRef('identity_providers.name', '=', 'idp_identifiers.provider'),
        )
        .selectAll('identity_providers')
        .where('idp_identifiers.pool_id', '=', v.poolId)
        .where('idp_identifiers.identifier', '=', v.identifier),
    toProvider,
  );
  const due = reader(engine, (db, v: { now: number; limit: number }) =>
    db
      .selectFrom('identity_providers')
      .selectAll()
      .where('refresh_at', 'is not', null)
      .where('refresh_at', '<=', v.now)
      .orderBy('refresh_at')
      .limit(v.limit),
  );
  const identifiers = createIdentifiers(engine);

  return {
    byName: async (poolId, name) => {
      const row = await byName({ pool_id: poolId, name });
      return row && toProvider(row);
    },
    byIdentifier: (poolId, identifier) => byIdentifier({ poolId, identifier }),
    list: async (poolId, page) => (await list(poolId, page)).map(toProvider),
    due: async (now, limit) => (await due({ now, limit })).map(toProvider),
    insert: (provider) => [write(rows.insert(toRow(provider))), ...identifiers.take(provider, provider.identifiers)],
    update: (before, after) => [
      write(rows.update(toRow({ ...after, version: before.version }))),
      ...identifiers.release(before, without(before.identifiers, after.identifiers)),
      ...identifiers.take(after, without(after.identifiers, before.identifiers)),
    ],
    delete: (provider) => [write(rows.remove(toRow(provider))), ...identifiers.release(provider, provider.identifiers)],
  };
};

const createIdentifiers = (engine: Engine) => {
  const insert = writer(
    engine,
    (db, v: Tables['idp_identifiers']) =>
      db
        .insertInto('idp_identifiers')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'idp-identifier.taken',
  );
  const remove = writer(engine, (db, v: Tables['idp_identifiers']) =>
    db.deleteFrom('idp_identifiers').where((eb) => eb.and({ ...v })),
  );
  const row = ({ poolId, name }: IdentityProvider, identifier: string) => ({
    pool_id: poolId,
    identifier,
    provider: name,
  });
  return {
    take: (provider: IdentityProvider, names: readonly string[]) =>
      names.map((identifier) => write(insert(row(provider, identifier)))),
    release: (provider: IdentityProvider, names: readonly string[]) =>
      names.map((identifier) => write(remove(row(provider, identifier)))),
  };
};

const without = (all: readonly string[], others: readonly string[]) => all.filter((one) => !others.includes(one));

const toRow = (provider: IdentityProvider): IdentityProviderRow => ({
  pool_id: provider.poolId,
  name: provider.name,
  type: provider.type,
  details: JSON.stringify(provider.details),
  sealed_secrets: provider.sealedSecrets ?? null,
  metadata: jsonOrNull(provider.metadata),
  attribute_mapping: JSON.stringify(provider.attributeMapping),
  identifiers: JSON.stringify(provider.identifiers),
  refresh_at: provider.refreshAt ?? null,
  created_at: provider.createdAt,
  modified_at: provider.modifiedAt,
  version: provider.version,
});

const toProvider = (row: IdentityProviderRow): IdentityProvider => ({
  poolId: row.pool_id,
  name: row.name,
  type: row.type as IdentityProvider['type'],
  details: JSON.parse(row.details) as IdentityProvider['details'],
  ...(row.sealed_secrets !== null && { sealedSecrets: row.sealed_secrets }),
  ...(row.metadata !== null && { metadata: JSON.parse(row.metadata) as NonNullable<IdentityProvider['metadata']> }),
  attributeMapping: JSON.parse(row.attribute_mapping) as IdentityProvider['attributeMapping'],
  identifiers: JSON.parse(row.identifiers) as string[],
  ...(row.refresh_at !== null && { refreshAt: row.refresh_at }),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
