import { afterEach, describe, expect, it } from 'vitest';
import { bigintPowers } from '../../src/crypto/power.ts';
import { type CryptoWorkers, createCryptoWorkers, WorkersBusy } from '../../src/crypto/workers.ts';

let workers: CryptoWorkers | undefined;
afterEach(() => workers?.close());

const job = (exponent: number) => ({ kind: 'generator-power', exponent: Buffer.alloc(32, exponent) }) as const;
/** A message the thread cannot read as a job with its parts: it fails inside. */
const broken = { kind: 'session-key', A: 1, b: 2, B: 3, verifier: 4 } as never;

describe('crypto workers', () => {
  it('answer each caller with its own result', async () => {
    workers = createCryptoWorkers(2);
    const { run } = workers;
    const results = await Promise.all(Array.from({ length: 40 }, (_, at) => run(job(at + 1))));
    for (const [at, result] of results.entries()) {
      expect(bigintPowers.generatorPower(job(at + 1).exponent).equals(Buffer.from(result ?? []))).toBe(true);
    }
    expect(workers.idle).toBe(true);
  });

  it('refuse a flood with the error that they were given, and go on afterwards', async () => {
    const busy = new Error('later, please');
    workers = createCryptoWorkers(1, { maxQueued: 10, busy: () => busy });
    const { run } = workers;
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => run(job(7))));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(200 - 10 - 2); // Ten wait, two are with the thread.
    expect(refused.every((outcome) => outcome.status === 'rejected' && outcome.reason === busy)).toBe(true);
    expect(await run(job(7))).toHaveLength(384);
  });

  it('have an error of their own for a flood', async () => {
    workers = createCryptoWorkers(1, { maxQueued: 0 });
    await expect(workers.run(job(1))).rejects.toBeInstanceOf(WorkersBusy);
  });

  it('hand a failure to the one whose job failed', async () => {
    workers = createCryptoWorkers(1);
    const [bad, good] = await Promise.allSettled([workers.run(broken), workers.run(job(3))]);
    expect(bad.status).toBe('rejected');
    expect(good.status).toBe('fulfilled');
  });

  it('end when idle and start again when needed', async () => {
    workers = createCryptoWorkers(1, { idleMs: 50 });
    expect(await workers.run(job(2))).toHaveLength(384);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await workers.run(job(2))).toHaveLength(384);
  });

  it('reject what is left when they close', async () => {
    workers = createCryptoWorkers(1);
    const { run } = workers;
    const running = Promise.allSettled(Array.from({ length: 50 }, () => run(job(5))));
    await workers.close();
    expect((await running).at(-1)?.status).toBe('rejected');
    await expect(run(job(5))).rejects.toThrow('closed');
  });

  it('keep the event loop free', async () => {
    workers = createCryptoWorkers(1);
    const { run } = workers;
    await run(job(1));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 300 }, () => run(job(9))));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
  });
});
