/**
 * Limits how often codes are tried, in all sign-ins of a user together. A try is counted durably before its code is
 * looked at, so parallel guesses have no more tries than serial ones. From the fifth wrong one on each ends its session
 * and locks the user's codes for 2^(n-5) seconds, at most a quarter of an hour, as wrong passwords do. A right code, or
 * fifteen quiet minutes after a lock, forget them.
 */
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import { type Attempt, GuardFailed, type Write } from '../ports.ts';
import type { User } from '../users/user.ts';

/** First factors count apart: whoever knows no password must not be able to lock second factors. */
export type TryKind = 'mfa' | 'mfa-setup' | 'one-time-code';

export const FREE_TRIES = 5;
const LONGEST_LOCK = 15 * 60_000;
const QUIET = 15 * 60_000;

type Touches = Pick<Core, 'store' | 'clock'>;
type Owner = Pick<User, 'poolId' | 'sub'>;

export interface CountedTry {
  /** Whether a wrong code ends its session. */
  readonly last: boolean;
  /** Forgets all tries; belongs into the commit of what the right code allows. */
  readonly forget: Write;
}

/** Throws NotAuthorizedException during a lock; such a try does not count. */
export const countTry = async (core: Touches, { poolId, sub }: Owner, kind: TryKind): Promise<CountedTry> => {
  // Each lost race means that another try was counted, so a lock ends the loop.
  for (;;) {
    const next = oneMore(await core.store.attempts.find(poolId, sub, kind), core.clock.now());
    try {
      await core.store.commit([core.store.attempts.put({ poolId, subject: sub, kind, ...next })]);
      return { last: next.count >= FREE_TRIES, forget: core.store.attempts.clear(poolId, sub, kind) };
    } catch (error) {
      if (!(error instanceof GuardFailed)) throw error;
    }
  }
};

const oneMore = (before: Attempt | undefined, now: number) => {
  const counts = before !== undefined && before.expiresAt > now;
  if (counts && before.lockedUntil > now) throw notAuthorized('Attempt limit exceeded, please try after some time.');
  const count = (counts ? before.count : 0) + 1;
  const lockedUntil = now + lockAfter(count);
  return {
    count,
    windowStart: counts ? before.windowStart : now,
    lockedUntil,
    expiresAt: lockedUntil + QUIET,
    version: before?.version ?? 0,
  };
};

const lockAfter = (count: number): number =>
  count < FREE_TRIES ? 0 : Math.min(1000 * 2 ** (count - FREE_TRIES), LONGEST_LOCK);
