/** What the writer thread and the main thread say to each other, and how both open the file. */
import type { DatabaseSync } from 'node:sqlite';

export interface StepMessage {
  readonly sql: string;
  readonly parameters: readonly (string | number | null)[];
  readonly guard?: string;
}

export type WriterRequest =
  | { readonly kind: 'commit'; readonly id: number; readonly steps: readonly StepMessage[] }
  | { readonly kind: 'close' };

export type WriterReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'outcomes';
      readonly outcomes: readonly (
        | { readonly id: number; readonly hits: readonly number[] }
        | { readonly id: number; readonly guard: string }
        | { readonly id: number; readonly error: string }
      )[];
    };

/**
 * `synchronous = full`: a commit is on the disk when it returns. The busy timeout is for other processes (a backup, a
 * command line beside the server); within this one only the writer thread writes.
 */
export const applyPragmas = (database: DatabaseSync): void => {
  database.exec('pragma busy_timeout = 10000');
  database.exec('pragma synchronous = full');
  database.exec('pragma cache_size = -4000');
  database.exec('pragma temp_store = memory');
  database.exec('pragma journal_size_limit = 67108864');
};
