import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { StoreUnderTest } from '../support/engines.ts';
import { newPoolId } from '../support/rows.ts';

export const marksConform = (context: StoreUnderTest) => {
  it('uses a ticket once, whoever races', async () => {
    const { store } = context;
    const id = randomUUID();
    expect(await store.tickets.isUsed(id)).toBe(false);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => store.commit([store.tickets.use(id, 100)])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { guard: 'ticket.used' } });
    expect(await store.tickets.isUsed(id)).toBe(true);
  });

  it('revokes a family, once or twice, in its pool', async () => {
    const { store } = context;
    const [poolId, jti] = [newPoolId(), randomUUID()];
    expect(await store.revocations.isRevoked(poolId, jti)).toBe(false);
    await store.commit([store.revocations.insert(poolId, jti, 100)]);
    await store.commit([store.revocations.insert(poolId, jti, 100)]);
    expect(await store.revocations.isRevoked(poolId, jti)).toBe(true);
    expect(await store.revocations.isRevoked(newPoolId(), jti)).toBe(false);
  });

  it('keeps a revocation until the latest time that was asked', async () => {
    const { store } = context;
    const [poolId, jti] = [newPoolId(), randomUUID()];
    await store.commit([store.revocations.insert(poolId, jti, 1000)]);
    await store.commit([store.revocations.insert(poolId, jti, 10)]);
    await store.sweep(500, 1000);
    expect(await store.revocations.isRevoked(poolId, jti)).toBe(true);
  });

  it('rotates a refresh token once, and remembers when', async () => {
    const { store } = context;
    const [poolId, token] = [newPoolId(), randomUUID()];
    expect(await store.rotations.find(poolId, token)).toBe(undefined);
    const outcomes = await Promise.allSettled(
      [1, 1, 1, 1].map((at) => store.commit([store.rotations.insert(poolId, token, at, 100)])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { guard: 'rotation.used' } });
    expect(await store.rotations.find(poolId, token)).toEqual({ usedAt: 1 });
  });
};
