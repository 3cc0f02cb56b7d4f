/** What a user import job is. */

import type { HashAlgorithm } from '../../crypto/password-hash.ts';

export type ImportStatus =
  | 'Created'
  | 'Pending'
  | 'InProgress'
  | 'Stopping'
  | 'Expired'
  | 'Stopped'
  | 'Failed'
  | 'Succeeded';

/** How the passwords in a file are hashed (`PasswordHashingAlgorithmType`). */
export type PasswordAlgorithm = HashAlgorithm;

export interface ImportJob {
  readonly poolId: string;
  /** `import-` and 10 letters and digits. */
  readonly id: string;
  readonly name: string;
  /** Kept and shown; the log is Poolhouse's own. */
  readonly roleArn: string;
  readonly algorithm?: PasswordAlgorithm;
  readonly status: ImportStatus;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  /** Data rows that are done; a job that is taken up again goes on behind them. */
  readonly lines: number;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** The whole file that was uploaded last. */
  readonly upload?: string;
  readonly message?: string;
  /** When the job has work to be done: importing, expiring, removing its file. Absent: never again. */
  readonly dueAt?: number;
  readonly version: number;
}

export interface ImportJobKey {
  readonly createdAt: number;
  readonly id: string;
}

/** A piece of an uploaded file: deflated, sealed under `import-file`, bound to pool, job, upload and number. */
export interface ImportChunk {
  readonly poolId: string;
  readonly jobId: string;
  readonly upload: string;
  /** Eight digits. */
  readonly number: string;
  readonly sealed: string;
}

/** What became of some lines, as text. */
export interface ImportLogPart {
  readonly poolId: string;
  readonly jobId: string;
  /** Eight digits. */
  readonly number: string;
  readonly body: string;
  readonly expiresAt: number;
}

export const numbered = (number: number): string => String(number).padStart(8, '0');
