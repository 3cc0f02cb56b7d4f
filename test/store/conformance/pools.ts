import { expect, it } from 'vitest';
import type { StoreUnderTest } from '../support/engines.ts';
import { aClient, aPool, aUser } from '../support/rows.ts';

export const poolsConform = (context: StoreUnderTest) => {
  it('gives a pool back as it was stored', async () => {
    const { store } = context;
    const pool = aPool({ caseSensitive: true, usernameAttributes: ['email', 'phone_number'] });
    await store.commit([store.pools.insert(pool)]);
    expect(await store.pools.byId(pool.id)).toEqual(pool);
    expect(await store.pools.byId('us-east-1_none')).toBe(undefined);
  });

  it('refuses an id twice and keeps the first', async () => {
    const { store } = context;
    const pool = aPool();
    await store.commit([store.pools.insert(pool)]);
    const second = store.commit([store.pools.insert({ ...pool, name: 'other' })]);
    await expect(second).rejects.toMatchObject({ name: 'GuardFailed', guard: 'pool.exists' });
    expect(await store.pools.byId(pool.id)).toEqual(pool);
  });

  it('updates the version that was read and raises it', async () => {
    const { store } = context;
    const pool = aPool();
    await store.commit([store.pools.insert(pool)]);
    await store.commit([store.pools.update({ ...pool, name: 'renamed' })]);
    expect(await store.pools.byId(pool.id)).toEqual({ ...pool, name: 'renamed', version: 2 });
    const late = store.commit([store.pools.update({ ...pool, name: 'late' })]);
    await expect(late).rejects.toMatchObject({ guard: 'pool.changed' });
    expect((await store.pools.byId(pool.id))?.name).toBe('renamed');
  });

  it('lists the pools of one account and region by id, in pages', async () => {
    const { store } = context;
    const owner = { account: '210987654321', region: 'eu-west-1' };
    const ids = ['eu-west-1_Zz', 'eu-west-1_aa', 'eu-west-1_AA', 'eu-west-1_0'];
    await store.commit(ids.map((id) => store.pools.insert(aPool({ ...owner, id }))));
    await store.commit([store.pools.insert(aPool({ ...owner, region: 'eu-west-2' }))]);
    await store.commit([store.pools.insert(aPool({ ...owner, account: '1' }))]);
    const first = await store.pools.list(owner, { limit: 3 });
    expect(first.map(({ id }) => id)).toEqual(['eu-west-1_0', 'eu-west-1_AA', 'eu-west-1_Zz']);
    const second = await store.pools.list(owner, { limit: 3, after: 'eu-west-1_Zz' });
    expect(second.map(({ id }) => id)).toEqual(['eu-west-1_aa']);
  });

  it('deletes the version that was read, and its clients are gone at once', async () => {
    const { store } = context;
    const pool = aPool();
    const client = aClient(pool.id);
    await store.commit([store.pools.insert(pool), store.clients.insert(client)]);
    const late = store.commit([store.pools.delete({ ...pool, version: 7 })]);
    await expect(late).rejects.toMatchObject({ guard: 'pool.changed' });
    expect(await store.clients.byId(client.id)).toEqual(client);
    await store.commit([store.pools.delete(pool)]);
    expect(await store.pools.byId(pool.id)).toBe(undefined);
    expect(await store.clients.byId(client.id)).toBe(undefined);
    expect(await store.clients.list(pool.id, { limit: 10 })).toEqual([]);
  });

  it('counts users in and out, also many of one batch', async () => {
    const { store } = context;
    const pool = aPool();
    const users = Array.from({ length: 5 }, () => aUser(pool.id));
    expect(await store.pools.countUsers(pool.id)).toBe(0);
    await store.commit([store.pools.insert(pool), ...users.map((user) => store.users.insert(user))]);
    expect(await store.pools.countUsers(pool.id)).toBe(5);
    await store.commit([...store.users.delete(users[0]!), store.users.insert(aUser(pool.id))]);
    expect(await store.pools.countUsers(pool.id)).toBe(5);
    await store.commit([...store.users.delete(users[1]!), ...store.users.delete(users[2]!)]);
    expect(await store.pools.countUsers(pool.id)).toBe(3);
  });

  it('counts right when many users come at once, and not those that were refused', async () => {
    const { store } = context;
    const pool = aPool();
    const twice = aUser(pool.id);
    const users = [...Array.from({ length: 40 }, () => aUser(pool.id)), twice, twice, twice];
    await Promise.allSettled(users.map((user) => store.commit([store.users.insert(user)])));
    expect(await store.pools.countUsers(pool.id)).toBe(41);
  });
};

export const clientsConform = (context: StoreUnderTest) => {
  const withPool = async () => {
    const pool = aPool();
    await context.store.commit([context.store.pools.insert(pool)]);
    return { store: context.store, pool };
  };

  it('gives a client back as it was stored', async () => {
    const { store, pool } = await withPool();
    const client = aClient(pool.id);
    client.settings.tokenValidityUnits = { accessToken: 'minutes' };
    client.settings.explicitAuthFlows = [];
    await store.commit([store.clients.insert(client)]);
    expect(await store.clients.byId(client.id)).toEqual(client);
    expect(await store.clients.byId('none')).toBe(undefined);
  });

  it('refuses an id twice, in whatever pool', async () => {
    const { store, pool } = await withPool();
    const other = await withPool();
    const client = aClient(pool.id);
    await store.commit([store.clients.insert(client)]);
    const second = store.commit([store.clients.insert({ ...client, poolId: other.pool.id })]);
    await expect(second).rejects.toMatchObject({ guard: 'client.exists' });
  });

  it('updates and deletes only the version that was read', async () => {
    const { store, pool } = await withPool();
    const client = aClient(pool.id);
    await store.commit([store.clients.insert(client)]);
    const changed = { ...client, name: 'mobile', sealedSecrets: [] };
    await store.commit([store.clients.update(changed)]);
    expect(await store.clients.byId(client.id)).toEqual({ ...changed, version: 2 });
    const late = [store.clients.update(client), store.clients.delete(client)];
    for (const write of late) {
      await expect(store.commit([write])).rejects.toMatchObject({ guard: 'client.changed' });
    }
    await store.commit([store.clients.delete({ ...client, version: 2 })]);
    expect(await store.clients.byId(client.id)).toBe(undefined);
  });

  it('lists the clients of a pool by id, in pages', async () => {
    const { store, pool } = await withPool();
    const ids = ['b', 'a', 'C'].map((letter) => `${letter}${pool.id}`);
    await store.commit(ids.map((id) => store.clients.insert(aClient(pool.id, { id }))));
    const first = await store.clients.list(pool.id, { limit: 2 });
    expect(first.map(({ id }) => id[0])).toEqual(['C', 'a']);
    const rest = await store.clients.list(pool.id, { limit: 2, after: first[1]!.id });
    expect(rest.map(({ id }) => id[0])).toEqual(['b']);
  });
};
