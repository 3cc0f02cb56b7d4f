/** Removes rows whose time is over, a chunk at a time, one node at a time. */
import type { Core } from './core/core.ts';
import { GuardFailed } from './core/ports.ts';

const EVERY_MS = 60_000;
const CHUNK = 500;
/** Between chunks, so that clean-up never crowds out sign-ins. */
const PAUSE_MS = 50;
const LEASE = 'sweep';

/** Answers a function that stops it and resolves when the chunk under way has ended. */
export const startSweeping = (core: Pick<Core, 'store' | 'clock' | 'random' | 'log'>): (() => Promise<void>) => {
  const holder = core.random.uuid();
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => round()).catch((error: unknown) => core.log.warn({ err: error }, 'clean-up failed'));
  }, EVERY_MS);
  timer.unref();

  const round = async (): Promise<void> => {
    while (!stopped && (await holdsLease())) {
      const removed = await core.store.sweep(core.clock.now(), CHUNK);
      if (removed < CHUNK) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };

  const holdsLease = async (): Promise<boolean> => {
    const now = core.clock.now();
    try {
      await core.store.commit([core.store.leases.take(LEASE, holder, now, now + 2 * EVERY_MS)]);
      return true;
    } catch (error) {
      if (error instanceof GuardFailed) return false;
      throw error;
    }
  };

  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
};
