/** A signed-in user replaces the password, proving the one in use. */
import type { Core } from '../core.ts';
import { incorrectUsernameOrPassword, limitExceeded, ServiceError } from '../errors.ts';
import { guessPassword } from '../passwords/guess.ts';
import { newPassword } from '../passwords/set.ts';
import { verifyPassword } from '../passwords/verify.ts';
import type { Pool } from '../pools/pool.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'sealer' | 'srp'>;

export interface PasswordChange {
  /** Only a user without a password may leave it out. */
  readonly previous?: string;
  readonly proposed: string;
}

/**
 * @throws NotAuthorizedException (wrong password), LimitExceededException (too many wrong ones),
 *   InvalidPasswordException, PasswordHistoryPolicyViolationException
 */
export async function changePassword(core: Needs, pool: Pool, user: User, change: PasswordChange): Promise<void> {
  if (user.password) await provePrevious(core, pool, user, change.previous ?? '');
  await commitUser(core, pool, user, async (current) => {
    // Another change or reset came between: what was proved is no longer the password.
    if (current.password?.sealed !== user.password?.sealed) throw incorrectUsernameOrPassword();
    return { user: { ...current, ...(await newPassword(core, pool, current, change.proposed)) } };
  });
}

async function provePrevious(core: Needs, pool: Pool, user: User, previous: string): Promise<void> {
  const check = () => verifyPassword(core, pool, user, user.username, previous);
  const right = await guessPassword(core, pool, user, check).catch(asLimit);
  if (!right) throw incorrectUsernameOrPassword();
}

/** Here Cognito answers the back-off that sign-in calls "Password attempts exceeded" as a limit. */
function asLimit(error: unknown): never {
  throw error instanceof ServiceError && error.code === 'NotAuthorizedException' ? limitExceeded() : error;
}
