import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ImportChunk, ImportJob } from '../../../src/core/imports/job.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aPool, aUser, newPoolId } from '../support/rows.ts';

const aJob = (poolId: string, overrides: Partial<ImportJob> = {}): ImportJob => ({
  poolId,
  id: `import-${randomUUID()}`,
  name: 'spring',
  roleArn: 'arn:aws:iam::1:role/x',
  status: 'Created',
  createdAt: 100,
  lines: 0,
  imported: 0,
  skipped: 0,
  failed: 0,
  version: 1,
  ...overrides,
});

const aChunk = (poolId: string, jobId: string, number: string, upload = 'u1'): ImportChunk => ({
  poolId,
  jobId,
  upload,
  number,
  sealed: `sealed-${upload}-${number}-${jobId}`,
});

export const importsConform = (context: StoreUnderTest) => {
  it('gives a job back as it was stored, bare and in full', async () => {
    const { imports, commit } = context.store;
    const poolId = newPoolId();
    const full = aJob(poolId, {
      algorithm: 'BCRYPT',
      status: 'Failed',
      startedAt: 1,
      completedAt: 2,
      lines: 3,
      imported: 4,
      skipped: 5,
      failed: 6,
      upload: 'u1',
      message: 'größe 😀',
      dueAt: 7,
    });
    const bare = aJob(poolId);
    await commit([imports.insert(full), imports.insert(bare)]);
    expect(await imports.byId(poolId, full.id)).toEqual(full);
    expect(await imports.byId(poolId, bare.id)).toEqual(bare);
    expect(await imports.byId(newPoolId(), bare.id)).toBe(undefined);
    await expect(commit([imports.insert(bare)])).rejects.toMatchObject({ guard: 'import-job.exists' });
  });

  it('updates the version that was read; a stop needs none', async () => {
    const { imports, commit } = context.store;
    const job = aJob(newPoolId(), { status: 'InProgress' });
    await commit([imports.insert(job)]);
    await commit([imports.update({ ...job, lines: 5 })]);
    await expect(commit([imports.update(job)])).rejects.toMatchObject({ guard: 'import-job.changed' });
    await commit([imports.stop(job.poolId, job.id, 9)]);
    const stopping = { ...job, lines: 5, status: 'Stopping', dueAt: 9, version: 3 };
    expect(await imports.byId(job.poolId, job.id)).toEqual(stopping);
    const again = commit([imports.stop(job.poolId, job.id, 9)]);
    await expect(again).rejects.toMatchObject({ guard: 'import-job.changed' });
  });

  it('lists jobs newest first, in pages, and knows whether there are more than so many', async () => {
    const { imports, commit } = context.store;
    const poolId = newPoolId();
    const jobs = [3, 1, 2, 2].map((createdAt, at) => aJob(poolId, { createdAt, id: `import-${at}` }));
    await commit(jobs.map((job) => imports.insert(job)));
    const first = await imports.list(poolId, { limit: 2 });
    expect(first.map(({ id }) => id)).toEqual(['import-0', 'import-3']);
    const rest = await imports.list(poolId, { limit: 9, after: { createdAt: 2, id: 'import-3' } });
    expect(rest.map(({ id }) => id)).toEqual(['import-2', 'import-1']);
    expect([await imports.hasMoreThan(poolId, 3), await imports.hasMoreThan(poolId, 4)]).toEqual([true, false]);
  });

  it('finds what is due', async () => {
    const { imports, commit } = context.store;
    const poolId = newPoolId();
    const [late, early, done] = [aJob(poolId, { dueAt: -50 }), aJob(poolId, { dueAt: -60 }), aJob(poolId)];
    const future = aJob(poolId, { dueAt: -40 });
    await commit([late, early, done, future].map((job) => imports.insert(job)));
    expect((await imports.due(-50, 10)).map(({ id }) => id)).toEqual([early.id, late.id]);
    expect((await imports.due(-50, 1)).map(({ id }) => id)).toEqual([early.id]);
  });

  it('lets a pool have one active job', async () => {
    const { imports, commit } = context.store;
    const poolId = newPoolId();
    await commit([imports.activate(poolId, 'a')]);
    await expect(commit([imports.activate(poolId, 'b')])).rejects.toMatchObject({ guard: 'import.active' });
    await commit([imports.deactivate(poolId, 'b')]);
    expect(await imports.active(poolId)).toBe('a');
    await commit([imports.deactivate(poolId, 'a')]);
    expect(await imports.active(poolId)).toBe(undefined);
  });

  it('keeps the pieces of uploads apart and in order, and removes them bit by bit', async () => {
    const { imports, commit } = context.store;
    const [poolId, jobId] = [newPoolId(), randomUUID()];
    const chunks = ['00000002', '00000001', '00000010'].map((number) => aChunk(poolId, jobId, number));
    await commit([...chunks, aChunk(poolId, jobId, '00000001', 'u2')].map((chunk) => imports.putChunk(chunk)));
    const read: (string | undefined)[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const chunk: ImportChunk | undefined = await imports.nextChunk(poolId, jobId, 'u1', after);
      after = chunk?.number;
      read.push(chunk?.sealed);
    }
    expect(read).toEqual([chunks[1]?.sealed, chunks[0]?.sealed, chunks[2]?.sealed, undefined]);
    await commit([imports.deleteUpload(poolId, jobId, 'u1')]);
    expect(await imports.nextChunk(poolId, jobId, 'u1', '')).toBe(undefined);
    expect(await imports.hasChunks(poolId, jobId)).toBe(true);
    await commit([imports.putChunk(aChunk(poolId, jobId, '00000002', 'u2'))]);
    await commit([imports.deleteChunks(poolId, jobId, 1)]);
    expect(await imports.hasChunks(poolId, jobId)).toBe(true);
    await commit([imports.deleteChunks(poolId, jobId, 1)]);
    expect(await imports.hasChunks(poolId, jobId)).toBe(false);
  });

  it('keeps the log in order, until it is old', async () => {
    const { store } = context;
    const [poolId, jobId] = [newPoolId(), randomUUID()];
    const part = (number: string, expiresAt: number) => ({
      poolId,
      jobId,
      number,
      body: `line ${number}\n`,
      expiresAt,
    });
    const parts = [part('00000100', -5), part('00000000', -5), part('00000200', 5)];
    await store.commit(parts.map((each) => store.imports.putLog(each)));
    expect(await store.imports.log(poolId, jobId, { limit: 2 })).toEqual([parts[1], parts[0]]);
    expect(await store.imports.log(poolId, jobId, { limit: 2, after: '00000100' })).toEqual([parts[2]]);
    await store.sweep(0, 1_000);
    expect(await store.imports.log(poolId, jobId, { limit: 5 })).toEqual([parts[2]]);
  });

  it('leaves nothing of a deleted pool', async () => {
    const { store } = context;
    const pool = aPool();
    const job = aJob(pool.id);
    const log = { poolId: pool.id, jobId: job.id, number: '00000000', body: 'x', expiresAt: 9e15 };
    await store.commit([
      store.pools.insert(pool),
      store.imports.insert(job),
      store.imports.activate(pool.id, job.id),
      store.imports.putChunk(aChunk(pool.id, job.id, '00000001')),
      store.imports.putLog(log),
    ]);
    await store.commit([store.pools.delete(pool)]);
    while ((await store.sweep(0, 1_000)) > 0);
    expect([
      await store.imports.byId(pool.id, job.id),
      await store.imports.active(pool.id),
      await store.imports.hasChunks(pool.id, job.id),
      await store.imports.log(pool.id, job.id, { limit: 1 }),
    ]).toEqual([undefined, undefined, false, []]);
  });

  it('finds the pieces of files among the sealed values, and replaces them', async () => {
    const { store } = context;
    const chunk = aChunk(newPoolId(), randomUUID(), '00000001');
    await store.commit([store.imports.putChunk(chunk)]);
    const bound = `${chunk.poolId}/${chunk.jobId}/u1/00000001`;
    const found = (await store.sealed.scan(10_000)).find((value) => value.context === bound);
    expect(found).toMatchObject({ purpose: 'import-file', sealed: chunk.sealed });
    if (found) await store.commit([store.sealed.replace(found, 'fresh')]);
    expect((await store.imports.nextChunk(chunk.poolId, chunk.jobId, 'u1', ''))?.sealed).toBe('fresh');
  });

  it('keeps what kind of password a user has', async () => {
    const { store } = context;
    const user = aUser(newPoolId(), { password: { sealed: 'x', setAt: 5, algorithm: 'ARGON2ID' } });
    await store.commit([store.users.insert(user)]);
    expect(await store.users.bySub(user.poolId, user.sub)).toEqual(user);
    await store.commit([store.users.update({ ...user, password: { sealed: 'y', setAt: 5 } })]);
    expect((await store.users.bySub(user.poolId, user.sub))?.password).toEqual({ sealed: 'y', setAt: 5 });
  });
};
