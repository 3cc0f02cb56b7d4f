/** Looks after SAML providers in the background, one node at a time. */
import type { Core } from '../../core.ts';
import { GuardFailed } from '../../ports.ts';
import { type RefreshCore, refreshed } from './refresh.ts';

const LOOK_EVERY = 60_000;
const LEASE = 'saml-refresh';
/** At once; each may take as long as a request to outside may. */
const CHUNK = 8;

type WorkerCore = RefreshCore & Pick<Core, 'random'>;

/** Answers a function that stops it and resolves when what is under way has ended. */
export const startSamlRefresh = (core: WorkerCore): (() => Promise<void>) => {
  const holder = core.random.uuid();
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => refreshDue(core, holder, () => stopped))
      .catch((error: unknown) => core.log.warn({ err: error }, 'refreshing identity providers failed'));
  }, LOOK_EVERY);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
};

/** Whatever is due by now, unless another node is at it. */
export const refreshDue = async (core: RefreshCore, holder: string, over = () => false): Promise<void> => {
  while (!over() && (await holdsLease(core, holder))) {
    const due = await core.store.identityProviders.due(core.clock.now(), CHUNK);
    await Promise.all(due.map((provider) => refreshed(core, provider)));
    if (due.length < CHUNK) return;
  }
};

const holdsLease = async ({ store, clock }: RefreshCore, holder: string): Promise<boolean> => {
  const now = clock.now();
  try {
    await store.commit([store.leases.take(LEASE, holder, now, now + 2 * LOOK_EVERY)]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
};
