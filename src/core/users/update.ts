/** Read-modify-write of one user in one call. */
import type { Core } from '../core.ts';
import { ServiceError, userNotFound } from '../errors.ts';
import { gatePerStore } from '../gate.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed, type Write } from '../ports.ts';
import { aliasWrites } from './aliases.ts';
import { aliasExists } from './conflicts.ts';
import { forcedAliasWrites } from './takeover.ts';
import type { User } from './user.ts';

const TRIES = 20;

type Touches = Pick<Core, 'store' | 'clock'>;

export interface UserChange {
  readonly user: User;
  /** What else belongs into the same commit. */
  readonly writes?: readonly Write[];
  /** Take e-mail and phone aliases from whoever holds them (ForceAliasCreation), who then has them unverified. */
  readonly force?: boolean;
}

export type ChangeUser = (user: User) => UserChange | Promise<UserChange>;

const nameWrites = (core: Touches, pool: Pool, before: User, after: User, force = false) =>
  force ? forcedAliasWrites(core, pool, before, after) : aliasWrites(core, pool, before, after);

/** One attempt; undefined when somebody else changed the user (or, with force, the alias's holder) meanwhile. */
const tryCommit = async (core: Touches, pool: Pool, before: User, change: ChangeUser): Promise<User | undefined> => {
  const { user, writes = [], force } = await change(before);
  const after: User = { ...user, version: before.version, modifiedAt: core.clock.now() };
  const names = await nameWrites(core, pool, before, after, force);
  try {
    await core.store.commit([core.store.users.update(after), ...names, ...writes]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    if (error.guard === 'alias.taken' && !force) throw await aliasExists(core, pool, after);
    if (error.guard !== 'alias.taken' && error.guard !== 'user.changed') throw error;
    return undefined;
  }
  return { ...after, version: after.version + 1 };
};

/** Changes of one user stand in line on this node: each then loses at most one race, however many come. */
const oneAtATime = gatePerStore(1);

/**
 * Commits the change with its alias writes and `modifiedAt`; when another request changed the user first, reads the
 * user again and calls `change` again, which must not call `commitUser` itself. Throws AliasExistsException,
 * UserNotFoundException (deleted meanwhile), and `GuardFailed` for the guards of `writes`.
 */
export const commitUser = (core: Touches, pool: Pool, before: User, change: ChangeUser): Promise<User> =>
  oneAtATime(core.store).run(`${pool.id}/${before.sub}`, async () => {
    let current = before;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const committed = await tryCommit(core, pool, current, change);
      if (committed) return committed;
      const fresh = await core.store.users.bySub(pool.id, before.sub);
      if (!fresh) throw userNotFound();
      current = fresh;
    }
    throw new ServiceError('TooManyRequestsException', 'Too many requests');
  });
