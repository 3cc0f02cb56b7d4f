import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AccessKey, SealedValue, Store } from '../../../src/core/ports.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aClient, aMessage, aPool, aSigningKey, aUser, newPoolId } from '../support/rows.ts';

const anAccessKey = (): AccessKey => ({
  id: `AKIA${randomUUID()}`,
  account: '123456789012',
  sealedSecret: `sealed-${randomUUID()}`,
  status: 'Active',
  createdAt: 1,
});

export const keysConform = (context: StoreUnderTest) => {
  it('keeps the signing keys of a pool', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const second = aSigningKey(poolId, { use: 'access', createdAt: 2 });
    const first = aSigningKey(poolId, { state: 'retired', expiresAt: 77 });
    await store.commit([second, first, aSigningKey(newPoolId())].map((key) => store.signingKeys.insert(key)));
    expect(await store.signingKeys.ofPool(poolId)).toEqual([first, second]);
    await store.commit([store.signingKeys.update({ ...second, state: 'retired', expiresAt: 9 })]);
    expect((await store.signingKeys.ofPool(poolId))[1]).toEqual({
      ...second,
      state: 'retired',
      expiresAt: 9,
      version: 2,
    });
    const late = store.commit([store.signingKeys.update(second)]);
    await expect(late).rejects.toMatchObject({ guard: 'signing-key.changed' });
    await store.commit([store.signingKeys.delete(second)]);
    expect(await store.signingKeys.ofPool(poolId)).toEqual([first]);
  });

  it('keeps access keys, each id once', async () => {
    const { store } = context;
    const key = anAccessKey();
    await store.commit([store.accessKeys.insert(key)]);
    expect(await store.accessKeys.byId(key.id)).toEqual(key);
    expect(await store.accessKeys.byId('none')).toBe(undefined);
    await expect(store.commit([store.accessKeys.insert(key)])).rejects.toMatchObject({ guard: 'access-key.exists' });
  });
};

export const leasesConform = (context: StoreUnderTest) => {
  const held = { guard: 'lease.held' };

  it('is held by one holder until its time is over or it is given back', async () => {
    const { store } = context;
    const name = randomUUID();
    const take = (holder: string, now: number, until: number) =>
      store.commit([store.leases.take(name, holder, now, until)]);
    await take('a', 0, 100);
    await expect(take('b', 99, 200)).rejects.toMatchObject(held);
    await take('a', 99, 200);
    await expect(take('b', 150, 300)).rejects.toMatchObject(held);
    await take('b', 200, 300);
    await expect(take('a', 250, 400)).rejects.toMatchObject(held);
    await store.commit([store.leases.release(name, 'a')]);
    await expect(take('a', 250, 400)).rejects.toMatchObject(held);
    await store.commit([store.leases.release(name, 'b')]);
    await take('a', 250, 400);
  });

  it('goes to one of many that ask at once', async () => {
    const { store } = context;
    const name = randomUUID();
    const asking = Array.from({ length: 10 }, (_, i) => store.commit([store.leases.take(name, `${i}`, 0, 10)]));
    const outcomes = await Promise.allSettled(asking);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
};

export const sealedConform = (context: StoreUnderTest) => {
  const scanAll = async (store: Store, limit: number) => {
    const all: SealedValue[] = [];
    for (;;) {
      const found = await store.sealed.scan(limit, all.at(-1)?.at);
      all.push(...found);
      if (found.length === 0) return all;
    }
  };

  const fill = async () => {
    const { store } = context;
    const pool = aPool();
    const client = aClient(pool.id, {
      sealedSecrets: [1, 2].map((n) => ({ id: `${n}`, sealed: `sealed-${randomUUID()}`, createdAt: n })),
    });
    const user = aUser(pool.id, {
      passwordHistory: [1, 2].map((n) => ({ sealed: `sealed-${randomUUID()}`, setAt: n })),
      mfa: {
        totp: { sealed: `sealed-${randomUUID()}`, name: 'phone' },
        pendingTotp: { sealed: `sealed-${randomUUID()}` },
      },
    });
    const { password: _, ...bare } = aUser(pool.id);
    const [message, key, access] = [aMessage(pool.id), aSigningKey(pool.id), anAccessKey()];
    await store.commit([
      store.pools.insert(pool),
      store.clients.insert(client),
      store.users.insert(user),
      store.users.insert(bare),
      store.messages.insert(message),
      store.signingKeys.insert(key),
      store.accessKeys.insert(access),
    ]);
    return { store, pool, client, user, message, key, access };
  };

  it('finds every sealed value with its purpose and context', async () => {
    const { store, client, user, message, key, access } = await fill();
    const userContext = `${user.poolId}/${user.sub}`;
    const expected = [
      ['access-key', access.id, access.sealedSecret],
      ...client.sealedSecrets.map(({ sealed }) => ['client-secret', client.id, sealed]),
      ['message', message.id, message.sealedContent],
      ['signing-key', key.kid, key.sealedPrivateKey],
      ['password', userContext, user.password!.sealed],
      ['totp-seed', userContext, user.mfa!.totp!.sealed],
      ['totp-seed', userContext, user.mfa!.pendingTotp!.sealed],
      ...user.passwordHistory.map(({ sealed }) => ['password', userContext, sealed]),
    ];
    const contexts = new Set(expected.map(([, bound]) => bound));
    for (const limit of [1, 3, 1000]) {
      const found = (await scanAll(store, limit)).filter((value) => contexts.has(value.context));
      expect(found.map((value) => [value.purpose, value.context, value.sealed])).toEqual(expected);
    }
  });

  it('replaces each one where it stands, and raises the version of its row', async () => {
    const { store, client, user, message, key, access } = await fill();
    const own = [client.id, `${user.poolId}/${user.sub}`, message.id, key.kid, access.id];
    const before = (await scanAll(store, 100)).filter((value) => own.includes(value.context));
    for (const value of before) await store.commit([store.sealed.replace(value, `new-${value.sealed}`)]);
    const after = (await scanAll(store, 100)).filter((value) => own.includes(value.context));
    expect(after).toEqual(before.map((value) => ({ ...value, sealed: `new-${value.sealed}` })));
    const renewed = <T extends { sealed: string }>(old: T) => ({ ...old, sealed: `new-${old.sealed}` });
    expect(await store.users.bySub(user.poolId, user.sub)).toEqual({
      ...user,
      password: renewed(user.password!),
      passwordHistory: user.passwordHistory.map(renewed),
      mfa: { totp: renewed(user.mfa!.totp!), pendingTotp: renewed(user.mfa!.pendingTotp!) },
      version: 6,
    });
    expect((await store.clients.byId(client.id))?.sealedSecrets).toEqual(client.sealedSecrets.map(renewed));
    await expect(store.commit([store.users.update(user)])).rejects.toMatchObject({ guard: 'user.changed' });
  });

  it('does not replace what has changed', async () => {
    const { store, user } = await fill();
    const value = (await scanAll(store, 100)).find(({ sealed }) => sealed === user.password!.sealed)!;
    await store.commit([store.users.update({ ...user, password: { sealed: 'other', setAt: 6 } })]);
    const late = store.commit([store.sealed.replace(value, 'resealed')]);
    await expect(late).rejects.toMatchObject({ guard: 'sealed.changed' });
    expect((await store.users.bySub(user.poolId, user.sub))?.password?.sealed).toBe('other');
  });
};
