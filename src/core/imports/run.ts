/** The work of one job, from wherever it stands to its end. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { CsvUnreadable, GuardFailed, SealBroken } from '../ports.ts';
import { commitBatch, type Draft, draftOf } from './batch.ts';
import { readFile, removeFiles } from './file.ts';
import { headerProblem } from './header.ts';
import type { ImportJob, ImportStatus } from './job.ts';
import { MOST_ROWS } from './limits.ts';

export type ImportCore = Pick<Core, 'clock' | 'csv' | 'log' | 'random' | 'sealer' | 'store'>;

/** This node's hold on a job: no more of it once it is lost or the node stops. */
export interface Turn {
  readonly over: () => boolean;
}

const BATCH = 100;

/** Ends the job with these words. */
class JobFailed extends Error {}

/** Does what the job needs next, and answers when nothing is left for now. */
export const workOn = async (core: ImportCore, job: ImportJob, turn: Turn): Promise<void> => {
  const pool = await core.store.pools.byId(job.poolId);
  // The sweep removes what is left of a deleted pool.
  if (pool === undefined)
    return unlessChanged(core.store.commit([core.store.imports.update({ ...job, dueAt: undefined })]));
  switch (job.status) {
    case 'Created':
      return finish(core, job, 'Expired');
    case 'Pending':
    case 'InProgress':
      return importAll(core, pool, job, turn);
    case 'Stopping':
      return finish(core, job, 'Stopped', 'The Import Job was stopped by the developer.');
    default:
      await removeFiles(core, job);
      return unlessChanged(core.store.commit([core.store.imports.update({ ...job, dueAt: undefined })]));
  }
};

/** Another node, or its owner, was quicker: then the job is looked at anew. */
const unlessChanged = async (done: Promise<void>): Promise<void> => {
  await done.catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error;
  });
};

/** Its file goes the next time the job is looked at. */
const finish = async (core: ImportCore, job: ImportJob, status: ImportStatus, message?: string): Promise<void> => {
  const { imports } = core.store;
  const now = core.clock.now();
  const ended = status === 'Expired' ? {} : { completedAt: now };
  const after: ImportJob = { ...job, ...ended, status, message, dueAt: now };
  await unlessChanged(core.store.commit([imports.update(after), imports.deactivate(job.poolId, job.id)]));
};

const importAll = async (core: ImportCore, pool: Pool, given: ImportJob, turn: Turn): Promise<void> => {
  const progress = { job: given };
  try {
    if (given.status === 'Pending') progress.job = await begin(core, given);
    await importRows(core, pool, progress, turn);
  } catch (error) {
    if (error instanceof GuardFailed) return;
    const message = failureOf(error);
    if (message === undefined) throw error;
    return finish(core, progress.job, 'Failed', message);
  }
  if (!turn.over()) await finish(core, progress.job, ...verdict(progress.job));
};

const failureOf = (error: unknown): string | undefined => {
  if (error instanceof JobFailed || error instanceof CsvUnreadable) return error.message;
  return error instanceof SealBroken ? 'The uploaded file cannot be read any more.' : undefined;
};

const begin = async (core: ImportCore, job: ImportJob): Promise<ImportJob> => {
  await core.store.commit([core.store.imports.update({ ...job, status: 'InProgress' })]);
  return { ...job, status: 'InProgress', version: job.version + 1 };
};

/** Cognito does not say how many are too many. Here: more than were imported. */
const verdict = ({ imported, skipped, failed }: ImportJob): [ImportStatus, string] =>
  skipped + failed > imported
    ? ['Failed', 'Too many users have failed or been skipped during the import.']
    : ['Succeeded', 'The user import job has completed.'];

/** The next batch is read and checked while one is on its way to the disk. */
const importRows = async (core: ImportCore, pool: Pool, progress: { job: ImportJob }, turn: Turn): Promise<void> => {
  const batches = draftBatches(core, pool, progress.job, turn);
  try {
    let next = ahead(batches);
    for (;;) {
      const { done, value } = await next;
      if (done === true || turn.over()) return;
      next = ahead(batches);
      progress.job = await commitBatch(core, pool, progress.job, value);
    }
  } finally {
    // Closed only when what was asked of it ahead has come: not waited for.
    batches.return(undefined).catch(() => undefined);
  }
};

/** Whoever awaits it hears of a failure; until then nobody need. */
const ahead = (batches: AsyncGenerator<Draft[]>): Promise<IteratorResult<Draft[]>> => {
  const next = batches.next();
  next.catch(() => undefined);
  return next;
};

/** The rows behind those that are done. */
async function* draftBatches(core: ImportCore, pool: Pool, job: ImportJob, turn: Turn): AsyncGenerator<Draft[]> {
  let columns: readonly string[] | undefined;
  let rows = 0;
  let batch: Draft[] = [];
  for await (const row of core.csv.rows(readFile(core, job))) {
    if (turn.over()) return;
    if (columns === undefined) {
      columns = row.values;
      assertHeader(pool, job, columns);
      continue;
    }
    rows += 1;
    if (rows > MOST_ROWS) throw new JobFailed(`The CSV file has more than ${MOST_ROWS} rows.`);
    if (rows <= job.lines) continue;
    batch.push(draftOf(core, { pool, job, columns }, row));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (columns === undefined) throw new JobFailed('The CSV file is empty.');
  if (batch.length > 0) yield batch;
}

const assertHeader = (pool: Pool, job: ImportJob, columns: readonly string[]): void => {
  const problem = headerProblem(pool, job, columns);
  if (problem !== undefined) throw new JobFailed(problem);
};
