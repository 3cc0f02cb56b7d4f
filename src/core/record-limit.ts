/** How many records of one kind a pool may have. */
import { ServiceError } from './errors.ts';
import type { PageOf } from './ports.ts';

const PAGE = 500;

/** Reads no more than it must to know. Throws LimitExceededException. */
export const assertBelowLimit = async (
  limit: number,
  what: string,
  read: (page: PageOf<string>) => Promise<readonly unknown[]>,
): Promise<void> => {
  if (limit > PAGE) throw new RangeError(`a limit above ${PAGE} wants a counter`);
  if ((await read({ limit })).length < limit) return;
  throw new ServiceError('LimitExceededException', `Exceeded the maximum number of ${what} in a user pool: ${limit}.`);
};
