/** Deleting a user with everything that hangs on it. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import type { User } from './user.ts';

const TRIES = 6;

/** The same name can be taken at once again, by a user with a new `sub`; tokens of the old one stay dead with it. */
export const deleteUser = async (core: Pick<Core, 'store'>, pool: Pool, user: User): Promise<void> => {
  let current: User | undefined = user;
  for (let attempt = 0; current && attempt < TRIES; attempt += 1) {
    try {
      return await core.store.commit(core.store.users.delete(current));
    } catch (error) {
      if (!(error instanceof GuardFailed) || error.guard !== 'user.changed') throw error;
    }
    current = await core.store.users.bySub(pool.id, user.sub);
  }
};
