/** The look of a client's pages, from what its pool's owner set. Kept for a second on each node, like pools themselves. */

import { ALL_CLIENTS } from '../../core/branding/ui-customization.ts';
import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import type { Site } from '../../core/domains/site.ts';
import { classicLook } from './looks/classic.ts';
import type { ColorScheme, Look } from './looks/look.ts';
import { managedLook } from './looks/managed.ts';

export type { Look } from './looks/look.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

export interface LookOptions {
  /** In the place of what the domain says. */
  readonly kind?: Look['kind'] | undefined;
  /** In the place of what the style says. */
  readonly scheme?: ColorScheme | undefined;
}

/** Without a client: the pool's own. */
export const lookOf = async (core: Needs, site: Site, client: Client | undefined): Promise<Look> => {
  const key = [site.pool.id, client?.id ?? '', site.domain.managedLoginVersion, site.basePath].join('/');
  const kept = keptBy(core.store);
  const known = kept.get(key);
  const now = core.clock.now();
  if (known && Math.abs(now - known.at) < KEPT_FOR) return known.look;
  const look = await freshLook(core, site, client);
  kept.delete(key);
  kept.set(key, { at: now, look });
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
  return look;
};

/** As it is at this moment. */
export const freshLook = async (
  core: Pick<Core, 'store'>,
  { pool, domain, basePath }: Site,
  client: Client | undefined,
  options: LookOptions = {},
): Promise<Look> => {
  const kind = options.kind ?? (domain.managedLoginVersion === 2 ? 'managed' : 'classic');
  if (kind === 'managed') {
    const style = client && (await core.store.managedLoginBrandings.byClient(pool.id, client.id));
    return managedLook(style, basePath, options);
  }
  const { uiCustomizations } = core.store;
  const own = client && (await uiCustomizations.find(pool.id, client.id));
  return classicLook(own ?? (await uiCustomizations.find(pool.id, ALL_CLIENTS)), basePath, options);
};

/** Milliseconds. */
const KEPT_FOR = 1_000;
const MOST_KEPT = 500;

interface Kept {
  readonly at: number;
  readonly look: Look;
}

const stores = new WeakMap<object, Map<string, Kept>>();

const keptBy = (store: object): Map<string, Kept> => {
  const kept = stores.get(store) ?? new Map<string, Kept>();
  stores.set(store, kept);
  return kept;
};
