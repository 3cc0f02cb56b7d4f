/**
 * The background work of imports. Any number of nodes look for jobs with something to do; a lease gives each job to one
 * of them, and a node that dies leaves one that runs out. Should two hold a job all the same, the job's version lets only
 * one of them go on.
 */
import { GuardFailed } from '../ports.ts';
import type { ImportJob } from './job.ts';
import { type ImportCore, workOn } from './run.ts';

const LOOK_EVERY = 1_000;
const AT_ONCE = 4;
/** Short: so long a job rests when its node was killed. */
const LEASE = 10_000;
const RENEW_EVERY = 3_000;
/** Begun, told to stop, stopped, its file removed; whatever is left is done at the next look. */
const STEPS = 4;

/** Answers a function that stops it and resolves when what is under way has been put down. */
export const startImports = (core: ImportCore): (() => Promise<void>) => {
  const holder = core.random.uuid();
  const underWay = new Map<string, Promise<void>>();
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    if (stopped || underWay.size >= AT_ONCE) return;
    const due = await core.store.imports.due(core.clock.now(), 2 * AT_ONCE);
    for (const job of due) {
      const key = `${job.poolId}/${job.id}`;
      if (stopped || underWay.size >= AT_ONCE || underWay.has(key)) continue;
      if (await lease(core, key, holder)) take(key, job);
    }
  };

  const take = (key: string, job: ImportJob): void => {
    const work = hold(core, key, holder, job, () => stopped)
      .catch((error: unknown) => core.log.error({ err: error, jobId: job.id }, 'an import was interrupted'))
      .finally(() => underWay.delete(key));
    underWay.set(key, work);
  };

  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => core.log.warn({ err: error }, 'imports not readable'));
  }, LOOK_EVERY);
  timer.unref();

  return async () => {
    stopped = true;
    clearInterval(timer);
    await looking;
    await Promise.all(underWay.values());
  };
};

const nameOf = (key: string): string => `import/${key}`;

const lease = async (core: ImportCore, key: string, holder: string): Promise<boolean> => {
  const now = core.clock.now();
  try {
    await core.store.commit([core.store.leases.take(nameOf(key), holder, now, now + LEASE)]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
};

/** Works on the job while the lease lasts, from what it is now: it was read before the lease was had. */
const hold = async (
  core: ImportCore,
  key: string,
  holder: string,
  { poolId, id }: ImportJob,
  stopped: () => boolean,
): Promise<void> => {
  let lost = false;
  const renewing = setInterval(() => {
    lease(core, key, holder).then(
      (held) => {
        lost ||= !held;
      },
      () => undefined,
    );
  }, RENEW_EVERY);
  try {
    for (let step = 0; step < STEPS; step += 1) {
      const job = await core.store.imports.byId(poolId, id);
      if (job?.dueAt === undefined || job.dueAt > core.clock.now() || lost || stopped()) return;
      await workOn(core, job, { over: () => lost || stopped() });
    }
  } finally {
    clearInterval(renewing);
    await core.store.commit([core.store.leases.release(nameOf(key), holder)]);
  }
};
