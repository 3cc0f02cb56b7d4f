/** USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH and its older name: the password comes with the first request. */
import { checkSecretHash } from '../../clients/secret-hash.ts';
import { migrated } from '../migration.ts';
import { required } from '../parameters.ts';
import { provePassword } from '../prove-password.ts';
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
  if (brought) return brought;
  const subject = await meet(core, door, name);
  return { ...subject, user: await provePassword(core, door, subject, guess) };
};
