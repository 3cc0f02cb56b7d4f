import { sql } from 'kysely';
import type { ImportChunk, ImportJob, ImportLogPart, PasswordAlgorithm } from '../../core/imports/job.ts';
import type { ImportRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { ImportChunkRow, ImportJobRow, ImportLogRow } from '../schema.ts';
import { reader, writer } from '../statement.ts';
import { versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createImports = (engine: Engine): ImportRepository => ({
  ...createJobs(engine),
  ...createActive(engine),
  ...createChunks(engine),
  ...createLogs(engine),
});

const createJobs = (engine: Engine) => {
  const rows = versioned<ImportJobRow>(engine, {
    table: 'import_jobs',
    key: ['pool_id', 'id'],
    columns: [
      'name',
      'role_arn',
      'algorithm',
      'status',
      'created_at',
      'started_at',
      'completed_at',
      'lines',
      'imported',
      'skipped',
      'failed',
      'upload',
      'message',
      'due_at',
    ],
    exists: 'import-job.exists',
    changed: 'import-job.changed',
  });
  const byId = rows.finder('pool_id', 'id');
  const list = reader(engine, (db, v: { poolId: string; createdAt: number; id: string; limit: number }) =>
    db
      .selectFrom('import_jobs')
      .selectAll()
      .where('pool_id', '=', v.poolId)
      .where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(v.createdAt, v.id)))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(v.limit),
  );
  const atRank = reader(engine, (db, v: { poolId: string; rank: number }) =>
    db
      .selectFrom('import_jobs')
      .select('id')
      .where('pool_id', '=', v.poolId)
      .orderBy('created_at')
      .limit(1)
      .offset(v.rank),
  );
  const due = reader(engine, (db, v: { now: number; limit: number }) =>
    db
      .selectFrom('import_jobs')
      .selectAll()
      .where('due_at', 'is not', null)
      .where('due_at', '<=', v.now)
      .orderBy('due_at')
      .limit(v.limit),
  );
  const stop = writer(
    engine,
    (db, v: { poolId: string; id: string; now: number }) =>
      db
        .updateTable('import_jobs')
        .set((eb) => ({ status: 'Stopping', due_at: v.now, version: eb('version', '+', 1) }))
        .where('pool_id', '=', v.poolId)
        .where('id', '=', v.id)
        .where('status', 'in', ['Pending', 'InProgress']),
    'import-job.changed',
  );
  const newest = { createdAt: Number.MAX_SAFE_INTEGER, id: '' };

  return {
    byId: async (poolId: string, id: string) => {
      const row = await byId({ pool_id: poolId, id });
      return row && toJob(row);
    },
    list: async (poolId: string, page: Parameters<ImportRepository['list']>[1]) =>
      (await list({ poolId, ...(page.after ?? newest), limit: page.limit })).map(toJob),
    hasMoreThan: async (poolId: string, count: number) => (await atRank({ poolId, rank: count })).length > 0,
    due: async (now: number, limit: number) => (await due({ now, limit })).map(toJob),
    insert: (job: ImportJob) => write(rows.insert(toRow(job))),
    update: (job: ImportJob) => write(rows.update(toRow(job))),
    stop: (poolId: string, id: string, now: number) => write(stop({ poolId, id, now })),
  };
};

const createActive = (engine: Engine) => {
  const read = reader(engine, (db, v: { poolId: string }) =>
    db.selectFrom('active_imports').select('job_id').where('pool_id', '=', v.poolId),
  );
  const insert = writer(
    engine,
    (db, v: { pool_id: string; job_id: string }) =>
      db
        .insertInto('active_imports')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'import.active',
  );
  const remove = writer(engine, (db, v: { pool_id: string; job_id: string }) =>
    db.deleteFrom('active_imports').where('pool_id', '=', v.pool_id).where('job_id', '=', v.job_id),
  );
  return {
    active: async (poolId: string) => (await read({ poolId }))[0]?.job_id,
    activate: (poolId: string, jobId: string) => write(insert({ pool_id: poolId, job_id: jobId })),
    deactivate: (poolId: string, jobId: string) => write(remove({ pool_id: poolId, job_id: jobId })),
  };
};

