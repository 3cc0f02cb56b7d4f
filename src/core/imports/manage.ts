/** Jobs as their owner handles them. The work itself is run.ts. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import type { ImportJob, ImportJobKey, PasswordAlgorithm } from './job.ts';
import { MOST_JOBS, START_TIME } from './limits.ts';

type Touches = Pick<Core, 'store' | 'clock'>;

const preconditionNotMet = (message: string) => new ServiceError('PreconditionNotMetException', message);

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface NewImportJob {
  readonly name: string;
  readonly roleArn: string;
  readonly algorithm?: PasswordAlgorithm;
}

/** Throws LimitExceededException. */
export const createImportJob = async (
  core: Touches & Pick<Core, 'random'>,
  pool: Pool,
  given: NewImportJob,
): Promise<ImportJob> => {
  if (await core.store.imports.hasMoreThan(pool.id, MOST_JOBS - 1)) {
    throw new ServiceError('LimitExceededException', `A user pool can have at most ${MOST_JOBS} user import jobs.`);
  }
  const now = core.clock.now();
  const job: ImportJob = {
    ...given,
    poolId: pool.id,
    id: `import-${core.random.string(10, LETTERS_AND_DIGITS)}`,
    status: 'Created',
    createdAt: now,
    lines: 0,
    imported: 0,
    skipped: 0,
    failed: 0,
    dueAt: now + START_TIME,
    version: 1,
  };
  await core.store.commit([core.store.imports.insert(job)]);
  return job;
};

/** Throws ResourceNotFoundException. */
export const importJob = async (core: Touches, pool: Pool, id: string): Promise<ImportJob> => {
  const job = await core.store.imports.byId(pool.id, id);
  if (job === undefined) throw new ServiceError('ResourceNotFoundException', `User import job ${id} does not exist.`);
  return asOfNow(core, job);
};

/** A job counts as expired from its hour on, whenever the background work comes to it. */
const asOfNow = ({ clock }: Touches, job: ImportJob): ImportJob =>
  job.status === 'Created' && job.createdAt + START_TIME <= clock.now() ? { ...job, status: 'Expired' } : job;

export const listImportJobs = async (
  core: Touches & Pick<Core, 'sealer'>,
  pool: Pool,
  { limit, token }: { limit: number; token: string | undefined },
): Promise<Listing<ImportJob>> => {
  const { rows, nextToken } = await listPage<ImportJob, ImportJobKey>(core, {
    scope: `ListUserImportJobs ${pool.id}`,
    token,
    limit,
    keyOf: ({ createdAt, id }) => ({ createdAt, id }),
    read: (page) => core.store.imports.list(pool.id, page),
  });
  return { rows: rows.map((job) => asOfNow(core, job)), nextToken };
};

/** Throws ResourceNotFoundException, PreconditionNotMetException. */
export const startImportJob = (core: Touches, pool: Pool, id: string): Promise<ImportJob> =>
  retryOn('import-job.changed', tooManyWriters, async () => {
    const job = await importJob(core, pool, id);
    if (job.status !== 'Created') {
      throw preconditionNotMet(`The user import job ${id} cannot be started: its status is ${job.status}.`);
    }
    if (pool.settings.autoVerifiedAttributes.length === 0) {
      throw preconditionNotMet('The user pool has no auto verified attributes.');
    }
    if (job.upload === undefined) throw preconditionNotMet(`No csv file was uploaded for ${id}`);
    const now = core.clock.now();
    const started: ImportJob = { ...job, status: 'Pending', startedAt: now, dueAt: now };
    const { imports } = core.store;
    await core.store.commit([imports.update(started), imports.activate(pool.id, id)]).catch(asBusy);
    return started;
  });

const asBusy = (error: unknown): never => {
  if (error instanceof GuardFailed && error.guard === 'import.active') {
    throw preconditionNotMet('Another user import job is active in the user pool.');
  }
  throw error;
};

const RUNNING: readonly ImportJob['status'][] = ['Pending', 'InProgress'];

/** Throws ResourceNotFoundException, PreconditionNotMetException. */
export const stopImportJob = (core: Touches, pool: Pool, id: string): Promise<ImportJob> =>
  retryOn('import-job.changed', tooManyWriters, async () => {
    const job = await importJob(core, pool, id);
    if (!RUNNING.includes(job.status)) {
      throw preconditionNotMet(`The user import job ${id} cannot be stopped: its status is ${job.status}.`);
    }
    await core.store.commit([core.store.imports.stop(pool.id, id, core.clock.now())]);
    return { ...job, status: 'Stopping' };
  });

/** What an import relies on must not change under it. Throws UserImportInProgressException. */
export const assertNoImport = async (core: Pick<Core, 'store'>, poolId: string): Promise<void> => {
  if ((await core.store.imports.active(poolId)) === undefined) return;
  throw new ServiceError('UserImportInProgressException', 'A user import job is in progress for the user pool.');
};
