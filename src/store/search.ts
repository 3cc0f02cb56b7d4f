/**
 * The columns that ListUsers searches. They hold a copy of the attribute, cut to what an index takes, and folded to
 * lower case where Cognito compares names without regard to case: username, e-mail and preferred username in pools
 * that are not case-sensitive. The pool row itself says which, inside the statement: a pool never changes that.
 * So a pool is committed before its users are.
 */
import { type RawBuilder, sql } from 'kysely';
import type { SearchableField } from '../core/ports.ts';
import type { User } from '../core/users/user.ts';
import type { UserRow } from './schema.ts';

export type SearchColumn = Extract<keyof UserRow, `${string}_search` | 'status' | 'enabled' | 'sub'>;

export const searchColumns: Readonly<Record<SearchableField, SearchColumn>> = {
  username: 'username_search',
  email: 'email_search',
  phone_number: 'phone_number_search',
  name: 'name_search',
  given_name: 'given_name_search',
  family_name: 'family_name_search',
  preferred_username: 'preferred_username_search',
  'cognito:user_status': 'status',
  status: 'enabled',
  sub: 'sub',
};

const folding: ReadonlySet<SearchColumn> = new Set(['username_search', 'email_search', 'preferred_username_search']);

/** Longer than any filter that ListUsers takes (256 characters with its syntax), shorter than an index entry may be. */
const longestIndexed = 256;

/** The first characters of a value, never half of one. */
export const indexable = (value: string): string =>
  value.length <= longestIndexed ? value : Array.from(value).slice(0, longestIndexed).join('');

/** A sigma that ends a word has a lower case of its own; the end of a prefix is no end of a word. */
export const foldCase = (value: string): string => value.toLowerCase().replaceAll('ς', 'σ');

/** The value that a column holds or is compared with: as given in case-sensitive pools, else in lower case. */
export const folded = (
  column: SearchColumn,
  values: { pool: string; asGiven: string | null; lower: string | null },
): RawBuilder<string> | string =>
  folding.has(column)
    ? sql<string>`case when exists (select 1 from pools where pools.id = ${values.pool} and pools.case_sensitive = 1)
        then ${values.asGiven} else ${values.lower} end`
    : (values.asGiven as string);

/** What the search columns are made from; `…_lower` twins where case folds. */
export const searchValues = (user: User) => {
  const { attributes } = user;
  const email = cut(attributes.email);
  const preferred = cut(attributes.preferred_username);
  return {
    username_search: indexable(user.username),
    username_lower: foldCase(indexable(user.username)),
    email_search: email,
    email_lower: email && foldCase(email),
    phone_number_search: cut(attributes.phone_number),
    name_search: cut(attributes.name),
    given_name_search: cut(attributes.given_name),
    family_name_search: cut(attributes.family_name),
    preferred_username_search: preferred,
    preferred_username_lower: preferred && foldCase(preferred),
  };
};

const cut = (value: string | undefined): string | null => (value === undefined ? null : indexable(value));

/**
 * The least text greater than everything that starts with `prefix`, in code point order (which is UTF-8's byte
 * order); undefined when there is none. So a prefix search is a range of an index and knows no wildcards.
 */
export const afterPrefix = (prefix: string): string | undefined => {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  const next = last >= 0xd7ff && last < 0xe000 ? 0xe000 : last + 1;
  return String.fromCodePoint(...points, next);
};
