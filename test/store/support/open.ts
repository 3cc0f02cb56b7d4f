import type { Store } from '../../../src/core/ports.ts';
import { openPostgres, openSqlite } from '../../../src/store/index.ts';

export type EngineName = Store['engine'];
export const engines: readonly EngineName[] = ['sqlite', 'postgres'];

/** `at` is a path or a URL. */
export const openAt = (engine: EngineName, at: string): Promise<Store> =>
  engine === 'sqlite' ? openSqlite({ path: at }) : openPostgres({ url: at });
