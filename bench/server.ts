/** A Poolhouse server as a process of its own, on a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog } from '../src/adapters/log.ts';
import { startApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import type { Core } from '../src/core/core.ts';
import { startPostgres } from '../test/support/postgres.ts';

export type Engine = 'sqlite' | 'postgres';

export interface BenchServer {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Place {
  /** Runs `work` with the core of a server in this process, before the measured one starts. */
  prepare<Result>(work: (core: Core) => Promise<Result>): Promise<Result>;
  /** @param more further options, without the dashes */
  start(more?: Readonly<Record<string, string>>): Promise<BenchServer>;
  remove(): Promise<void>;
}

/** Flags of Node for the measured process, for profiles: BENCH_NODE_FLAGS="--cpu-prof --cpu-prof-dir=/tmp/profile". */
const serverFlags = (): string[] => process.env['BENCH_NODE_FLAGS']?.split(' ') ?? [];

const functions = fileURLToPath(new URL('./functions', import.meta.url));
const entry = fileURLToPath(new URL('../bin/poolhouse.js', import.meta.url));

export const makePlace = async (engine: Engine): Promise<Place> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'poolhouse-bench-'));
  const postgres = engine === 'postgres' ? await startPostgres() : undefined;
  const database = await postgres?.createDatabase();
  const flags = { 'data-dir': dataDir, demo: 'false', ...(database ? { 'database-url': database.url } : {}) };
  return {
    prepare: async (work) => {
      const config = loadConfig({ mode: 'dev', flags: { ...flags, port: '0', host: '127.0.0.1' }, env: {} });
      const app = await startApp(config, { log: await createLog({ level: 'error', format: 'json' }) });
      try {
        return await work(app.core);
      } finally {
        await app.stop();
      }
    },
    start: async (more = {}) => {
      const port = await freePort();
      const options = {
        ...flags,
        port: String(port),
        'log-level': 'error',
        'log-format': 'json',
        functions,
        'record-invocations': 'false',
        ...more,
      };
      const child = spawn(
        process.execPath,
        [...serverFlags(), entry, 'dev', ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)],
        { stdio: 'inherit' },
      );
      const endpoint = `http://127.0.0.1:${port}`;
      await answering(endpoint, child);
      return {
        endpoint,
        pid: child.pid as number,
        stop: async () => {
          child.kill('SIGTERM');
          await once(child, 'exit');
        },
      };
    },
    remove: async () => {
      await postgres?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

const answering = async (endpoint: string, child: ChildProcess): Promise<void> => {
  while (child.exitCode === null) {
    const ready = await fetch(`${endpoint}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the server ended with ${child.exitCode}`);
};
