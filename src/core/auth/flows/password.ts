/** USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH and its older name: the password comes with the first request. */
import { checkSecretHash } from '../../clients/secret-hash.ts';
import { incorrectUsernameOrPassword, passwordResetRequired } from '../../errors.ts';
import { guessPassword } from '../../passwords/guess.ts';
import { verifyPassword } from '../../passwords/verify.ts';
import { assertMaySignIn, resetComesFirst } from '../account-state.ts';
import { hideMissingPassword } from '../decoy.ts';
import { migrated } from '../migration.ts';
import { required } from '../parameters.ts';
import type { AuthCore, Door, Subject } from '../sign-in.ts';
import { meet } from '../subject.ts';
import type { Flow } from './flow.ts';

export const password: Flow = {
  async begin(core, door, flow, given) {
    const name = required(given, 'USERNAME');
    const guess = required(given, 'PASSWORD');
    checkSecretHash(core, door.client, name, given['SECRET_HASH']);
    const subject = await proved(core, door, name, guess);
    return { ...door, subject, progress: { flow, proofs: [{ by: 'password' }] } };
  },
};

/** A user whom the pool's UserMigration function brings along has proved the password to that function. */
const proved = async (core: AuthCore, door: Door, name: string, guess: string): Promise<Subject> => {
  const brought = await migrated(core, door, name, guess);
  const subject = brought ?? (await meet(core, door, name));
  if (!brought) await provePassword(core, door, subject, guess);
  return subject;
};

const provePassword = async (core: AuthCore, door: Door, subject: Subject, guess: string): Promise<void> => {
  const { user, sub, username } = subject;
  const check = () => {
    hideMissingPassword(core, user);
    return verifyPassword(core, door.pool, user, username, guess);
  };
  const right = await guessPassword(core, door.pool, user ?? sub, check);
  if (!user) throw incorrectUsernameOrPassword();
  if (!right) throw resetComesFirst(door.client, user) ? passwordResetRequired() : incorrectUsernameOrPassword();
  assertMaySignIn(core, user);
};
