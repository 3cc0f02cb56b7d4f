/** One guess at a password, counted, with no way around the count by guessing in parallel. */
import type { Core } from '../core.ts';
import { gatePerStore } from '../gate.ts';
import type { Pool } from '../pools/pool.ts';
import { assertNotLockedOut, clearPasswordFailures, type Guessed, recordPasswordFailure } from './lockout.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'sealer'>;

/**
 * Of one user at most four guesses run at once on this node while none has failed yet, and one at a time as soon as
 * one has: a burst passes the limit by three at most. Sign-ins with right passwords so still run side by side.
 */
const whileClean = gatePerStore(4);
const afterFailure = gatePerStore(1);

const keyOf = (pool: Pool, who: Guessed): string =>
  `${pool.id}/${typeof who === 'string' ? `name/${who.toLowerCase()}` : who.sub}`;

const settle = async (
  core: Touches,
  pool: Pool,
  who: Guessed,
  failures: number,
  check: () => Promise<boolean>,
): Promise<boolean> => {
  const right = await check();
  if (!right) await recordPasswordFailure(core, pool, who);
  else if (failures > 0) await clearPasswordFailures(core, pool, who);
  return right;
};

/**
 * Throws NotAuthorizedException "Password attempts exceeded" during a lock, without looking at the password; else
 * answers what `check` says and counts a failure or forgets earlier ones. `who` is the user, or the name that nobody
 * has.
 */
export const guessPassword = async (
  core: Touches,
  pool: Pool,
  who: Guessed,
  check: () => Promise<boolean>,
): Promise<boolean> => {
  const key = keyOf(pool, who);
  return whileClean(core.store).run(key, async () => {
    if ((await assertNotLockedOut(core, pool, who)) === 0) return settle(core, pool, who, 0, check);
    return afterFailure(core.store).run(key, async () =>
      settle(core, pool, who, await assertNotLockedOut(core, pool, who), check),
    );
  });
};
