/** The columns of an import file: one for each attribute of the pool, the user's name, and MFA. */
import type { Pool } from '../pools/pool.ts';
import type { ImportJob } from './job.ts';

export const USERNAME = 'cognito:username';
export const MFA_ENABLED = 'cognito:mfa_enabled';
/** In the files of jobs with a PasswordHashingAlgorithm, beside the columns that GetCSVHeader names. */
export const PASSWORD_HASH = 'cognito:password_hash';

/** Attributes that the service itself sets. */
const NOT_IMPORTED: ReadonlySet<string> = new Set(['sub', 'identities']);

/** What GetCSVHeader answers: attributes in the schema's order, custom ones behind, then the two of the service. */
export const csvHeader = (pool: Pool): string[] => [
  ...pool.schema.map(({ name }) => name).filter((name) => !NOT_IMPORTED.has(name)),
  MFA_ENABLED,
  USERNAME,
];

/** What is wrong with the first row of a file; undefined when nothing is. The order of columns does not matter. */
export const headerProblem = (pool: Pool, job: ImportJob, found: readonly string[]): string | undefined => {
  const wanted = [...csvHeader(pool), ...(job.algorithm === undefined ? [] : [PASSWORD_HASH])];
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length > 0) return `The header of the CSV file lacks: ${missing.join(', ')}`;
  const foreign = found.filter((name, at) => !wanted.includes(name) || found.indexOf(name) !== at);
  // What stands there may be anything, personal data of a file without a header included.
  return foreign.length > 0 ? 'The header of the CSV file has columns that are unknown or come twice.' : undefined;
};
