/** Opens a store. What the engines share stands in store.ts and repositories/, what they do not in sqlite/, postgres/. */
import type { Store } from '../core/ports.ts';
import { createStore } from './store.ts';

export { StoreUnavailable } from './engine.ts';
export { NewerDatabase } from './migrations/index.ts';

/** The embedded store: one file at `path` with its folder, made and migrated when needed. */
export const openSqlite = async ({ path }: { path: string }): Promise<Store> => {
  const { openSqliteEngine } = await import('./sqlite/engine.ts');
  return createStore(await openSqliteEngine(path));
};
