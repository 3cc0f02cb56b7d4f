/** When long-term keys were last used: written down at most once a minute, while the request goes on. */
import type { Core } from '../core.ts';
import type { Store } from '../ports.ts';

const APART_MS = 60_000;
const MAX_KEYS = 10_000;

const notedIn = new WeakMap<Store, Map<string, number>>();

export const noteUse = (
  { clock, store }: Pick<Core, 'clock' | 'store'>,
  accessKeyId: string,
  service: string,
  region: string,
): void => {
  const noted = notedIn.get(store) ?? new Map<string, number>();
  notedIn.set(store, noted);
  const at = clock.now();
  if (at - (noted.get(accessKeyId) ?? Number.NEGATIVE_INFINITY) < APART_MS) return;
  if (noted.size >= MAX_KEYS) noted.clear();
  noted.set(accessKeyId, at);
  // A note that is lost is made up for by the next use.
  store.commit([store.accessKeys.noteUse(accessKeyId, { at, service, region })]).catch(() => noted.delete(accessKeyId));
};
