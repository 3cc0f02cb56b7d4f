/**
 * Measures the store alone: commits (a sign-up's batch: user and two aliases), point reads, and searches.
 *
 *   node bench/store.ts [--engine sqlite|postgres|both] [--users 20000] [--seconds 3]
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Store } from '../src/core/ports.ts';
import type { User } from '../src/core/users/user.ts';
import { openPostgres, openSqlite } from '../src/store/index.ts';
import { startPostgres } from '../test/support/postgres.ts';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    users: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '3' },
  },
});
const poolId = 'us-east-1_benchmark';
const seconds = Number(options.seconds);
let made = 0;

const newUser = (): User => {
  made += 1;
  const sub = randomUUID();
  return {
    poolId,
    sub,
    username: `user-${made}`,
    status: 'CONFIRMED',
    enabled: true,
    createdAt: 1,
    modifiedAt: 1,
    version: 1,
    attributes: { email: `person${made}@example.com`, email_verified: 'true', name: `Person ${made}` },
    pendingAttributes: {},
    // As long as a sealed SRP verifier.
    password: { sealed: 'v'.repeat(620), setAt: 1 },
    passwordHistory: [],
    tokensValidAfter: 0,
  };
};

const signUp = (store: Store) => {
  const user = newUser();
  const alias = { poolId, sub: user.sub };
  return store.commit([
    store.users.insert(user),
    store.aliases.insert({ ...alias, kind: 'username', value: user.username }),
    store.aliases.insert({ ...alias, kind: 'email', value: user.attributes.email! }),
  ]);
};

/** Runs `work` in so many lanes at once for the time asked; prints the rate and how long single ones took. */
const measure = async (name: string, lanes: number, work: () => Promise<unknown>) => {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  const lane = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  const rate = (times.length / (performance.now() - start)) * 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(2);
  console.log(
    `  ${name.padEnd(34)} ${Math.round(rate).toString().padStart(7)}/s   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`,
  );
};

const fill = async (store: Store, count: number) => {
  const lane = async () => {
    while (made < count) await signUp(store);
  };
  await Promise.all(Array.from({ length: 64 }, lane));
};

const anyone = () => 1 + Math.floor(Math.random() * made);

const run = async (store: Store) => {
  made = 0;
  await fill(store, Number(options.users));
  console.log(`${store.engine}, ${await store.pools.countUsers(poolId)} users`);
  for (const lanes of [1, 16, 64]) await measure(`commits, ${lanes} at once`, lanes, () => signUp(store));
  for (const lanes of [1, 16]) {
    await measure(`users by alias, ${lanes} at once`, lanes, () =>
      store.users.byAlias(poolId, 'email', `person${anyone()}@example.com`),
    );
  }
  await measure('ListUsers email ^= (to 10 users)', 1, () =>
    store.users.list(poolId, { field: 'email', match: 'prefix', value: `Person${anyone()}` }, { limit: 10 }),
  );
  await measure('ListUsers name = (one user)', 1, () =>
    store.users.list(poolId, { field: 'name', match: 'equals', value: `Person ${anyone()}` }, { limit: 60 }),
  );
};

if (options.engine !== 'postgres') {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-bench-'));
  const store = await openSqlite({ path: join(folder, 'bench.db') });
  await run(store).finally(() => store.close());
  await rm(folder, { recursive: true });
}
if (options.engine !== 'sqlite') {
  const server = await startPostgres();
  const store = await openPostgres({ url: (await server.createDatabase()).url });
  await run(store).finally(() => store.close());
  await server.stop();
}
