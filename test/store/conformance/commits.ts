import { expect, it } from 'vitest';
import { GuardFailed, type Write } from '../../../src/core/ports.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aCode, aGroup, anAlias, aPool, aUser, newPoolId } from '../support/rows.ts';

export const commitsConform = (context: StoreUnderTest) => {
  it('leaves nothing of a batch whose last guard fails', async () => {
    const { store } = context;
    const taken = aUser(newPoolId());
    await store.commit([store.aliases.insert(anAlias(taken, 'anna'))]);
    const user = aUser(taken.poolId);
    const code = aCode(user.poolId, { sub: user.sub });
    const group = aGroup(user.poolId, 'staff');
    const batch = [
      store.users.insert(user),
      store.codes.put(code),
      store.groups.insert(group),
      store.aliases.insert(anAlias(user, 'free')),
      store.aliases.insert(anAlias(user, 'anna')),
    ];
    await expect(store.commit(batch)).rejects.toBeInstanceOf(GuardFailed);
    expect(await store.users.bySub(user.poolId, user.sub)).toBe(undefined);
    expect(await store.codes.find(user.poolId, user.sub, code.purpose)).toBe(undefined);
    expect(await store.groups.byName(user.poolId, 'staff')).toBe(undefined);
    expect(await store.aliases.find(user.poolId, 'username', 'free')).toBe(undefined);
    expect(await store.pools.countUsers(user.poolId)).toBe(0);
  });

  it('names the first guard that fails', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    await store.commit([store.users.insert(user), store.aliases.insert(anAlias(user, 'anna'))]);
    const again = store.commit([store.users.insert(user), store.aliases.insert(anAlias(user, 'anna'))]);
    await expect(again).rejects.toMatchObject({ guard: 'user.exists' });
    const other = store.commit([store.aliases.insert(anAlias(user, 'anna')), store.users.insert(user)]);
    await expect(other).rejects.toMatchObject({ guard: 'alias.taken' });
  });

  it('shows the guard on the write', () => {
    const { store } = context;
    const user = aUser(newPoolId());
    const writes: Write[] = [store.users.insert(user), store.users.update(user), store.codes.put(aCode('p'))];
    expect(writes.map(({ guard }) => guard)).toEqual(['user.exists', 'user.changed', undefined]);
  });

  it('reads what it has committed', async () => {
    const { store } = context;
    const poolId = newPoolId();
    for (let i = 0; i < 50; i += 1) {
      const user = aUser(poolId);
      await store.commit([store.users.insert(user)]);
      expect(await store.users.bySub(poolId, user.sub)).toEqual(user);
    }
  });

  it('does nothing, successfully, for no writes', async () => {
    await expect(context.store.commit([])).resolves.toBe(undefined);
  });

  it('lets exactly one of two sign-ups have a name, every time', async () => {
    const { store } = context;
    const poolId = newPoolId();
    for (let round = 0; round < 100; round += 1) {
      const rivals = [aUser(poolId), aUser(poolId)];
      const name = `name-${round}`;
      const outcomes = await Promise.allSettled(
        rivals.map((user) => store.commit([store.users.insert(user), store.aliases.insert(anAlias(user, name))])),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const loser = outcomes.findIndex(({ status }) => status === 'rejected');
      expect(outcomes[loser]).toMatchObject({ reason: { guard: 'alias.taken' } });
      expect(await store.users.bySub(poolId, rivals[loser]!.sub)).toBe(undefined);
      expect(await store.users.byAlias(poolId, 'username', name)).toEqual(rivals[1 - loser]);
    }
    expect(await store.pools.countUsers(poolId)).toBe(100);
  });

  it('lets exactly one of many updates of a version win', async () => {
    const { store } = context;
    const pool = aPool();
    await store.commit([store.pools.insert(pool)]);
    const updates = Array.from({ length: 20 }, (_, i) => store.commit([store.pools.update({ ...pool, name: `${i}` })]));
    const outcomes = await Promise.allSettled(updates);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.pools.byId(pool.id)).toEqual({ ...pool, name: `${winner}`, version: 2 });
  });

  it('carries batches out whose rows lie in opposite order', async () => {
    const { store } = context;
    const pools = [aPool(), aPool()];
    await store.commit(pools.map((pool) => store.pools.insert(pool)));
    for (let version = 1; version <= 30; version += 1) {
      const [one, other] = pools.map((pool) => store.pools.update({ ...pool, version }));
      const outcomes = await Promise.allSettled([store.commit([one!, other!]), store.commit([other!, one!])]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { guard: 'pool.changed' } });
    }
  });

  it('refuses a write that no repository made', async () => {
    await expect(context.store.commit([{}])).rejects.toBeInstanceOf(TypeError);
  });

  it('answers a ping', async () => {
    await expect(context.store.ping()).resolves.toBe(undefined);
  });
};
