/** A signed-in user replaces the password, proving the one in use. */
import type { Core } from '../core.ts';
import {
  incorrectUsernameOrPassword,
  limitExceeded,
  notAuthorized,
  passwordResetRequired,
  ServiceError,
} from '../errors.ts';
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
 * @throws NotAuthorizedException (wrong password, federated user), LimitExceededException (too many wrong ones),
 *   PasswordResetRequiredException, InvalidPasswordException, PasswordHistoryPolicyViolationException
 */
export async function changePassword(core: Needs, pool: Pool, user: User, change: PasswordChange): Promise<void> {
  assertOwnPassword(user);
  if (user.password) await provePrevious(core, pool, user, change.previous ?? '');
  await commitUser(core, pool, user, async (current) => {
    assertOwnPassword(current);
    // Another change or reset came between: what was proved is no longer the password.
    if (current.password?.sealed !== user.password?.sealed) throw incorrectUsernameOrPassword();
    const password = await newPassword(core, pool, current, change.proposed);
    // A code against the password that was forgotten must not undo this one.
    return {
      user: { ...current, ...password },
      writes: [core.store.codes.discard(pool.id, current.sub, 'forgot-password')],
    };
  });
}

/** A password under reset is replaced by its code alone; a federated user's is its provider's matter. */
function assertOwnPassword({ status }: User): void {
  if (status === 'RESET_REQUIRED') throw passwordResetRequired();
  if (status === 'EXTERNAL_PROVIDER') throw notAuthorized('User password cannot be changed in the current state.');
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
