/** kill -9 during a write load loses nothing that was answered and leaves no half batch. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/ports.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type EngineName, engines, newPlace, openAt } from './support/engines.ts';
import { numberedPool, partsOf } from './support/numbered.ts';

const loadModule = fileURLToPath(new URL('./support/write-load.ts', import.meta.url));

interface Load {
  /** The numbers of the commits that were answered so far. */
  readonly answered: ReadonlySet<number>;
  /** Resolves when so many more were answered; rejects when the process ends before. */
  more(count: number): Promise<void>;
  kill(): Promise<void>;
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const startLoad = (engine: EngineName, at: string): Load => {
  const child: ChildProcess = spawn(process.execPath, [loadModule, engine, at], { stdio: ['ignore', 'pipe', 'pipe'] });
  const answered = new Set<number>();
  let errors = '';
  let rest = '';
  child.stderr!.on('data', (data) => {
    errors += data;
  });
  child.stdout!.on('data', (data) => {
    const lines = `${rest}${data}`.split('\n');
    rest = lines.pop()!;
    for (const line of lines) answered.add(Number(line));
  });
  const closed = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  cleanups.push(kill);
  return {
    answered,
    kill,
    more: async (count) => {
      const enough = answered.size + count;
      while (answered.size < enough) {
        if (child.exitCode !== null) throw new Error(`The load ended early:\n${errors}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
};

/** Every answered batch is whole; no batch is in part; the counter agrees with the rows. */
const expectWhole = async (store: Store, answered: ReadonlySet<number>) => {
  const last = Math.max(...answered) + 100;
  let stored = 0;
  for (let number = 1; number <= last; number += 1) {
    const parts = await partsOf(store, number);
    if (answered.has(number)) expect(parts, `answered ${number}`).toBe(4);
    else expect([0, 4], `unanswered ${number}`).toContain(parts);
    if (parts === 4) stored += 1;
  }
  expect(stored).toBeGreaterThanOrEqual(answered.size);
  expect(await store.pools.countUsers(numberedPool)).toBe(stored);
};

describe.each(engines)('a server on %s that is killed', (engine) => {
  it('loses nothing that it answered', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 3; round += 1) {
      const place = await newPlace(engine);
      cleanups.push(place.remove);
      const load = startLoad(engine, place.at);
      await load.more(400);
      await load.kill();
      const store = await place.open();
      await expectWhole(store, load.answered).finally(() => store.close());
    }
  });
});

describe('a PostgreSQL server that is killed', () => {
  const crash = async (server: PostgresServer) => {
    await server.kill();
    await server.start();
  };

  it('is waited for, and nothing that was answered is lost', { timeout: 120_000 }, async () => {
    const server = await startPostgres();
    cleanups.push(server.stop);
    const { url } = await server.createDatabase();
    const load = startLoad('postgres', url);
    await load.more(200);
    for (let crashes = 0; crashes < 3; crashes += 1) {
      await crash(server);
      await load.more(200);
    }
    await load.kill();
    const store = await openAt('postgres', url);
    await expectWhole(store, load.answered).finally(() => store.close());
  });
});
