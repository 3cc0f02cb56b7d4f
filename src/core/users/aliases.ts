/** The names by which a user is found: which ones a user holds now, and the writes that lead from one state to the next. */
import type { Core } from '../core.ts';
import type { Pool, StandardAlias } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import { providerAlias } from './identities.ts';
import type { Alias, AliasKind, User } from './user.ts';

/** How a name is stored and looked up: without its capitals unless the pool tells them apart. */
export const normalizeAlias = (pool: Pool, kind: AliasKind, value: string): string =>
  pool.caseSensitive || kind === 'phone_number' || kind === 'provider' ? value : value.toLowerCase();

/** The attributes that serve as sign-in names in this pool, beside the username itself. */
export const aliasKinds = (pool: Pool): readonly StandardAlias[] =>
  pool.usernameAttributes.length > 0 ? pool.usernameAttributes : pool.aliasAttributes;

/**
 * An alias attribute names its user only once it is verified, so that nobody blocks another person's address by
 * signing up with it. A username attribute is the account's name: unique from the start. Users who sign in through a
 * provider alone are found by their username and their identities: what the provider says of them is no sign-in name,
 * and another account may have the same address.
 */
const holds = (pool: Pool, user: User, kind: StandardAlias): boolean => {
  if (!user.attributes[kind] || user.status === 'EXTERNAL_PROVIDER') return false;
  if (pool.usernameAttributes.length > 0 || kind === 'preferred_username') return true;
  return user.attributes[`${kind}_verified`] === 'true';
};

const sameName = (a: Alias) => (b: Alias) => a.kind === b.kind && a.value === b.value;

/**
 * Every alias row that this user must hold now. A preferred username is kept as a username: one space of names, so
 * that nobody signs up under the name by which another is found.
 */
export const aliasesOf = (pool: Pool, user: User): Alias[] => {
  const alias = (kind: AliasKind, value: string): Alias => ({
    poolId: pool.id,
    kind: kind === 'preferred_username' ? 'username' : kind,
    value: normalizeAlias(pool, kind, value),
    sub: user.sub,
  });
  const attributes = aliasKinds(pool).filter((kind) => holds(pool, user, kind));
  const all = [alias('username', user.username), ...attributes.map((kind) => alias(kind, user.attributes[kind] ?? ''))];
  const own = all.filter((one, at) => all.findIndex(sameName(one)) === at);
  return [...own, ...(user.identities ?? []).map((identity) => providerAlias(pool.id, identity, user.sub))];
};

/** What the user comes to hold and no longer holds. */
const difference = (pool: Pool, before: User | undefined, after: User) => {
  const held = before ? aliasesOf(pool, before) : [];
  const wanted = aliasesOf(pool, after);
  return {
    gained: wanted.filter((alias) => !held.some(sameName(alias))),
    lost: held.filter((alias) => !wanted.some(sameName(alias))),
  };
};

export const gainedAliases = (pool: Pool, before: User | undefined, after: User): Alias[] =>
  difference(pool, before, after).gained;

/**
 * Inserts and releases that lead from the aliases of `before` to those of `after`; those in `taken` change hands
 * (see takeover.ts). Guard `alias.taken`.
 */
export const aliasWrites = (
  core: Pick<Core, 'store'>,
  pool: Pool,
  before: User | undefined,
  after: User,
  taken: readonly Alias[] = [],
): Write[] => {
  const { aliases } = core.store;
  const { gained, lost } = difference(pool, before, after);
  return [
    ...gained.map((alias) => (taken.some(sameName(alias)) ? aliases.take(alias) : aliases.insert(alias))),
    ...lost.map((alias) => aliases.release(alias)),
  ];
};
