/** Large files, and a server that dies in the middle of one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, expect, it } from 'vitest';
import { openSqlite } from '../../src/store/index.ts';
import { answering, freePort, type Running, run } from '../shell/support/process.ts';
import { createPool } from '../support/builders.ts';
import { createJob, csv, describeJob, ended, header, logOf, person, start, upload } from './support.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const newServer = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'poolhouse-import-'));
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  cleanups.push(async () => cognito.destroy());
  const launch = async (): Promise<Running> => {
    const flags = [`--port=${port}`, `--data-dir=${dataDir}`, '--demo=off', '--log-level=error'];
    const running = run(['dev', ...flags], { cwd: dataDir });
    cleanups.push(async () => {
      running.child.kill('SIGKILL');
      await running.ended;
    });
    await answering(running, `${endpoint}/health/ready`);
    return running;
  };
  return {
    cognito,
    endpoint,
    launch,
    database: join(dataDir, 'poolhouse.sqlite'),
  };
};

const ROWS = 12_000;

it('goes on where it was killed: no row lost, none twice', { timeout: 120_000 }, async () => {
  const app = await newServer();
  let running = await app.launch();
  const pool = await createPool(app, { AutoVerifiedAttributes: ['email'], AliasAttributes: ['email'] });
  const job = await createJob(app, pool.Id);
  const rows = Array.from({ length: ROWS }, (_, at) => person(`user${at}`));
  await upload(job, csv(await header(app, pool.Id), rows));
  await start(app, pool.Id, job);
  for (const share of [0.1, 0.5]) {
    const enough = async () => (await describeJob(app, pool.Id, job)).ImportedUsers;
    await expect.poll(enough, { timeout: 30_000, interval: 20 }).toBeGreaterThan(ROWS * share);
    running.child.kill('SIGKILL');
    await running.ended;
    running = await app.launch();
    expect((await describeJob(app, pool.Id, job)).Status).toBe('InProgress');
  }
  const done = await ended(app, pool.Id, job, 60_000);
  expect(done).toMatchObject({ Status: 'Succeeded', ImportedUsers: ROWS, SkippedUsers: 0, FailedUsers: 0 });
  expect(await logOf(done)).toEqual(rows.map((_, at) => `[SUCCEEDED] Line Number ${at + 2} - The import succeeded.`));
  running.child.kill('SIGTERM');
  await running.ended;
  const store = await openSqlite({ path: app.database });
  try {
    expect(await store.pools.countUsers(pool.Id)).toBe(ROWS);
    for (let at = 0; at < ROWS; at += 97) {
      const user = await store.users.byAlias(pool.Id, 'email', `user${at}@example.com`);
      expect(user?.username).toBe(`user${at}`);
    }
  } finally {
    await store.close();
  }
});

const MB = 1024 * 1024;

const residentOf = async (endpoint: string): Promise<number> => {
  const text = await (await fetch(`${endpoint}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
};

/** `bytes` of rows, a piece at a time. */
function* large(columns: readonly string[], bytes: number): Generator<Uint8Array> {
  let written = 0;
  for (let at = 0; written < bytes; ) {
    const rows = Array.from({ length: 100 }, () => person(`user${at++}`, { address: 'x'.repeat(1_800) }));
    const text = Buffer.from(csv(columns, rows).slice(written === 0 ? 0 : columns.join(',').length + 1));
    written += text.byteLength;
    yield text;
  }
}

it('takes a file of 30 MB and imports it within a little memory', { timeout: 120_000 }, async () => {
  const app = await newServer();
  await app.launch();
  const pool = await createPool(app, { AutoVerifiedAttributes: ['email'] });
  const columns = await header(app, pool.Id);
  const small = await createJob(app, pool.Id);
  await upload(small, csv(columns, [person('first')]));
  await start(app, pool.Id, small);
  await ended(app, pool.Id, small);
  const before = await residentOf(app.endpoint);
  const peak = { bytes: before };
  const watching = setInterval(async () => {
    peak.bytes = Math.max(peak.bytes, await residentOf(app.endpoint).catch(() => 0));
  }, 200);
  cleanups.push(async () => clearInterval(watching));
  const job = await createJob(app, pool.Id);
  const body = ReadableStream.from(large(columns, 30 * MB));
  const answer = await fetch(job.PreSignedUrl, { method: 'PUT', body, duplex: 'half' } as RequestInit);
  expect(answer.status).toBe(200);
  await start(app, pool.Id, job);
  const done = await ended(app, pool.Id, job, 90_000);
  clearInterval(watching);
  expect(done.Status).toBe('Succeeded');
  expect(done.ImportedUsers).toBeGreaterThan(15_000);
  expect((peak.bytes - before) / MB).toBeLessThan(150);
});