const createChunks = (engine: Engine) => {
  const insert = writer(engine, (db, v: ImportChunkRow) => db.insertInto('import_chunks').values(v));
  const next = reader(engine, (db, v: { poolId: string; jobId: string; upload: string; after: string }) =>
    db
      .selectFrom('import_chunks')
      .selectAll()
      .where('pool_id', '=', v.poolId)
      .where('job_id', '=', v.jobId)
      .where('upload', '=', v.upload)
      .where('number', '>', v.after)
      .orderBy('number')
      .limit(1),
  );
  const any = reader(engine, (db, v: { poolId: string; jobId: string }) =>
    db
      .selectFrom('import_chunks')
      .select('number')
      .where('pool_id', '=', v.poolId)
      .where('job_id', '=', v.jobId)
      .limit(1),
  );
  const remove = writer(engine, (db, v: { poolId: string; jobId: string; limit: number }) => ({
    compile: () =>
      sql`delete from import_chunks where (pool_id, job_id, upload, number) in
        (select pool_id, job_id, upload, number from import_chunks
          where pool_id = ${v.poolId} and job_id = ${v.jobId} limit ${v.limit})`.compile(db),
  }));
  const removeUpload = writer(engine, (db, v: { poolId: string; jobId: string; upload: string }) =>
    db
      .deleteFrom('import_chunks')
      .where('pool_id', '=', v.poolId)
      .where('job_id', '=', v.jobId)
      .where('upload', '=', v.upload),
  );
  return {
    putChunk: ({ poolId, jobId, ...rest }: ImportChunk) => write(insert({ pool_id: poolId, job_id: jobId, ...rest })),
    nextChunk: async (poolId: string, jobId: string, upload: string, after: string) => {
      const [row] = await next({ poolId, jobId, upload, after });
      return row && { poolId, jobId, upload, number: row.number, sealed: row.sealed };
    },
    hasChunks: async (poolId: string, jobId: string) => (await any({ poolId, jobId })).length > 0,
    deleteChunks: (poolId: string, jobId: string, limit: number) => write(remove({ poolId, jobId, limit })),
    deleteUpload: (poolId: string, jobId: string, upload: string) => write(removeUpload({ poolId, jobId, upload })),
  };
};

const createLogs = (engine: Engine) => {
  const insert = writer(engine, (db, v: ImportLogRow) => db.insertInto('import_logs').values(v));
  const read = reader(engine, (db, v: { poolId: string; jobId: string; after: string; limit: number }) =>
    db
      .selectFrom('import_logs')
      .selectAll()
      .where('pool_id', '=', v.poolId)
      .where('job_id', '=', v.jobId)
      .where('number', '>', v.after)
      .orderBy('number')
      .limit(v.limit),
  );
  return {
    putLog: ({ poolId, jobId, number, body, expiresAt }: ImportLogPart) =>
      write(insert({ pool_id: poolId, job_id: jobId, number, body, expires_at: expiresAt })),
    log: async (poolId: string, jobId: string, page: { limit: number; after?: string }) =>
      (await read({ poolId, jobId, after: page.after ?? '', limit: page.limit })).map((row) => ({
        poolId,
        jobId,
        number: row.number,
        body: row.body,
        expiresAt: row.expires_at,
      })),
  };
};

const toRow = (job: ImportJob): ImportJobRow => ({
  pool_id: job.poolId,
  id: job.id,
  name: job.name,
  role_arn: job.roleArn,
  algorithm: job.algorithm ?? null,
  status: job.status,
  created_at: job.createdAt,
  started_at: job.startedAt ?? null,
  completed_at: job.completedAt ?? null,
  lines: job.lines,
  imported: job.imported,
  skipped: job.skipped,
  failed: job.failed,
  upload: job.upload ?? null,
  message: job.message ?? null,
  due_at: job.dueAt ?? null,
  version: job.version,
});

const toJob = (row: ImportJobRow): ImportJob => ({
  poolId: row.pool_id,
  id: row.id,
  name: row.name,
  roleArn: row.role_arn,
  ...(row.algorithm !== null && { algorithm: row.algorithm as PasswordAlgorithm }),
  status: row.status as ImportJob['status'],
  createdAt: row.created_at,
  ...(row.started_at !== null && { startedAt: row.started_at }),
  ...(row.completed_at !== null && { completedAt: row.completed_at }),
  lines: row.lines,
  imported: row.imported,
  skipped: row.skipped,
  failed: row.failed,
  ...(row.upload !== null && { upload: row.upload }),
  ...(row.message !== null && { message: row.message }),
  ...(row.due_at !== null && { dueAt: row.due_at }),
  version: row.version,
});
