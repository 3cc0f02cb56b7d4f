import type { Domain } from '../../core/domains/domain.ts';
import type { DomainRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { DomainRow } from '../schema.ts';
import { jsonOrNull, versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createDomains = (engine: Engine): DomainRepository => {
  const rows = versioned<DomainRow>(engine, {
    table: 'domains',
    key: ['scope', 'name'],
    columns: [
      'pool_id',
      'account',
      'certificate_arn',
      'security_policy',
      'managed_login_version',
      'routing',
      'distribution',
      'created_at',
    ],
    exists: 'domain.exists',
    changed: 'domain.changed',
  });
  const byName = rows.finder('scope', 'name');

  return {
    byName: async (scope, name) => {
      const row = await byName({ scope, name });
      return row && toDomain(row);
    },
    insert: (domain) => write(rows.insert(toRow(domain))),
    update: (domain) => write(rows.update(toRow(domain))),
    delete: (domain) => write(rows.remove(toRow(domain))),
  };
};

const toRow = (domain: Domain): DomainRow => ({
  scope: domain.scope,
  name: domain.name,
  pool_id: domain.poolId,
  account: domain.account,
  certificate_arn: domain.certificateArn ?? null,
  security_policy: domain.securityPolicy ?? null,
  managed_login_version: domain.managedLoginVersion,
  routing: jsonOrNull(domain.routing),
  distribution: domain.distribution,
  created_at: domain.createdAt,
  version: domain.version,
});

const toDomain = (row: DomainRow): Domain => ({
  scope: row.scope,
  name: row.name,
  poolId: row.pool_id,
  account: row.account,
  ...(row.certificate_arn !== null && { certificateArn: row.certificate_arn }),
  ...(row.security_policy !== null && { securityPolicy: row.security_policy }),
  managedLoginVersion: row.managed_login_version,
  ...(row.routing !== null && { routing: JSON.parse(row.routing) as NonNullable<Domain['routing']> }),
  distribution: row.distribution,
  createdAt: row.created_at,
  version: row.version,
});
