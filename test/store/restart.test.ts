/** Opening, closing, migrating: what a start and a stop must hold to. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/store/index.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { type EngineName, engines, newPlace, type TestPlace } from './support/engines.ts';
import { aPool, aUser, newPoolId } from './support/rows.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const aPlace = async (engine: EngineName): Promise<TestPlace> => {
  const place = await newPlace(engine);
  cleanups.push(place.remove);
  return place;
};

/** Runs SQL beside the store. */
const execute = async (engine: EngineName, at: string, sql: string): Promise<unknown[]> => {
  if (engine === 'sqlite') {
    const database = new DatabaseSync(at);
    const rows = database.prepare(sql).all();
    database.close();
    return rows;
  }
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
};

describe.each(engines)('a store on %s', (engine) => {
  it('has after a restart what it had before', async () => {
    const place = await aPlace(engine);
    const pool = aPool();
    const user = aUser(pool.id);
    const first = await place.open();
    await first.commit([first.pools.insert(pool), first.users.insert(user)]);
    await first.close();
    const second = await place.open();
    expect(await second.pools.byId(pool.id)).toEqual(pool);
    expect(await second.users.bySub(pool.id, user.sub)).toEqual(user);
    expect(await second.pools.countUsers(pool.id)).toBe(1);
    await second.close();
  });

  it('lets running commits end when it closes, and refuses later ones', async () => {
    const place = await aPlace(engine);
    const store = await place.open();
    const poolId = newPoolId();
    const users = Array.from({ length: 50 }, () => aUser(poolId));
    const running = users.map((user) => store.commit([store.users.insert(user)]));
    await store.close();
    await Promise.all(running);
    const late = store.commit([store.users.insert(aUser(poolId))]);
    await expect(late).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(store.ping()).rejects.toBeInstanceOf(Error);
    await store.close();
    const again = await place.open();
    expect(await again.users.list(poolId, undefined, { limit: 60 })).toHaveLength(50);
    await again.close();
  });

  it('is migrated once by many nodes that start together', { timeout: 30_000 }, async () => {
    const place = await aPlace(engine);
    const stores = await Promise.all(Array.from({ length: 6 }, () => place.open()));
    const poolId = newPoolId();
    await Promise.all(stores.map((store) => store.commit([store.users.insert(aUser(poolId))])));
    expect(await stores[0]!.pools.countUsers(poolId)).toBe(6);
    await Promise.all(stores.map((store) => store.close()));
    const versions = await execute(engine, place.at, 'select version, name from schema_migrations order by version');
    expect(versions).toEqual(migrations.map(({ version, name }) => ({ version, name })));
  });

  it('refuses a database of a newer release, and leaves it as it is', async () => {
    const place = await aPlace(engine);
    await (await place.open()).close();
    await execute(engine, place.at, "insert into schema_migrations values (999, 'future', 0)");
    await expect(place.open()).rejects.toMatchObject({
      name: 'NewerDatabase',
      message: expect.stringContaining('schema version 999'),
    });
    expect(await execute(engine, place.at, 'select version from schema_migrations')).toHaveLength(
      migrations.length + 1,
    );
  });
});

describe('a store on SQLite', () => {
  it('is readable by its owner only, with all its files', async () => {
    const place = await aPlace('sqlite');
    const store = await place.open();
    await store.commit([store.pools.insert(aPool())]);
    const modes = ['', '-wal', '-shm'].map((suffix) => statSync(`${place.at}${suffix}`).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });

  it('opens within 100 ms once migrated', async () => {
    const place = await aPlace('sqlite');
    await (await place.open()).close();
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const start = performance.now();
      const store = await place.open();
      times.push(performance.now() - start);
      await store.close();
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it('waits for another process that holds the write lock', async () => {
    const place = await aPlace('sqlite');
    const store = await place.open();
    const other = new DatabaseSync(place.at);
    other.exec('begin immediate');
    const user = aUser(newPoolId());
    const commit = store.commit([store.users.insert(user)]);
    const early = await Promise.race([commit.then(() => 'early'), new Promise((r) => setTimeout(r, 150, 'waiting'))]);
    expect(early).toBe('waiting');
    other.exec('rollback');
    other.close();
    await commit;
    expect(await store.users.bySub(user.poolId, user.sub)).toEqual(user);
    await store.close();
  });

  it('refuses a file that is no database', async () => {
    const place = await aPlace('sqlite');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(place.at, 'this is no database, and long enough not to be taken for an empty one'.repeat(100));
    await expect(place.open()).rejects.toThrow('file is not a database');
  });
});

describe('a store on PostgreSQL', () => {
  it('says so when the server is out of reach, without the password', async () => {
    const opening = openPostgres({ url: 'postgres://user:secret-word@127.0.0.1:1/none', patience: 200 });
    const error = await opening.then(
      () => new Error('opened'),
      (reason: Error) => reason,
    );
    expect(error.message).toContain('ECONNREFUSED');
    expect(`${error.message} ${error.stack}`).not.toContain('secret-word');
  });
});
