/** Every migration in order. One that was released is never changed; a change is a new one at the end. */
import { foundation } from './0001-foundation.ts';
import { secondFactors } from './0002-second-factors.ts';
import { devices } from './0003-devices.ts';
import { passkeys } from './0004-passkeys.ts';
import { imports } from './0005-imports.ts';
import { poolRecords } from './0006-pool-records.ts';
import { invocations } from './0007-invocations.ts';
import { samlRefresh } from './0010-saml-refresh.ts';
import { iam } from './0020-iam.ts';
import { identityPools } from './0022-identity-pools.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  foundation,
  secondFactors,
  devices,
  passkeys,
  imports,
  poolRecords,
  invocations,
  samlRefresh,
  iam,
  identityPools,
];

/** The database was written by a newer release than this one. */
export class NewerDatabase extends Error {
  constructor(found: number, known: number) {
    super(
      `The database has schema version ${found}, but this release knows versions up to ${known}. ` +
        'Start the newer release, or restore a backup made before the upgrade.',
    );
    this.name = 'NewerDatabase';
  }
}

/** What is left to do on a database that has had `applied`. */
export const pendingMigrations = (applied: readonly number[], known = migrations): readonly Migration[] => {
  const versions = known.map(({ version }) => version);
  const foreign = applied.filter((version) => !versions.includes(version));
  if (foreign.length > 0) throw new NewerDatabase(Math.max(...foreign), Math.max(0, ...versions));
  return known.filter(({ version }) => !applied.includes(version));
};

export const versionTable =
  'create table if not exists schema_migrations (version integer primary key, name text not null, applied_at bigint not null)';
export const appliedQuery = 'select version from schema_migrations order by version';
