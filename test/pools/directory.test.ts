import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDirectory } from '../../src/core/pools/directory.ts';
import type { Store } from '../../src/core/ports.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** A second node on the same database, with the reads of pools counted. */
const secondNode = () => {
  const reads: string[] = [];
  const { store, clock } = app.core;
  const byId = (id: string) => {
    reads.push(id);
    return store.pools.byId(id);
  };
  const counted: Store = { ...store, pools: { ...store.pools, byId } };
  return { directory: createDirectory({ store: counted, clock }), reads };
};

it('reads a pool once for all who ask within a second', async () => {
  const { Id } = await createPool(app);
  const { directory, reads } = secondNode();
  await Promise.all([directory.pool(Id), directory.pool(Id), directory.findPool(Id)]);
  await directory.pool(Id);
  expect(reads).toEqual([Id]);
});

it('sees what another node changed after a second', async () => {
  const { Id } = await createPool(app, { PoolName: 'before' });
  const { directory } = secondNode();
  await directory.pool(Id);
  const pool = await app.core.directory.pool(Id);
  await app.core.store.commit([app.core.store.pools.update({ ...pool, name: 'after' })]);
  app.clock.advance(1_000);
  expect((await directory.pool(Id)).name).toBe('after');
});

it('finds a pool that was asked for before it existed', async () => {
  const { directory } = secondNode();
  const pool = await app.core.directory.pool((await createPool(app)).Id);
  const id = 'us-east-1_later0000';
  await expect(directory.pool(id)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: `User pool ${id} does not exist.`,
  });
  await app.core.store.commit([app.core.store.pools.insert({ ...pool, id })]);
  expect((await directory.pool(id)).id).toBe(id);
});

it('does not keep a read that failed', async () => {
  const { Id } = await createPool(app);
  const { store, clock } = app.core;
  let broken = true;
  const byId = (id: string) => (broken ? Promise.reject(new Error('no database')) : store.pools.byId(id));
  const directory = createDirectory({ store: { ...store, pools: { ...store.pools, byId } }, clock });
  await expect(directory.pool(Id)).rejects.toThrow('no database');
  broken = false;
  expect((await directory.pool(Id)).id).toBe(Id);
});

it('forgets what it is told to', async () => {
  const { Id } = await createPool(app);
  const { ClientId } = await createClient(app, Id);
  const { directory, reads } = secondNode();
  await directory.pool(Id);
  directory.forgetPool(Id);
  await directory.pool(Id);
  expect(reads).toEqual([Id, Id]);
  const client = await directory.client(ClientId);
  await app.core.store.commit([app.core.store.clients.update({ ...client, name: 'renamed' })]);
  expect((await directory.client(ClientId)).name).toBe('test');
  directory.forgetClient(ClientId);
  expect((await directory.client(ClientId)).name).toBe('renamed');
});
