/** What to say when a name belongs to somebody else. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { aliasesOf } from './aliases.ts';
import type { Alias, User } from './user.ts';

/** The first of the user's names that another user holds. Read after a commit failed, only to word the error. */
export const takenAlias = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  user: User,
  among: (alias: Alias) => boolean = () => true,
): Promise<Alias | undefined> => {
  for (const alias of aliasesOf(pool, user).filter(among)) {
    const holder = await core.store.aliases.find(pool.id, alias.kind, alias.value);
    if (holder && holder.sub !== user.sub) return alias;
  }
  return undefined;
};

const accountExists = (pool: Pool, kind: string): string =>
  pool.usernameAttributes.length > 0
    ? `An account with the given ${kind} already exists.`
    : `An account with the ${kind} already exists.`;

/** For a user who exists and wants a name that another holds. */
export const aliasExists = async (core: Pick<Core, 'store'>, pool: Pool, user: User): Promise<ServiceError> => {
  const taken = await takenAlias(core, pool, user);
  // The username itself never changes: among usernames it is the preferred one that is taken.
  const kind = taken === undefined || taken.kind === 'username' ? 'preferred_username' : taken.kind;
  return new ServiceError('AliasExistsException', accountExists(pool, kind));
};

/** A sign-in name that another account has can never be verified: better said now than after the code. */
export const assertPendingFree = async (core: Pick<Core, 'store'>, pool: Pool, user: User): Promise<void> => {
  if (pool.usernameAttributes.length === 0 || Object.keys(user.pendingAttributes).length === 0) return;
  const wanted = { ...user, attributes: { ...user.attributes, ...user.pendingAttributes } };
  if (await takenAlias(core, pool, wanted)) throw await aliasExists(core, pool, wanted);
};

/**
 * For a user to be made: UsernameExistsException whichever name is taken, since no operation that makes users has
 * another; `usernameTaken` is its text for plain usernames.
 */
export const accountNameExists = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  user: User,
  usernameTaken: string,
): Promise<ServiceError> => {
  const taken = await takenAlias(core, pool, user);
  const plain = taken === undefined || taken.kind === 'username';
  return new ServiceError('UsernameExistsException', plain ? usernameTaken : accountExists(pool, taken.kind));
};
