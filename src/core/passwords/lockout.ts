/**
 * Back-off after wrong passwords (developer guide, "Sign-in attempt lockout"): from the fifth failure on each one locks
 * the user for 2^(n-5) seconds, at most about fifteen minutes. Tries during a lock neither count nor prolong it. A
 * successful sign-in, or fifteen quiet minutes after a lock, forget the failures. Unknown names are counted alike.
 */
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { type Attempt, GuardFailed } from '../ports.ts';
import { normalizeAlias } from '../users/aliases.ts';
import type { User } from '../users/user.ts';

const KIND = 'password';
const FREE_FAILURES = 5;
const LONGEST_LOCK = 15 * 60_000;
const QUIET = 15 * 60_000;
const TRIES = 20;

/** A found user, or the name that nobody has. All names of one user count together. */
export type Guessed = User | string;

type Touches = Pick<Core, 'store' | 'clock' | 'sealer'>;

const subjectOf = (core: Pick<Core, 'sealer'>, pool: Pool, who: Guessed): string =>
  typeof who === 'string'
    ? Buffer.from(core.sealer.mac('simulated-user', `attempts/${normalizeAlias(pool, 'username', who)}`)).toString(
        'base64url',
      )
    : who.sub;

/** Failures that still count; undefined when there are none. */
const failures = async (core: Touches, pool: Pool, who: Guessed): Promise<Attempt | undefined> =>
  core.store.attempts.find(pool.id, subjectOf(core, pool, who), KIND);

const forgotten = (attempt: Attempt, now: number): boolean => attempt.expiresAt <= now;

/** Throws NotAuthorizedException "Password attempts exceeded" during a lock; else how many failures count so far. */
export const assertNotLockedOut = async (core: Touches, pool: Pool, who: Guessed): Promise<number> => {
  const attempt = await failures(core, pool, who);
  const now = core.clock.now();
  if (!attempt || forgotten(attempt, now)) return 0;
  if (attempt.lockedUntil > now) throw notAuthorized('Password attempts exceeded');
  return attempt.count;
};

const lockAfter = (count: number): number =>
  count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), LONGEST_LOCK);

const oneMore = (before: Attempt | undefined, poolId: string, subject: string, now: number): Attempt => {
  const counts = before !== undefined && !forgotten(before, now);
  const count = (counts ? before.count : 0) + 1;
  const lockedUntil = now + lockAfter(count);
  return {
    poolId,
    subject,
    kind: KIND,
    count,
    windowStart: counts ? before.windowStart : now,
    lockedUntil,
    expiresAt: lockedUntil + QUIET,
    version: before?.version ?? 0,
  };
};

/** Counts one wrong password, on top of whatever other requests counted meanwhile. */
export const recordPasswordFailure = async (core: Touches, pool: Pool, who: Guessed): Promise<void> => {
  const subject = subjectOf(core, pool, who);
  for (let attempt = 1; ; attempt += 1) {
    const before = await failures(core, pool, who);
    try {
      return await core.store.commit([core.store.attempts.put(oneMore(before, pool.id, subject, core.clock.now()))]);
    } catch (error) {
      if (!(error instanceof GuardFailed) || attempt === TRIES) throw error;
    }
  }
};

/** After a successful sign-in. Reads always, writes only when there were failures. */
export const clearPasswordFailures = async (core: Touches, pool: Pool, who: Guessed): Promise<void> => {
  if (!(await failures(core, pool, who))) return;
  await core.store.commit([core.store.attempts.clear(pool.id, subjectOf(core, pool, who), KIND)]);
};
