/**
 * The seam between repositories and engines: a compiled statement goes in, rows or counts come out. What differs
 * between SQLite and PostgreSQL stays behind it.
 */
import type { Kysely } from 'kysely';
import type { Guard } from '../core/ports.ts';
import type { Tables } from './schema.ts';

export type Value = string | number | null;

/** SQL that was compiled once; its identity is the key under which engines keep prepared statements. */
export interface Template {
  readonly sql: string;
  /** Unique in the process. */
  readonly id: number;
}

export interface Bound {
  readonly template: Template;
  readonly parameters: readonly Value[];
}

/** One statement of a commit. With a guard, it must hit a row. */
export interface Step extends Bound {
  readonly guard?: Guard;
}

export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  /** Builds and compiles; runs nothing. */
  readonly builder: Kysely<Tables>;
  query(statement: Bound): Promise<unknown[]>;
  /** All steps or none, durable when it resolves; answers how many rows each step hit. Rejects with `GuardFailed`. */
  commit(steps: readonly Step[]): Promise<number[]>;
  /** Removes up to `limit` rows of the engine's own bookkeeping that are of no more use; answers how many. */
  tidy(limit: number): Promise<number>;
  close(): Promise<void>;
}

/** The engine cannot carry anything out: out of reach, closed, its writer died. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** The line to the engine broke during a commit and could not be had again in time to find out what became of it. */
export class OutcomeUnknown extends StoreUnavailable {
  constructor(cause: unknown) {
    super('The outcome of a commit could not be found out', { cause });
    this.name = 'OutcomeUnknown';
  }
}
