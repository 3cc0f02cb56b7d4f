/** An administrator gives a user a password. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { clearPasswordFailures } from './lockout.ts';
import { newPassword } from './set.ts';
import { temporaryPasswordExpiry } from './temporary.ts';

/**
 * A permanent password confirms the user, whatever the status was; any other must be changed at the next sign-in.
 * Codes that could undo it are void, and the lock that wrong passwords brought is over. Throws InvalidPasswordException and, for a permanent password,
 * PasswordHistoryPolicyViolationException.
 */
export const assignPassword = async (
  core: Pick<Core, 'store' | 'clock' | 'sealer' | 'srp'>,
  pool: Pool,
  user: User,
  password: string,
  permanent: boolean,
): Promise<void> => {
  await commitUser(core, pool, user, async (current) => ({
    user: {
      ...current,
      ...(await newPassword(core, pool, current, password, { temporary: !permanent })),
      status: permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      temporaryPasswordExpiresAt: permanent ? undefined : temporaryPasswordExpiry(pool, core.clock.now()),
    },
    writes: (['sign-up', 'forgot-password'] as const).map((purpose) =>
      core.store.codes.discard(pool.id, current.sub, purpose),
    ),
  }));
  await clearPasswordFailures(core, pool, user);
};
