import { expect, it } from 'vitest';
import type { StoreUnderTest } from '../support/engines.ts';
import { aMessage, newPoolId } from '../support/rows.ts';

export const messagesConform = (context: StoreUnderTest) => {
  it('lists the newest first, by any filter', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const first = aMessage(poolId, { state: 'kept' });
    const second = aMessage(poolId, { state: 'kept', username: 'bert' });
    const third = aMessage(poolId, { state: 'kept', to: '+15550100', channel: 'SMS' });
    await store.commit([first, third, second].map((message) => store.messages.insert(message)));
    const { messages } = store;
    expect(await messages.list({ poolId }, 10)).toEqual([third, second, first]);
    expect(await messages.list({ poolId }, 2)).toEqual([third, second]);
    expect(await messages.list({ poolId, username: 'bert' }, 10)).toEqual([second]);
    expect(await messages.list({ poolId, to: '+15550100' }, 10)).toEqual([third]);
    expect(await messages.list({ poolId, username: 'bert', to: '+15550100' }, 10)).toEqual([]);
    expect(await messages.list({ username: 'bert' }, 1)).toEqual([second]);
    expect(await messages.list({}, 3)).toEqual([third, second, first]);
  });

  it('gives what is due, oldest first', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const early = aMessage(poolId, { nextAttemptAt: -20 });
    const earlier = aMessage(poolId, { nextAttemptAt: -30 });
    const later = aMessage(poolId, { nextAttemptAt: -5 });
    const given = aMessage(poolId, { nextAttemptAt: -40, state: 'failed' });
    await store.commit([early, earlier, later, given].map((message) => store.messages.insert(message)));
    expect(await store.messages.due(-10, 10)).toEqual([earlier, early]);
    expect(await store.messages.due(-10, 1)).toEqual([earlier]);
    await store.commit([early, earlier, later].map(({ id }) => store.messages.delete(id)));
    expect(await store.messages.due(-10, 10)).toEqual([]);
  });

  it('is leased by one of many', async () => {
    const { store } = context;
    const message = aMessage(newPoolId());
    await store.commit([store.messages.insert(message)]);
    const lease = { ...message, nextAttemptAt: 999, attempts: 1 };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => store.commit([store.messages.update(lease)])),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { guard: 'message.changed' },
    });
    expect(await store.messages.list({ poolId: message.poolId }, 5)).toEqual([{ ...lease, version: 2 }]);
  });
};
