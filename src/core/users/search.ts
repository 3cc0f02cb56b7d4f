/**
 * Search beyond ListUsers' own filters, where the operator has opted in (`extended-search`): any attribute of the pool,
 * `*=` for "contains", several terms joined by `and`. One term is answered by an index where one can be; the others are
 * checked row by row, so many rows a request and no more. docs/search.md.
 */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { type Listing, pageToken, readPageToken } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import type { UserFilter, UserListKey } from '../ports.ts';
import { definitionOf } from './attribute-rules.ts';
import { isSearchable, searchedValue } from './filter.ts';
import type { User } from './user.ts';

export interface UserSearch {
  /** What an index answers. */
  readonly index: UserFilter | undefined;
  /** What the rest of the terms say; undefined when the index answers all. */
  readonly matches: ((user: User) => boolean) | undefined;
}

interface Term {
  readonly name: string;
  readonly match: 'contains' | 'equals' | 'prefix';
  readonly value: string;
}

const TERM = /\s*([^\s"=^*]+)\s*([\^*]?=)\s*"((?:\\["\\]|\\(?!["\\])|[^"\\])*)"\s*/uy;
const AND = /and\s/iuy;
const MATCHES = { '=': 'equals', '^=': 'prefix', '*=': 'contains' } as const;

const unparsable = () => invalidParameter('Error while parsing filter.');

const takeFrom = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

const termsOf = (text: string): Term[] => {
  const terms: Term[] = [];
  for (let at = 0; ; ) {
    const found = takeFrom(TERM, text, at);
    if (!found) throw unparsable();
    const [whole, name = '', operator = '', quoted = ''] = found;
    terms.push({
      name,
      match: MATCHES[operator as keyof typeof MATCHES],
      value: quoted.replace(/\\(["\\])/g, '$1'),
    });
    at += whole.length;
    if (at === text.length) return terms;
    const joined = takeFrom(AND, text, at);
    if (!joined) throw unparsable();
    at += joined[0].length;
  }
};

/** Those whose capitals the index leaves out in pools that do not tell them apart. */
const FOLDED: ReadonlySet<string> = new Set(['username', 'email', 'preferred_username']);
/** Attributes that most users share: an index on them is better than none, and no more. */
const COARSE: ReadonlySet<string> = new Set(['status', 'cognito:user_status']);

const asFilter = ({ name, match, value }: Term): UserFilter | undefined => {
  if (match === 'contains' || !isSearchable(name)) return undefined;
  return { field: name, match, value: name === 'cognito:user_status' ? value.toUpperCase() : value };
};

/** The lower, the fewer rows the index leaves. */
const rank = (term: Term): number => {
  if (asFilter(term) === undefined) return 4;
  if (COARSE.has(term.name)) return 3;
  if (term.match === 'equals') return 0;
  return term.value === '' ? 2 : 1;
};

const predicate = (pool: Pool, { name, match, value }: Term): ((user: User) => boolean) => {
  const fold = (text: string): string => (FOLDED.has(name) && !pool.caseSensitive ? text.toLowerCase() : text);
  const wanted = fold(name === 'cognito:user_status' ? value.toUpperCase() : value);
  return (user) => {
    const found = isSearchable(name) ? searchedValue(user, name) : user.attributes[name];
    if (found === undefined) return false;
    if (match === 'equals') return fold(found) === wanted;
    return match === 'prefix' ? fold(found).startsWith(wanted) : fold(found).includes(wanted);
  };
};

/** An empty filter means all users. Throws InvalidParameterException. */
export const parseSearch = (pool: Pool, text: string | undefined): UserSearch => {
  if (text === undefined || text.trim() === '') return { index: undefined, matches: undefined };
  const terms = termsOf(text);
  const unknown = terms.find(({ name }) => !isSearchable(name) && definitionOf(pool, name) === undefined);
  if (unknown !== undefined) throw invalidParameter(`Invalid search attribute: ${unknown.name}`);
  const [best] = [...terms].sort((one, other) => rank(one) - rank(other));
  const index = best && asFilter(best);
  const rest = index === undefined ? terms : terms.filter((term) => term !== best);
  if (rest.length === 0) return { index, matches: undefined };
  const checks = rest.map((term) => predicate(pool, term));
  return { index, matches: (user) => checks.every((check) => check(user)) };
};

/** Rows that one request looks at. A page may so have fewer users than asked for, even none, and still a token. */
const MOST_SCANNED = 2_000;
const CHUNK = 200;

export interface SearchPage {
  readonly scope: string;
  readonly token: string | undefined;
  readonly limit: number;
  readonly keyOf: (user: User) => UserListKey;
}

export const searchPage = async (
  core: Pick<Core, 'store' | 'sealer'>,
  pool: Pool,
  { index, matches }: Required<UserSearch>,
  { scope, token, limit, keyOf }: SearchPage,
): Promise<Listing<User>> => {
  const rows: User[] = [];
  let after = readPageToken<UserListKey>(core, scope, token);
  for (let scanned = 0; scanned < MOST_SCANNED; scanned += CHUNK) {
    const chunk = await core.store.users.list(pool.id, index, { limit: CHUNK, after });
    for (const user of chunk) {
      after = keyOf(user);
      if (matches?.(user)) rows.push(user);
      if (rows.length === limit) return { rows, nextToken: pageToken(core, scope, after) };
    }
    if (chunk.length < CHUNK) return { rows };
  }
  return { rows, nextToken: pageToken(core, scope, after) };
};
