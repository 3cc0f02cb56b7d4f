/** The database that the configuration names; commands use it beside running servers. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Store } from '../core/ports.ts';
import { openPostgres, openSqlite } from '../store/index.ts';

export const openStore = (config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Store> =>
  config.databaseUrl
    ? openPostgres({ url: config.databaseUrl })
    : openSqlite({ path: join(config.dataDir, 'poolhouse.sqlite') });
