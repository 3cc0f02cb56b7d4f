/** Giving a user a new password. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Pool, srpPoolName } from '../pools/pool.ts';
import type { StoredPassword, User } from '../users/user.ts';
import { checkPasswordPolicy } from './policy.ts';
import { isPassword, sealVerifier } from './verify.ts';

type Holder = Pick<User, 'poolId' | 'sub' | 'username' | 'password' | 'passwordHistory'>;

/** The password in use is the newest of those that may not come back. */
const formerPasswords = (user: Holder, count: number): StoredPassword[] =>
  [...(user.password ? [user.password] : []), ...user.passwordHistory].slice(0, count);

const checkHistory = async (
  core: Pick<Core, 'srp' | 'sealer'>,
  pool: Pool,
  user: Holder,
  former: readonly StoredPassword[],
  password: string,
): Promise<void> => {
  const same = await Promise.all(former.map((stored) => isPassword(core, pool, user, stored, password)));
  if (!same.includes(true)) return;
  throw new ServiceError(
    'PasswordHistoryPolicyViolationException',
    'Password has previously been used. Please choose a different password.',
  );
};

/**
 * Checks the policy and, unless the password is temporary, the history; then makes the verifier. Throws
 * InvalidPasswordException and PasswordHistoryPolicyViolationException.
 */
export const newPassword = async (
  core: Pick<Core, 'srp' | 'sealer' | 'clock'>,
  pool: Pool,
  user: Holder,
  password: string,
  options: { temporary?: boolean } = {},
): Promise<Pick<User, 'password' | 'passwordHistory'>> => {
  const { passwordPolicy } = pool.settings;
  checkPasswordPolicy(passwordPolicy, password);
  const former = formerPasswords(user, passwordPolicy.passwordHistorySize ?? 0);
  if (!options.temporary) await checkHistory(core, pool, user, former, password);
  const verifier = await core.srp.makeVerifier(srpPoolName(pool.id), user.username, password);
  return {
    password: { sealed: sealVerifier(core, user, verifier), setAt: core.clock.now() },
    passwordHistory: former,
  };
};
