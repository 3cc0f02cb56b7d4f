/** Read, change, write: again from the read when another writer came in between. */
import { ServiceError } from './errors.ts';
import { type Guard, GuardFailed } from './ports.ts';

const ATTEMPTS = 20;

export const concurrentModification = () =>
  new ServiceError('ConcurrentModificationException', 'The resource is being modified by another request.');
/** For operations that declare no ConcurrentModificationException. */
export const tooManyWriters = () => new ServiceError('TooManyRequestsException', 'Rate exceeded');

/** `attempt` reads, changes and commits. Throws `exhausted()` when others win every time. */
export const retryOn = async <T>(
  guard: Guard,
  exhausted: () => ServiceError,
  attempt: () => Promise<T>,
): Promise<T> => {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof GuardFailed && error.guard === guard)) throw error;
    }
  }
  throw exhausted();
};
