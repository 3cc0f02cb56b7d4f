/** Pages of users, and which of their attributes the caller asked for. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import type { PageOf, UserListKey } from '../ports.ts';
import { definitionOf } from './attribute-rules.ts';
import { type Attributes, readableAttributes } from './attributes.ts';
import { isSearchable, searchedValue } from './filter.ts';
import { searchPage, type UserSearch } from './search.ts';
import type { User } from './user.ts';

export interface UserQuery {
  readonly search: UserSearch;
  /** The filter as the caller wrote it: what a page token belongs to. */
  readonly text?: string | undefined;
  readonly limit: number;
  readonly token: string | undefined;
  /** AttributesToGet; absent or empty: all. */
  readonly attributes?: readonly string[];
}

export interface ListedUser {
  readonly user: User;
  readonly attributes: Attributes;
}

const noSuchAttribute = () => invalidParameter('One or more requested attributes do not exist.');

/** Users without a value just lack a searchable attribute; any other must be there on every user who is shown. */
const selected = (pool: Pool, user: User, names: readonly string[]): Attributes => {
  const all = readableAttributes(pool, user);
  if (names.length === 0) return all;
  if (names.some((name) => all[name] === undefined && !isSearchable(name))) throw noSuchAttribute();
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
};

const page = (core: Pick<Core, 'store' | 'sealer'>, pool: Pool, query: UserQuery): Promise<Listing<User>> => {
  const { search, limit, token } = query;
  const { index, matches } = search;
  const keyOf = (user: User): UserListKey => ({
    value: index?.match === 'prefix' ? (searchedValue(user, index.field) ?? '') : '',
    sub: user.sub,
  });
  const scope = `ListUsers ${pool.id} ${JSON.stringify(matches === undefined ? (index ?? null) : query.text)}`;
  if (matches !== undefined) return searchPage(core, pool, { index, matches }, { scope, token, limit, keyOf });
  const read = (range: PageOf<UserListKey>) => core.store.users.list(pool.id, index, range);
  return listPage<User, UserListKey>(core, { scope, token, limit, keyOf, read });
};

/**
 * In the order of an index, so that users who come meanwhile neither shift a page nor repeat on one. Throws
 * InvalidParameterException for attributes that do not exist and for a token of another pool or filter.
 */
export const listUsers = async (
  core: Pick<Core, 'store' | 'sealer'>,
  pool: Pool,
  query: UserQuery,
): Promise<Listing<ListedUser>> => {
  const names = query.attributes ?? [];
  if (names.some((name) => !definitionOf(pool, name))) throw noSuchAttribute();
  const { rows, nextToken } = await page(core, pool, query);
  return { rows: rows.map((user) => ({ user, attributes: selected(pool, user, names) })), nextToken };
};
