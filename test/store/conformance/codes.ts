import { expect, it } from 'vitest';
import type { Code } from '../../../src/core/codes/code.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aCode, anAttempt, newPoolId } from '../support/rows.ts';

export const codesConform = (context: StoreUnderTest) => {
  const find = ({ poolId, sub, purpose }: Code) => context.store.codes.find(poolId, sub, purpose);

  it('gives a code back as it was stored, by purpose', async () => {
    const { store } = context;
    const code = aCode(newPoolId());
    const other = { ...code, purpose: 'verify:email' as const, destination: 'b@example.com' };
    await store.commit([store.codes.put(code), store.codes.put(other)]);
    expect(await find(code)).toEqual(code);
    expect(await find(other)).toEqual(other);
    expect(await find({ ...code, purpose: 'forgot-password' })).toBe(undefined);
  });

  it('puts a new code in the place of the old one', async () => {
    const { store } = context;
    const code = aCode(newPoolId(), { attempts: 4, version: 5 });
    await store.commit([store.codes.put(code)]);
    const fresh = { ...code, hash: 'fresh', attempts: 0, version: 1, createdAt: 150, expiresAt: 400, destination: 'x' };
    await store.commit([store.codes.put(fresh)]);
    expect(await find(code)).toEqual(fresh);
  });

  it('counts each attempt on what was read, once', async () => {
    const { store } = context;
    const code = aCode(newPoolId());
    await store.commit([store.codes.put(code)]);
    const racing = Array.from({ length: 8 }, () => store.commit([store.codes.countAttempt(code)]));
    const outcomes = await Promise.allSettled(racing);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { guard: 'code.changed' } });
    expect(await find(code)).toEqual({ ...code, attempts: 1, version: 2 });
  });

  it('is consumed once, whoever races', async () => {
    const { store } = context;
    const code = aCode(newPoolId());
    await store.commit([store.codes.put(code)]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => store.commit([store.codes.consume(code)])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await find(code)).toBe(undefined);
  });

  it('does not take a new code of the same version for the one that was read', async () => {
    const { store } = context;
    const code = aCode(newPoolId());
    const fresh = { ...code, hash: 'fresh' };
    await store.commit([store.codes.put(code)]);
    await store.commit([store.codes.put(fresh)]);
    for (const write of [store.codes.consume(code), store.codes.countAttempt(code)]) {
      await expect(store.commit([write])).rejects.toMatchObject({ guard: 'code.changed' });
    }
    expect(await find(code)).toEqual(fresh);
  });

  it('discards a code, and is content when there is none', async () => {
    const { store } = context;
    const code = aCode(newPoolId());
    await store.commit([store.codes.put(code)]);
    for (let i = 0; i < 2; i += 1) {
      await store.commit([store.codes.discard(code.poolId, code.sub, code.purpose)]);
      expect(await find(code)).toBe(undefined);
    }
  });

  it('stores attempts over what was read and raises the version', async () => {
    const { store } = context;
    const attempt = anAttempt(newPoolId());
    const { poolId, subject, kind } = attempt;
    await store.commit([store.attempts.put(attempt)]);
    expect(await store.attempts.find(poolId, subject, kind)).toEqual({ ...attempt, version: 1 });
    const next = { ...attempt, count: 2, lockedUntil: 900, expiresAt: 999, version: 1 };
    await store.commit([store.attempts.put(next)]);
    expect(await store.attempts.find(poolId, subject, kind)).toEqual({ ...next, version: 2 });
    for (const late of [attempt, next]) {
      await expect(store.commit([store.attempts.put(late)])).rejects.toMatchObject({ guard: 'attempt.changed' });
    }
    await store.commit([store.attempts.clear(poolId, subject, kind)]);
    expect(await store.attempts.find(poolId, subject, kind)).toBe(undefined);
    await expect(store.commit([store.attempts.put(next)])).rejects.toMatchObject({ guard: 'attempt.changed' });
  });

  it('lets one of many first attempts win', async () => {
    const { store } = context;
    const attempt = anAttempt(newPoolId());
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => store.commit([store.attempts.put(attempt)])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
};
