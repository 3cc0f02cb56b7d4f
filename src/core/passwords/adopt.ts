/** An imported user shows the password for the first time: from here on there is a verifier in the place of the hash. */
import type { Core } from '../core.ts';
import { type Pool, srpPoolName } from '../pools/pool.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { sealVerifier } from './verify.ts';

/** Call with a password that was proved. Does nothing for users who have a verifier. */
export const adoptPassword = async (
  core: Pick<Core, 'store' | 'clock' | 'sealer' | 'srp'>,
  pool: Pool,
  user: User,
  password: string,
): Promise<User> => {
  const { password: proved } = user;
  if (proved?.algorithm === undefined) return user;
  const verifier = await core.srp.makeVerifier(srpPoolName(pool.id), user.username, password);
  const sealed = sealVerifier(core, user, verifier);
  return commitUser(core, pool, user, (current) => ({
    // Another request may have set a new password, or adopted this one, meanwhile.
    user:
      current.password?.sealed === proved.sealed ? { ...current, password: { sealed, setAt: proved.setAt } } : current,
  }));
};
