/** PostgreSQL: whatever happens to the line, a success is answered as success, and nothing is carried out twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/ports.ts';
import { openPostgres } from '../../src/store/index.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { type CuttableLine, type Mishap, startProxy } from './support/proxy.ts';
import { aCode, anAlias, aUser, newPoolId } from './support/rows.ts';

describe('a commit whose line breaks', () => {
  let database: TestDatabase;
  let proxy: CuttableLine;
  let store: Store;

  beforeAll(async () => {
    database = await createDatabase();
    proxy = await startProxy(database.url);
    store = await openPostgres({ url: proxy.url, connections: 4 });
  });
  afterAll(async () => {
    await store.close();
    await proxy.close();
    await database.drop();
  });

  const mishaps: Mishap[] = ['request lost', 'answer lost', 'request late'];
  it.each(mishaps)('is carried out once and answered as success: %s', async (mishap) => {
    const user = aUser(newPoolId());
    proxy.arm(mishap, user.sub);
    await store.commit([store.users.insert(user), store.aliases.insert(anAlias(user, 'anna'))]);
    if (mishap === 'request late') await proxy.release();
    expect(await store.users.byAlias(user.poolId, 'username', 'anna')).toEqual(user);
    expect(await store.pools.countUsers(user.poolId)).toBe(1);
  });

  it.each(mishaps)('still fails by its guard: %s', async (mishap) => {
    const user = aUser(newPoolId());
    const rival = aUser(user.poolId);
    await store.commit([store.aliases.insert(anAlias(user, 'anna'))]);
    proxy.arm(mishap, rival.sub);
    const commit = store.commit([store.users.insert(rival), store.aliases.insert(anAlias(rival, 'anna'))]);
    await expect(commit).rejects.toMatchObject({ guard: 'alias.taken' });
    if (mishap === 'request late') await proxy.release();
    expect(await store.users.bySub(rival.poolId, rival.sub)).toBe(undefined);
  });

  it('cannot come late over what was stored since', async () => {
    const code = aCode(newPoolId());
    proxy.arm('request late', code.sub);
    await store.commit([store.codes.put(code)]);
    const newer = { ...code, hash: 'newer' };
    await store.commit([store.codes.put(newer)]);
    await proxy.release();
    expect(await store.codes.find(code.poolId, code.sub, code.purpose)).toEqual(newer);
  });

  it('is tried again on a read', async () => {
    const user = aUser(newPoolId());
    await store.commit([store.users.insert(user)]);
    for (const mishap of ['request lost', 'answer lost'] as const) {
      proxy.arm(mishap, user.sub);
      expect(await store.users.bySub(user.poolId, user.sub)).toEqual(user);
    }
  });
});

describe('a server that stays out of reach', () => {
  const cutOff = async () => {
    const database = await createDatabase();
    const proxy = await startProxy(database.url);
    const store = await openPostgres({ url: proxy.url, connections: 2, patience: 100 });
    const user = aUser(newPoolId());
    await store.commit([store.users.insert(user)]);
    return { database, proxy, store, user };
  };

  it('fails a commit that was not sent', async () => {
    const { database, proxy, store, user } = await cutOff();
    await proxy.close();
    // Until the pool has seen its idle connections break.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const commit = store.commit([store.users.update(user)]);
    await expect(commit).rejects.toMatchObject({ name: 'StoreUnavailable', message: 'PostgreSQL is out of reach' });
    await store.close();
    await database.drop();
  });

  it('says so when the outcome of a commit stays open', async () => {
    const { database, proxy, store, user } = await cutOff();
    proxy.arm('answer lost', user.sub);
    const commit = store.commit([store.users.update({ ...user, status: 'RESET_REQUIRED' })]);
    const answered = expect(commit).rejects.toMatchObject({ name: 'OutcomeUnknown' });
    proxy.refuse();
    await answered;
    await expect(store.ping()).rejects.toBeInstanceOf(Error);
    await store.close();
    await proxy.close();
    await database.drop();
  });
});
