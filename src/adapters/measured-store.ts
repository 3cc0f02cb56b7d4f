/** Tells the metrics how long commits take and how they end. */
import { GuardFailed, type Store } from '../core/ports.ts';
import type { Metrics } from '../metrics.ts';

export const measured = (store: Store, metrics: Pick<Metrics, 'commit'>): Store => ({
  ...store,
  commit: async (writes) => {
    const started = performance.now();
    try {
      await store.commit(writes);
      metrics.commit('ok', performance.now() - started);
    } catch (error) {
      metrics.commit(error instanceof GuardFailed ? 'guard' : 'error', performance.now() - started);
      throw error;
    }
  },
});
