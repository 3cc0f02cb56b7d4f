/** The code from ForgotPassword (or AdminResetUserPassword) and a new password. */
import { hidesUsers } from '../auth/subject.ts';
import { assertReaches, spendCode } from '../codes/redeem.ts';
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { clearPasswordFailures } from '../passwords/lockout.ts';
import { checkPasswordPolicy } from '../passwords/policy.ts';
import { newPassword } from '../passwords/set.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { findUser } from '../users/find.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { assertEnabled, combinationNotFound, type PublicCall } from './public-call.ts';
import { pretendToRedeem } from './simulated.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'sealer' | 'srp' | 'functions'>;

export interface PasswordReset {
  readonly code: string;
  readonly password: string;
}

/**
 * Afterwards the user is CONFIRMED and not locked out; tokens stay valid, as at Cognito. So it stays when
 * PostConfirmation fails, whose error is thrown too.
 * @throws UserNotFoundException, NotAuthorizedException (disabled), InvalidPasswordException, CodeMismatchException,
 *   ExpiredCodeException, LimitExceededException, UserNotConfirmedException, PasswordHistoryPolicyViolationException
 */
export async function resetPassword(core: Needs, call: PublicCall, reset: PasswordReset): Promise<void> {
  const { pool, client, username } = call;
  const user = await findUser(core, pool, username);
  if (!user && !hidesUsers(client)) throw combinationNotFound();
  if (user && !hidesUsers(client)) assertEnabled(user);
  checkPasswordPolicy(pool.settings.passwordPolicy, reset.password);
  if (user && (await mayBeReset(core, call, user))) return resetFor(core, call, user, reset);
  return pretendToRedeem(core, call, 'recovery', reset.code, user);
}

/** Where users are hidden, one who was sent no code is answered like an unknown name that was. */
async function mayBeReset(core: Needs, { pool, client }: PublicCall, user: User): Promise<boolean> {
  if (!hidesUsers(client)) return true;
  return user.enabled && (await core.store.codes.find(pool.id, user.sub, 'forgot-password')) !== undefined;
}

async function resetFor(core: Needs, call: PublicCall, user: User, reset: PasswordReset): Promise<void> {
  const { pool } = call;
  const confirmed = await spendCode(core, pool, user, 'forgot-password', reset.code, ({ code, write }) =>
    commitUser(core, pool, user, async (current) => {
      assertConfirmed(current);
      assertReaches(current, code);
      const password = await newPassword(core, pool, current, reset.password);
      return { user: withPassword(current, password), writes: [write] };
    }),
  );
  await clearPasswordFailures(core, pool, user);
  await postConfirmation(core, call, 'PostConfirmation_ConfirmForgotPassword', confirmed);
}

function assertConfirmed(user: User): void {
  assertEnabled(user);
  if (user.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
}

const withPassword = (user: User, password: Pick<User, 'password' | 'passwordHistory'>): User => ({
  ...user,
  ...password,
  status: 'CONFIRMED',
  temporaryPasswordExpiresAt: undefined,
});
