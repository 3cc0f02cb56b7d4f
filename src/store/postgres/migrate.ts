import type pg from 'pg';
import { appliedQuery, migrations, pendingMigrations, versionTable } from '../migrations/index.ts';
import { type Migration, postgresDialect } from '../migrations/migration.ts';
import { type PostgresOptions, usualPatience, withClient } from './connection.ts';
import { isStarting, patiently } from './failure.ts';

/** Any number that nothing else in the database takes for an advisory lock ("poolhouse" on a telephone's keys). */
const migrationLock = '766546873';
/** Brings the database to the newest version. Nodes that start together queue for a lock and find it done. */
export const migratePostgres = (
  { url, patience = usualPatience }: PostgresOptions,
  known: readonly Migration[] = migrations,
): Promise<void> =>
  patiently(patience, isStarting, () =>
    withClient(url, async (client) => {
      if (pendingMigrations(await appliedOn(client), known).length > 0) await migrate(client, known);
    }),
  );

const migrate = async (client: pg.Client, known: readonly Migration[]) => {
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(${migrationLock})`);
  await client.query(versionTable);
  for (const migration of pendingMigrations(await appliedOn(client), known)) await apply(client, migration);
  await client.query('commit');
};

const apply = async (client: pg.Client, migration: Migration) => {
  for (const statement of migration.statements(postgresDialect)) await client.query(statement);
  await client.query('insert into schema_migrations (version, name, applied_at) values ($1, $2, $3)', [
    migration.version,
    migration.name,
    Date.now(),
  ]);
};

const appliedOn = async (client: pg.Client): Promise<number[]> => {
  const table = await client.query("select to_regclass('schema_migrations') is not null as there");
  if (!table.rows[0].there) return [];
  return (await client.query(appliedQuery)).rows.map(({ version }) => Number(version));
};
