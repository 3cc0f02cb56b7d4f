/** A file arrives for a job, or its log is read, by whoever has the job's URL. */
import type { Core } from '../core.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { storeFile } from './file.ts';
import type { ImportJob } from './job.ts';
import { rightOf } from './url.ts';

export interface ImportLink {
  readonly poolId: string;
  readonly jobId: string;
  readonly token: string;
}

export class LinkRefused extends Error {
  readonly reason: 'expired' | 'forged' | 'started';

  constructor(reason: LinkRefused['reason']) {
    super(`link refused: ${reason}`);
    this.name = 'LinkRefused';
    this.reason = reason;
  }
}

type Touches = Pick<Core, 'store' | 'clock' | 'sealer' | 'random'>;

const jobOf = async (core: Touches, { poolId, jobId }: ImportLink): Promise<ImportJob> => {
  const [pool, job] = await Promise.all([core.store.pools.byId(poolId), core.store.imports.byId(poolId, jobId)]);
  if (pool === undefined || job === undefined) throw new LinkRefused('forged');
  return job;
};

const uploadable = async (core: Touches, link: ImportLink): Promise<ImportJob> => {
  const right = rightOf(core, link.poolId, link.jobId, link.token);
  if (right === undefined) throw new LinkRefused('forged');
  if (right.uploadUntil <= core.clock.now()) throw new LinkRefused('expired');
  const job = await jobOf(core, link);
  if (job.status !== 'Created') throw new LinkRefused('started');
  return job;
};

/** The file of the last upload that ended is the job's. Throws `LinkRefused`, `FileTooLarge`. */
export const uploadFile = async (core: Touches, link: ImportLink, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  const upload = await storeFile(core, await uploadable(core, link), bytes);
  await retryOn('import-job.changed', tooManyWriters, async () => {
    const job = await jobOf(core, link);
    if (job.status !== 'Created') {
      await core.store.commit([core.store.imports.deleteUpload(job.poolId, job.id, upload)]);
      throw new LinkRefused('started');
    }
    const { imports } = core.store;
    const former = job.upload === undefined ? [] : [imports.deleteUpload(job.poolId, job.id, job.upload)];
    await core.store.commit([imports.update({ ...job, upload }), ...former]);
  });
};

/** Throws `LinkRefused` with the first piece. */
export async function* importLog(core: Touches, link: ImportLink): AsyncGenerator<string> {
  const right = rightOf(core, link.poolId, link.jobId, link.token);
  if (right === undefined) throw new LinkRefused('forged');
  if (right.logUntil <= core.clock.now()) throw new LinkRefused('expired');
  const { poolId, id } = await jobOf(core, link);
  yield '';
  let after: string | undefined;
  for (;;) {
    const parts = await core.store.imports.log(poolId, id, { limit: 20, after });
    for (const { body } of parts) yield body;
    after = parts.at(-1)?.number;
    if (after === undefined) return;
  }
}
