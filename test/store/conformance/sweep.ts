import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { StoreUnderTest } from '../support/engines.ts';
import {
  aClient,
  aCode,
  aGroup,
  aMessage,
  anAlias,
  anAttempt,
  aPool,
  aSigningKey,
  aUser,
  newPoolId,
} from '../support/rows.ts';

const day = 24 * 3600 * 1000;

export const sweepConforms = (context: StoreUnderTest) => {
  const sweepAll = async (now: number) => {
    let all = 0;
    for (;;) {
      const gone = await context.store.sweep(now, 50);
      all += gone;
      if (gone === 0) return all;
    }
  };

  it('removes what is over, keeps what is not', async () => {
    const { store } = context;
    const poolId = newPoolId();
    await sweepAll(day);
    const [over, valid] = [2 * day, 3 * day];
    const codes = [aCode(poolId, { expiresAt: over }), aCode(poolId, { expiresAt: valid })] as const;
    const attempts = [anAttempt(poolId, { expiresAt: over }), anAttempt(poolId, { expiresAt: valid })] as const;
    const [a, b] = [randomUUID(), randomUUID()];
    await store.commit([
      ...codes.map((code) => store.codes.put(code)),
      ...attempts.map((attempt) => store.attempts.put(attempt)),
      store.tickets.use(a, over),
      store.tickets.use(b, valid),
      store.revocations.insert(poolId, a, over),
      store.revocations.insert(poolId, b, valid),
      store.rotations.insert(poolId, a, 1, over),
      store.rotations.insert(poolId, b, 1, valid),
    ]);
    expect(await store.sweep(over, 3)).toBe(3);
    expect(await store.sweep(over, 100)).toBe(2);
    expect(await store.sweep(over, 100)).toBe(0);
    expect(await Promise.all(codes.map(({ sub, purpose }) => store.codes.find(poolId, sub, purpose)))).toEqual([
      undefined,
      codes[1],
    ]);
    expect(await store.attempts.find(poolId, attempts[0].subject, 'password')).toBe(undefined);
    expect(await store.attempts.find(poolId, attempts[1].subject, 'password')).toMatchObject({ expiresAt: valid });
    expect([await store.tickets.isUsed(a), await store.tickets.isUsed(b)]).toEqual([false, true]);
    const revoked = [await store.revocations.isRevoked(poolId, a), await store.revocations.isRevoked(poolId, b)];
    expect(revoked).toEqual([false, true]);
    expect([await store.rotations.find(poolId, a), await store.rotations.find(poolId, b)]).toEqual([
      undefined,
      { usedAt: 1 },
    ]);
  });

  it('removes old messages that wait for nothing', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const now = 100 * day;
    const kept = aMessage(poolId, { state: 'kept', createdAt: now - 6 * day });
    const pending = aMessage(poolId, { createdAt: now - 30 * day });
    const old = [
      aMessage(poolId, { state: 'kept', createdAt: now - 8 * day }),
      aMessage(poolId, { state: 'failed', createdAt: now - 8 * day }),
    ];
    await store.commit([kept, pending, ...old].map((message) => store.messages.insert(message)));
    await sweepAll(now);
    expect(await store.messages.list({ poolId }, 10)).toEqual([pending, kept]);
  });

  it('removes what a deleted pool leaves, in pieces, and late writes too', async () => {
    const { store } = context;
    const now = 200 * day;
    const [pool, other] = [aPool(), aPool()];
    const users = Array.from({ length: 120 }, () => aUser(pool.id));
    const stays = aUser(other.id);
    const key = aSigningKey(pool.id);
    await store.commit([
      store.pools.insert(pool),
      store.pools.insert(other),
      store.clients.insert(aClient(pool.id)),
      ...[...users, stays].map((user) => store.users.insert(user)),
      ...[...users, stays].map((user) => store.aliases.insert(anAlias(user, user.username))),
      store.groups.insert(aGroup(pool.id, 'staff')),
      store.messages.insert(aMessage(pool.id, { createdAt: now })),
      store.signingKeys.insert(key),
    ]);
    await store.commit([store.groups.addMember(pool.id, 'staff', users[0]!.sub, 1)]);
    await sweepAll(now);
    expect(await store.users.bySub(pool.id, users[0]!.sub)).toEqual(users[0]);

    await store.commit([store.pools.delete(pool)]);
    expect(await store.sweep(now, 50)).toBe(50);
    await sweepAll(now);
    const left = [
      await store.users.list(pool.id, undefined, { limit: 5 }),
      await store.aliases.bySub(pool.id, users[0]!.sub),
      await store.groups.list(pool.id, { limit: 5 }),
      await store.messages.list({ poolId: pool.id }, 5),
      await store.signingKeys.ofPool(pool.id),
    ];
    expect(left).toEqual([[], [], [], [], []]);
    expect(await store.pools.countUsers(pool.id)).toBe(0);
    expect(await store.users.bySub(other.id, stays.sub)).toEqual(stays);
    expect(await store.pools.countUsers(other.id)).toBe(1);

    const late = aUser(pool.id);
    await store.commit([store.users.insert(late)]);
    await sweepAll(now + 60_000);
    expect(await store.users.bySub(pool.id, late.sub)).toBe(undefined);
  });
};
