import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { appliedQuery, migrations, pendingMigrations, versionTable } from '../migrations/index.ts';
import { type Migration, sqliteDialect } from '../migrations/migration.ts';
import { pragmas } from './protocol.ts';

/** Makes folder and file where there are none (open to their owner only) and brings it to the newest version. */
export const migrateSqlite = (path: string, known: readonly Migration[] = migrations): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path);
  try {
    database.exec(pragmas);
    database.exec('pragma journal_mode = wal');
    if (pendingMigrations(appliedOn(database), known).length > 0) migrate(database, known);
  } finally {
    database.close();
  }
};

/** Whoever comes second waits for the lock and then finds nothing left to do. */
const migrate = (database: DatabaseSync, known: readonly Migration[]) => {
  database.exec('begin exclusive');
  try {
    database.exec(versionTable);
    for (const migration of pendingMigrations(appliedOn(database), known)) apply(database, migration);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
};

const apply = (database: DatabaseSync, migration: Migration) => {
  for (const statement of migration.statements(sqliteDialect)) database.exec(statement);
  database
    .prepare('insert into schema_migrations (version, name, applied_at) values (?, ?, ?)')
    .run(migration.version, migration.name, Date.now());
};

const appliedOn = (database: DatabaseSync): number[] => {
  const table = database
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'schema_migrations'")
    .get();
  return table === undefined
    ? []
    : database
        .prepare(appliedQuery)
        .all()
        .map(({ version }) => Number(version));
};
