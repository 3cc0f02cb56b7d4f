/** Opens a store. What the engines share stands in store.ts and repositories/, what they do not in sqlite/, postgres/. */
import type { Store } from '../core/ports.ts';
import type { PostgresOptions } from './postgres/connection.ts';
import { createStore } from './store.ts';

export { OutcomeUnknown, StoreUnavailable } from './engine.ts';
export { NewerDatabase } from './migrations/index.ts';
export type { PostgresOptions };

/** The embedded store: one file at `path` with its folder, made and migrated when needed. */
export const openSqlite = async ({ path }: { path: string }): Promise<Store> => {
  const { openSqliteEngine } = await import('./sqlite/engine.ts');
  return createStore(await openSqliteEngine(path));
};

/** PostgreSQL or what speaks its protocol; the database must exist and is migrated when needed. */
export const openPostgres = async (options: PostgresOptions): Promise<Store> => {
  const { openPostgresEngine } = await import('./postgres/engine.ts');
  return createStore(await openPostgresEngine(options));
};
