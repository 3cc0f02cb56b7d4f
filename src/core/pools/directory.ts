/**
 * Pools and clients as every request needs them: read through a cache that lives for a second, so that a change made
 * on another node is seen in time. Whoever changes one says so with `forgetPool` or `forgetClient`.
 */
import type { Client } from '../clients/client.ts';
import type { Core, Directory } from '../core.ts';
import type { Domain } from '../domains/domain.ts';
import { clientNotFound, poolNotFound } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { ResourceServer } from '../resource-servers/resource-server.ts';
import type { Pool } from './pool.ts';

const LIFETIME_MS = 1_000;
const MAX_ENTRIES = 10_000;

export const createDirectory = (core: Pick<Core, 'store' | 'clock'>): Directory => {
  const pools = createCache<Pool>(core.clock, (id) => core.store.pools.byId(id));
  const clients = createCache<Client>(core.clock, (id) => core.store.clients.byId(id));
  const domains = createCache<Domain>(core.clock, (key) => {
    const [scope = '', name = ''] = key.split('/');
    return core.store.domains.byName(scope, name);
  });
  const resourceServers = createCache<ResourceServer>(core.clock, (key) => {
    const at = key.indexOf(' ');
    return core.store.resourceServers.byIdentifier(key.slice(0, at), key.slice(at + 1));
  });
  return {
    findPool: pools.find,
    findClient: clients.find,
    findDomain: (scope, name) => domains.find(`${scope}/${name}`),
    findResourceServer: (poolId, identifier) => resourceServers.find(`${poolId} ${identifier}`),
    pool: async (id) => (await pools.find(id)) ?? missing(poolNotFound(id)),
    client: async (id) => (await clients.find(id)) ?? missing(clientNotFound(id)),
    forgetPool: (id) => {
      pools.forget(id);
      clients.clear(); // a deleted pool takes its clients along
    },
    forgetClient: clients.forget,
    forgetDomain: (scope, name) => domains.forget(`${scope}/${name}`),
    forgetResourceServer: (poolId, identifier) => resourceServers.forget(`${poolId} ${identifier}`),
  };
};

const missing = (error: Error): never => {
  throw error;
};

interface Entry<Value> {
  readonly value: Promise<Value | undefined>;
  readonly expiresAt: number;
}

/** Callers at once share one read. What does not exist is not remembered, or guessed ids would fill the cache. */
export const createCache = <Value>(clock: Clock, load: (id: string) => Promise<Value | undefined>) => {
  const entries = new Map<string, Entry<Value>>();

  const read = (id: string): Promise<Value | undefined> => {
    // A change that commits after the read started must show within the lifetime: count from the start.
    const entry = { value: load(id), expiresAt: clock.now() + LIFETIME_MS };
    const drop = () => {
      if (entries.get(id) === entry) entries.delete(id);
    };
    entry.value.then((value) => value === undefined && drop(), drop);
    entries.delete(id);
    entries.set(id, entry);
    if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value as string);
    return entry.value;
  };

  return {
    find: (id: string): Promise<Value | undefined> => {
      const entry = entries.get(id);
      return entry !== undefined && clock.now() < entry.expiresAt ? entry.value : read(id);
    },
    forget: (id: string): void => void entries.delete(id),
    clear: (): void => entries.clear(),
  };
};
