/** The PreSignedUrl of a job: who may upload, what of it is kept, and for how long. */
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createJob, csv, describeJob, ended, header, person, start, upload } from './support.ts';

const MINUTE = 60_000;

describe.each(['sqlite', 'postgres'] as const)('uploads on %s', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  afterAll(() => app.stop());

  const newPool = () => createPool(app, { AutoVerifiedAttributes: ['email'] });
  const users = async (poolId: string) =>
    (await app.cognito.send(new ListUsersCommand({ UserPoolId: poolId }))).Users ?? [];

  it('lets nobody upload without the right URL, late, or after the start', async () => {
    const pool = await newPool();
    const job = await createJob(app, pool.Id);
    const other = await createJob(app, pool.Id);
    const text = csv(await header(app, pool.Id), [person('anna')]);
    const denied = async (url: string) => {
      const answer = await fetch(url, { method: 'PUT', body: text });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
    };
    await denied(job.PreSignedUrl.replace(/token=.*/, 'token=x'));
    await denied(job.PreSignedUrl.replace(job.JobId, other.JobId));
    await denied(job.PreSignedUrl.replace(/\?.*/, ''));
    expect((await fetch(job.PreSignedUrl.replace(job.JobId, other.JobId))).status).toBe(403);
    await upload(job, text);
    app.clock.advance(15 * MINUTE);
    await denied(job.PreSignedUrl);
    await start(app, pool.Id, job);
    await ended(app, pool.Id, job);
    await denied((await describeJob(app, pool.Id, job)).PreSignedUrl);
    const finished = await describeJob(app, pool.Id, job);
    app.clock.advance(61 * MINUTE);
    expect((await fetch(finished.PreSignedUrl)).status).toBe(403);
  });

  it('takes the last file that was uploaded, and none above 100 MB', async () => {
    const pool = await newPool();
    const columns = await header(app, pool.Id);
    const job = await createJob(app, pool.Id);
    await upload(job, csv(columns, [person('first')]));
    await upload(job, csv(columns, [person('second')]));
    const block = Buffer.alloc(1024 * 1024, 'x');
    const large = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let at = 0; at < 101; at += 1) controller.enqueue(block);
        controller.close();
      },
    });
    const init = { method: 'PUT', body: large, duplex: 'half' } as RequestInit;
    const answer = await fetch(job.PreSignedUrl, init);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<Code>EntityTooLarge</Code>');
    await start(app, pool.Id, job);
    await ended(app, pool.Id, job);
    expect((await users(pool.Id)).map(({ Username }) => Username)).toEqual(['second']);
    await expect.poll(() => app.core.store.imports.hasChunks(pool.Id, job.JobId), { timeout: 5_000 }).toBe(false);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const pool = await newPool();
    const job = await createJob(app, pool.Id);
    const abort = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(Buffer.alloc(64 * 1024, 'x'));
      },
    });
    const init = { method: 'PUT', body, duplex: 'half', signal: abort.signal } as RequestInit;
    const sending = fetch(job.PreSignedUrl, init).catch((error: Error) => error.name);
    const kept = () => app.core.store.imports.hasChunks(pool.Id, job.JobId);
    await expect.poll(kept, { timeout: 5_000 }).toBe(true);
    abort.abort();
    expect(await sending).toBe('AbortError');
    await expect.poll(kept, { timeout: 5_000 }).toBe(false);
    await expect(start(app, pool.Id, job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  });

  it('lets a job that nobody starts expire, with its file', async () => {
    const pool = await newPool();
    const job = await createJob(app, pool.Id);
    await upload(job, csv(await header(app, pool.Id), [person('anna')]));
    app.clock.advance(24 * 60 * MINUTE);
    expect(await describeJob(app, pool.Id, job)).toMatchObject({ Status: 'Expired' });
    await expect(start(app, pool.Id, job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    await expect.poll(() => app.core.store.imports.hasChunks(pool.Id, job.JobId), { timeout: 5_000 }).toBe(false);
    expect(await describeJob(app, pool.Id, job)).toMatchObject({ Status: 'Expired' });
  });
});
