/** What the writer thread and the main thread say to each other, and how both open the file. */

export interface StepMessage {
  readonly sql: string;
  readonly parameters: readonly (string | number | null)[];
  readonly guard?: string;
}

export interface Batch {
  readonly kind: 'commit';
  readonly id: number;
  readonly steps: readonly StepMessage[];
}

export type Outcome =
  | { readonly id: number; readonly hits: readonly number[] }
  | { readonly id: number; readonly guard: string }
  | { readonly id: number; readonly error: string };

export interface WriterData {
  readonly path: string;
  readonly pragmas: string;
}

export type WriterRequest = Batch | { readonly kind: 'close' };

export type WriterReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly Outcome[] };

/**
 * `synchronous = full`: a commit is on the disk when it returns. The busy timeout is for other processes (a backup, a
 * command line beside the server); within this one only the writer thread writes.
 */
export const pragmas = `
  pragma busy_timeout = 10000;
  pragma synchronous = full;
  pragma cache_size = -4000;
  pragma temp_store = memory;
  pragma journal_size_limit = 67108864;
`;
