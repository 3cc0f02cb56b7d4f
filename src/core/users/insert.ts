/** Making a user: the row, its names, and what belongs with them, in one commit. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed, type Write } from '../ports.ts';
import { aliasWrites } from './aliases.ts';
import { accountNameExists, takenAlias } from './conflicts.ts';
import { subNamed } from './find.ts';
import { forcedAliasWrites } from './takeover.ts';
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

export interface Insertion {
  /** Text of UsernameExistsException for plain usernames. */
  readonly usernameTaken: string;
  /** What else belongs into the same commit. */
  readonly writes?: readonly Write[];
}

/** Whoever had another's sub as username could never be named: the call would mean the other. */
const assertNoSub = async (
  { store }: Pick<Core, 'store'>,
  { poolId, sub, username }: User,
  usernameTaken: string,
): Promise<void> => {
  const named = subNamed(username);
  if (named === undefined || named === sub || !(await store.users.bySub(poolId, named))) return;
  throw new ServiceError('UsernameExistsException', usernameTaken);
};

/** Throws UsernameExistsException. Two requests for one name: the alias row lets exactly one through. */
export const insertUser = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  user: User,
  { usernameTaken, writes = [] }: Insertion,
): Promise<User> => {
  await assertNoSub(core, user, usernameTaken);
  try {
    await core.store.commit([core.store.users.insert(user), ...aliasWrites(core, pool, undefined, user), ...writes]);
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.guard !== 'alias.taken') throw error;
    throw await accountNameExists(core, pool, user, usernameTaken);
  }
  return user;
};

const TRIES = 20;

const tryForced = async (
  core: Pick<Core, 'store' | 'clock'>,
  pool: Pool,
  user: User,
  writes: readonly Write[],
): Promise<boolean> => {
  const names = await forcedAliasWrites(core, pool, undefined, user);
  try {
    await core.store.commit([core.store.users.insert(user), ...names, ...writes]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed && (error.guard === 'alias.taken' || error.guard === 'user.changed')) return false;
    throw error;
  }
};

/** As `insertUser`, but takes e-mail and phone aliases from whoever holds them (ForceAliasCreation). */
export const insertUserByForce = async (
  core: Pick<Core, 'store' | 'clock'>,
  pool: Pool,
  user: User,
  { usernameTaken, writes = [] }: Insertion,
): Promise<User> => {
  await assertNoSub(core, user, usernameTaken);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (await tryForced(core, pool, user, writes)) return user;
    const username = await takenAlias(core, pool, user, ({ kind }) => kind === 'username');
    if (username) throw new ServiceError('UsernameExistsException', usernameTaken);
  }
  throw await accountNameExists(core, pool, user, usernameTaken);
};
