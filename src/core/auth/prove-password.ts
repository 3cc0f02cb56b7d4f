/** A password that came along is right, and the account may sign in. */
import { incorrectUsernameOrPassword, passwordResetRequired } from '../errors.ts';
import { adoptPassword } from '../passwords/adopt.ts';
import { guessPassword } from '../passwords/guess.ts';
import { verifyPassword } from '../passwords/verify.ts';
import type { User } from '../users/user.ts';
import { assertMaySignIn, resetComesFirst } from './account-state.ts';
import { hideMissingPassword } from './decoy.ts';
import type { AuthCore, Door, Subject } from './sign-in.ts';

/** The same work for who does not exist. Throws NotAuthorizedException, and what `assertMaySignIn` throws. */
export const provePassword = async (core: AuthCore, door: Door, subject: Subject, guess: string): Promise<User> => {
  const { user, sub, username } = subject;
  const check = () => {
    hideMissingPassword(core, user);
    return verifyPassword(core, door.pool, user, username, guess);
  };
  const right = await guessPassword(core, door.pool, user ?? sub, check);
  if (!user) throw incorrectUsernameOrPassword();
  if (!right) throw resetComesFirst(door.client, user) ? passwordResetRequired() : incorrectUsernameOrPassword();
  assertMaySignIn(core, user);
  return adoptPassword(core, door.pool, user, guess);
};
