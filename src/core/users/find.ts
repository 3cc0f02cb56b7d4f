/** Finding a user by any of the names that the pool allows. */
import type { Core } from '../core.ts';
import { userNotFound } from '../errors.ts';
import type { Pool, StandardAlias } from '../pools/pool.ts';
import { aliasKinds, normalizeAlias } from './aliases.ts';
import type { AliasKind, User } from './user.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The sub that a name may be; undefined for a name of another form. */
export const subNamed = (name: string): string | undefined => (UUID.test(name) ? name.toLowerCase() : undefined);

/** Where a name of this form can be found; a preferred username stands among the usernames. */
const canBe: Readonly<Record<StandardAlias, (name: string) => boolean>> = {
  email: (name) => name.includes('@'),
  phone_number: (name) => name.startsWith('+'),
  preferred_username: () => false,
};

/** In the order in which names win; those that the form of the name rules out cost no read. */
const kindsToTry = (pool: Pool, name: string): AliasKind[] => {
  const attributes = aliasKinds(pool).filter((kind) => canBe[kind](name));
  return pool.usernameAttributes.length > 0 ? [...attributes, 'username'] : ['username', ...attributes];
};

/**
 * By sub, username, or an alias that the pool allows. A sub wins, so that nobody can stand in for another by taking
 * that person's sub as a username.
 */
export const findUser = async (core: Pick<Core, 'store'>, pool: Pool, name: string): Promise<User | undefined> => {
  const sub = subNamed(name);
  const bySub = sub === undefined ? undefined : await core.store.users.bySub(pool.id, sub);
  if (bySub) return bySub;
  for (const kind of kindsToTry(pool, name)) {
    const user = await core.store.users.byAlias(pool.id, kind, normalizeAlias(pool, kind, name));
    if (user) return user;
  }
  return undefined;
};

/** Throws UserNotFoundException "User does not exist.". */
export const requireUser = async (core: Pick<Core, 'store'>, pool: Pool, name: string): Promise<User> => {
  const user = await findUser(core, pool, name);
  if (!user) throw userNotFound();
  return user;
};
