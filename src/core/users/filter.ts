/** The filter language of ListUsers: `attribute = "value"` and `attribute ^= "value"`. */
import { invalidParameter } from '../errors.ts';
import type { SearchableField, UserFilter } from '../ports.ts';
import type { User } from './user.ts';

const SEARCHABLE: readonly SearchableField[] = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

export const isSearchable = (name: string): name is SearchableField => SEARCHABLE.some((field) => field === name);

/** Inside the quotation marks a backslash escapes a quotation mark or a backslash, and is itself before all else. */
const FILTER = /^\s*([^\s"=^]+)\s*(\^?=)\s*"((?:\\["\\]|\\(?!["\\])|[^"\\])*)"\s*$/u;

/** An empty filter means all users. Throws InvalidParameterException. */
export const parseFilter = (text: string | undefined): UserFilter | undefined => {
  if (text === undefined || text.trim() === '') return undefined;
  const [, field, operator, quoted] = FILTER.exec(text) ?? [];
  if (field === undefined || quoted === undefined) throw invalidParameter('Error while parsing filter.');
  if (!isSearchable(field)) throw invalidParameter(`Invalid search attribute: ${field}`);
  const value = quoted.replace(/\\(["\\])/g, '$1');
  return {
    field,
    match: operator === '=' ? 'equals' : 'prefix',
    // The one attribute whose capitals do not matter (API reference, ListUsers).
    value: field === 'cognito:user_status' ? value.toUpperCase() : value,
  };
};

/** What a filter on the field compares. */
export const searchedValue = (user: User, field: SearchableField): string | undefined => {
  if (field === 'username') return user.username;
  if (field === 'sub') return user.sub;
  if (field === 'cognito:user_status') return user.status;
  if (field === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[field];
};
