/** Finding a user by any of the names that the pool allows. */
import type { Core } from '../core.ts';
import { userNotFound } from '../errors.ts';
import type { Pool, StandardAlias } from '../pools/pool.ts';
import { aliasKinds, normalizeAlias } from './aliases.ts';
import type { AliasKind, User } from './user.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const canBe: Record<StandardAlias, (name: string) => boolean> = {
  email: (name) => name.includes('@'),
  phone_number: (name) => name.startsWith('+'),
  preferred_username: () => true,
};

/** In the order in which names win; those that the form of the name rules out cost no read. */
const kindsToTry = (pool: Pool, name: string): AliasKind[] => {
  const attributes = aliasKinds(pool).filter((kind) => canBe[kind](name));
  return pool.usernameAttributes.length > 0 ? [...attributes, 'username'] : ['username', ...attributes];
};

/** By username, then the pool's aliases, then the sub. */
export const findUser = async (core: Pick<Core, 'store'>, pool: Pool, name: string): Promise<User | undefined> => {
  for (const kind of kindsToTry(pool, name)) {
    const user = await core.store.users.byAlias(pool.id, kind, normalizeAlias(pool, kind, name));
    if (user) return user;
  }
  return UUID.test(name) ? core.store.users.bySub(pool.id, name) : undefined;
};

/** Throws UserNotFoundException "User does not exist.". */
export const requireUser = async (core: Pick<Core, 'store'>, pool: Pool, name: string): Promise<User> => {
  const user = await findUser(core, pool, name);
  if (!user) throw userNotFound();
  return user;
};
