import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Invocation } from '../../../src/core/functions/invocation.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aPool, newPoolId } from '../support/rows.ts';

let written = 0;

export const anInvocation = (poolId: string, overrides: Partial<Invocation> = {}): Invocation => {
  written += 1;
  return {
    id: `${written.toString(16).padStart(12, '0')}-${randomUUID()}`,
    poolId,
    functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
    trigger: 'PreSignUp',
    source: 'PreSignUp_SignUp',
    outcome: 'answered',
    startedAt: 1_700_000_000_123,
    durationMs: 7,
    sealedContent: `sealed-${randomUUID()}`,
    expiresAt: 1_700_600_000_123,
    ...overrides,
  };
};

export const invocationsConform = (context: StoreUnderTest) => {
  it('lists the newest first, of one pool or of all', async () => {
    const { store } = context;
    const [poolId, other] = [newPoolId(), newPoolId()];
    const [first, second, third] = [anInvocation(poolId), anInvocation(other), anInvocation(poolId)];
    await store.commit([third, first, second].map((each) => store.invocations.insert(each)));
    expect(await store.invocations.list(poolId, 10)).toEqual([third, first]);
    expect(await store.invocations.list(poolId, 1)).toEqual([third]);
    expect(await store.invocations.list(undefined, 2)).toEqual([third, second]);
    expect(await store.invocations.byId(second.id)).toEqual(second);
    expect(await store.invocations.byId('none')).toBe(undefined);
  });

  it('is trimmed to the newest of a pool', async () => {
    const { store } = context;
    const [poolId, other] = [newPoolId(), newPoolId()];
    const stays = anInvocation(other);
    const calls = Array.from({ length: 7 }, () => anInvocation(poolId));
    await store.commit([stays, ...calls].map((each) => store.invocations.insert(each)));
    await store.commit([store.invocations.trim(poolId, 7)]);
    expect(await store.invocations.list(poolId, 10)).toHaveLength(7);
    await store.commit([store.invocations.trim(poolId, 3)]);
    expect(await store.invocations.list(poolId, 10)).toEqual(calls.slice(4).reverse());
    expect(await store.invocations.list(other, 10)).toEqual([stays]);
  });

  it('goes when its time is over, and with its pool', async () => {
    const { store } = context;
    const pool = aPool();
    const [over, valid] = [anInvocation(pool.id, { expiresAt: 10 }), anInvocation(pool.id, { expiresAt: 5_000 })];
    await store.commit([store.pools.insert(pool), ...[over, valid].map((each) => store.invocations.insert(each))]);
    while ((await store.sweep(4_000, 100)) > 0);
    expect(await store.invocations.list(pool.id, 10)).toEqual([valid]);
    await store.commit([store.pools.delete(pool)]);
    while ((await store.sweep(4_000, 100)) > 0);
    expect(await store.invocations.list(pool.id, 10)).toEqual([]);
  });
};

export const managedKeysConform = (context: StoreUnderTest) => {
  it('is kept by its ARN, each one once', async () => {
    const { store } = context;
    const arn = `arn:aws:kms:us-east-1:123456789012:key/${randomUUID()}`;
    const key = { arn, sealedKey: `sealed-${randomUUID()}`, createdAt: 1_700_000_000_123 };
    await store.commit([store.managedKeys.insert(key)]);
    expect(await store.managedKeys.byArn(arn)).toEqual(key);
    expect(await store.managedKeys.byArn(`${arn}0`)).toBe(undefined);
    const again = store.commit([store.managedKeys.insert({ ...key, sealedKey: 'other' })]);
    await expect(again).rejects.toMatchObject({ guard: 'managed-key.exists' });
  });

  it('and recorded calls are found and sealed anew where they stand', async () => {
    const { store } = context;
    const call = anInvocation(newPoolId());
    const arn = `arn:aws:kms:us-east-1:123456789012:key/${randomUUID()}`;
    const key = { arn, sealedKey: `sealed-${randomUUID()}`, createdAt: 1 };
    await store.commit([store.invocations.insert(call), store.managedKeys.insert(key)]);
    const all = await store.sealed.scan(10_000);
    const own = all.filter(({ context: bound }) => bound === call.id || bound === arn);
    expect(own.map(({ purpose, sealed }) => [purpose, sealed])).toEqual([
      ['invocation', call.sealedContent],
      ['managed-key', key.sealedKey],
    ]);
    for (const value of own) await store.commit([store.sealed.replace(value, 'new')]);
    expect(await store.invocations.byId(call.id)).toEqual({ ...call, sealedContent: 'new' });
    expect(await store.managedKeys.byArn(arn)).toEqual({ ...key, sealedKey: 'new' });
  });
};
