/** Identity pools as apps' requests need them: read through a cache that lives for a second, as user pools are. */
import type { Core } from '../core.ts';
import { createCache } from '../pools/directory.ts';
import type { Store } from '../ports.ts';
import type { IdentityPool } from './records.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

const byStore = new WeakMap<Store, ReturnType<typeof createCache<IdentityPool>>>();

const cacheOf = ({ store, clock }: Needs) => {
  const known = byStore.get(store);
  if (known !== undefined) return known;
  const cache = createCache<IdentityPool>(clock, (id) => store.identityPools.byId(id));
  byStore.set(store, cache);
  return cache;
};

export const findIdentityPool = (core: Needs, id: string): Promise<IdentityPool | undefined> => cacheOf(core).find(id);

/** Whoever changes one says so. */
export const forgetIdentityPool = (core: Needs, id: string): void => cacheOf(core).forget(id);
