/** Making a user: the row, its names, and what belongs with them, in one commit. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed, type Write } from '../ports.ts';
import { aliasWrites } from './aliases.ts';
import { accountNameExists } from './conflicts.ts';
import type { User } from './user.ts';

export type NewUser = Pick<User, 'status' | 'attributes'> & Partial<User>;

/** A whole user with a new `sub`; without a `username` the sub is the username. */
export const newUser = (core: Pick<Core, 'clock' | 'random'>, pool: Pool, given: NewUser): User => {
  const now = core.clock.now();
  const sub = core.random.uuid();
  return {
    poolId: pool.id,
    sub,
    username: sub,
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    version: 1,
    pendingAttributes: {},
    passwordHistory: [],
    tokensValidAfter: 0,
    ...given,
  };
};

/**
 * Throws UsernameExistsException (`usernameTaken` is its text for plain usernames). Two requests for one name: the
 * alias row lets exactly one through.
 */
export const insertUser = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  user: User,
  options: { usernameTaken: string; writes?: readonly Write[]; force?: boolean },
): Promise<User> => {
  try {
    await core.store.commit([
      core.store.users.insert(user),
      ...aliasWrites(core, pool, undefined, user, { force: options.force }),
      ...(options.writes ?? []),
    ]);
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.guard !== 'alias.taken') throw error;
    throw await accountNameExists(core, pool, user, options.usernameTaken);
  }
  return user;
};
