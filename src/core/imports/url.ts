/** The PreSignedUrl of a job: PUT uploads its file, GET reads its log. Whoever has it needs no other credentials. */
import type { Core } from '../core.ts';
import type { ImportJob } from './job.ts';
import { LOG_URL_TIME, UPLOAD_TIME } from './limits.ts';

export const IMPORT_PATH = '/user-imports/';

interface Right {
  readonly uploadUntil: number;
  readonly logUntil: number;
}

const contextOf = (poolId: string, jobId: string): string => `${poolId}/${jobId}`;

export const importUrl = (core: Pick<Core, 'settings' | 'sealer' | 'clock'>, job: ImportJob): string => {
  const right: Right = { uploadUntil: job.createdAt + UPLOAD_TIME, logUntil: core.clock.now() + LOG_URL_TIME };
  const token = core.sealer.seal('import-url', JSON.stringify(right), contextOf(job.poolId, job.id));
  return `${core.settings.publicUrl}${IMPORT_PATH}${job.poolId}/${job.id}?${new URLSearchParams({ token })}`;
};

/** What a token allows for this job; undefined for a token that was not made for it. */
export const rightOf = (
  core: Pick<Core, 'sealer'>,
  poolId: string,
  jobId: string,
  token: string,
): Right | undefined => {
  try {
    return JSON.parse(Buffer.from(core.sealer.open('import-url', token, contextOf(poolId, jobId))).toString()) as Right;
  } catch {
    return undefined;
  }
};
