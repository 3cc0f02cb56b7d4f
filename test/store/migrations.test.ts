/** Upgrades of a database with data in it, on both engines, by migrations made up here. */
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { migrations } from '../../src/store/migrations/index.ts';
import type { Migration } from '../../src/store/migrations/migration.ts';
import { migratePostgres } from '../../src/store/postgres/migrate.ts';
import { migrateSqlite } from '../../src/store/sqlite/migrate.ts';
import { type EngineName, engines, newPlace, type TestPlace } from './support/engines.ts';
import { aPool } from './support/rows.ts';

const newest = migrations.at(-1)!.version;

const colours: Migration = {
  version: newest + 1,
  name: 'colours',
  statements: ({ text }) => [
    `create table colours (name ${text} not null primary key)`,
    "insert into colours values ('red')",
  ],
};
const broken: Migration = {
  version: newest + 2,
  name: 'broken',
  statements: () => ["insert into colours values ('blue')", 'insert into nowhere values (1)'],
};

const migrate = async (engine: EngineName, at: string, known: readonly Migration[]) =>
  engine === 'sqlite' ? migrateSqlite(at, known) : migratePostgres({ url: at }, known);

const rows = async (engine: EngineName, at: string, sql: string): Promise<unknown[]> => {
  if (engine === 'sqlite') {
    const database = new DatabaseSync(at);
    const found = database.prepare(sql).all();
    database.close();
    return found;
  }
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
};

describe.each(engines)('migrations on %s', (engine) => {
  let place: TestPlace | undefined;
  afterEach(() => place?.remove());

  const withPool = async () => {
    place = await newPlace(engine);
    const pool = aPool();
    const store = await place.open();
    await store.commit([store.pools.insert(pool)]);
    await store.close();
    return { at: place.at, pool };
  };

  it('are applied once, in order, and leave the data', async () => {
    const { at, pool } = await withPool();
    await Promise.all([1, 2, 3].map(() => migrate(engine, at, [...migrations, colours])));
    await migrate(engine, at, [...migrations, colours]);
    expect(await rows(engine, at, 'select name from colours')).toEqual([{ name: 'red' }]);
    expect(await rows(engine, at, 'select id from pools')).toEqual([{ id: pool.id }]);
  });

  it('catch up with one that was merged late', async () => {
    const { at } = await withPool();
    const later: Migration = { ...colours, version: newest + 2 };
    const earlier: Migration = {
      version: newest + 1,
      name: 'shapes',
      statements: () => ['create table shapes (n int)'],
    };
    await migrate(engine, at, [...migrations, later]);
    await migrate(engine, at, [...migrations, earlier, later]);
    expect(await rows(engine, at, 'select n from shapes')).toEqual([]);
    expect(await rows(engine, at, 'select name from colours')).toEqual([{ name: 'red' }]);
  });

  it('leave nothing when one of them fails', async () => {
    const { at } = await withPool();
    await expect(migrate(engine, at, [...migrations, colours, broken])).rejects.toThrow('nowhere');
    const [found] = await rows(engine, at, 'select max(version) as version from schema_migrations');
    expect(Number((found as { version: unknown }).version)).toBe(newest);
    await migrate(engine, at, [...migrations, colours]);
    expect(await rows(engine, at, 'select name from colours')).toEqual([{ name: 'red' }]);
  });

  it('keep a release out that does not know the newest', async () => {
    const { at } = await withPool();
    await migrate(engine, at, [...migrations, colours]);
    await expect(place!.open()).rejects.toMatchObject({ name: 'NewerDatabase' });
  });
});

describe('the list of migrations', () => {
  it('is in ascending order, each version once', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });
});
