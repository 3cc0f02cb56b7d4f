/** Every migration in order. One that was released is never changed; a change is a new one at the end. */
import { foundation } from './0001-foundation.ts';
import { secondFactors } from './0002-second-factors.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [foundation, secondFactors];

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

/** What is left to do on a database of version `found` (0: empty). */
export const pendingMigrations = (found: number, known = migrations): readonly Migration[] => {
  const newest = known.at(-1)?.version ?? 0;
  if (found > newest) throw new NewerDatabase(found, newest);
  return known.filter((migration) => migration.version > found);
};

export const versionTable =
  'create table if not exists schema_migrations (version integer primary key, name text not null, applied_at bigint not null)';
export const versionQuery = 'select coalesce(max(version), 0) as version from schema_migrations';
