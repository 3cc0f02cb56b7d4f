/**
 * Google's People API. What the ID token has (sub, email, name, picture …) is mapped by its claims; everything else by
 * the name of a person field, of which the primary value counts. Source: Google, "people.get".
 */
import type { IdentityProvider } from '../identity-providers/provider.ts';
import { isOpenId } from './authorization-url.ts';
import { type Texts, texts } from './texts.ts';

/** The values of a person field that are text, by the member that has it. */
const FIELDS: Readonly<Record<string, (value: Value) => unknown>> = {
  addresses: ({ formattedValue }) => formattedValue,
  ageRanges: ({ ageRange }) => ageRange,
  biographies: ({ value }) => value,
  birthdays: ({ date, text }) => dateText(date) ?? text,
  calendarUrls: ({ url }) => url,
  emailAddresses: ({ value }) => value,
  genders: ({ value }) => value,
  interests: ({ value }) => value,
  locales: ({ value }) => value,
  names: ({ displayName }) => displayName,
  nicknames: ({ value }) => value,
  occupations: ({ value }) => value,
  organizations: ({ name }) => name,
  phoneNumbers: ({ canonicalForm, value }) => canonicalForm ?? value,
  photos: ({ url }) => url,
  urls: ({ value }) => value,
};

type Value = Readonly<Record<string, unknown>>;

/** Without an ID token, these stand for the claims of the same meaning. */
const CLAIMS: Readonly<Record<string, (person: Value) => unknown>> = {
  sub: ({ resourceName }) => (typeof resourceName === 'string' ? resourceName.replace(/^people\//, '') : undefined),
  email: (person) => primary(person, 'emailAddresses')?.['value'],
  email_verified: (person) => metadataOf(primary(person, 'emailAddresses'))?.['verified'],
  name: (person) => primary(person, 'names')?.['displayName'],
  given_name: (person) => primary(person, 'names')?.['givenName'],
  family_name: (person) => primary(person, 'names')?.['familyName'],
  picture: (person) => primary(person, 'photos')?.['url'],
};

/** Names of fields to ask for. */
export const personFields = (provider: IdentityProvider, mapped: readonly string[]): string[] => {
  const basic = isOpenId(provider) ? [] : ['emailAddresses', 'names', 'photos'];
  return [...new Set([...basic, ...mapped.filter((name) => Object.hasOwn(FIELDS, name))])];
};

/** `subject`: of the ID token, whose claims count before what is told here. */
export const peopleAttributes = (person: Value, subject: string | undefined): Texts => {
  const fields = Object.entries(FIELDS).map(([name, read]) => {
    const value = primary(person, name);
    return [name, value && read(value)] as const;
  });
  const claims =
    subject === undefined ? Object.entries(CLAIMS).map(([name, read]) => [name, read(person)] as const) : [];
  return texts(Object.fromEntries([...claims, ...fields]));
};

const primary = (person: Value, field: string): Value | undefined => {
  const values = person[field];
  if (!Array.isArray(values)) return undefined;
  const objects = values.filter((value): value is Value => typeof value === 'object' && value !== null);
  return objects.find((value) => metadataOf(value)?.['primary'] === true) ?? objects[0];
};

const metadataOf = (value: Value | undefined): Value | undefined => {
  const metadata = value?.['metadata'];
  return typeof metadata === 'object' && metadata !== null ? (metadata as Value) : undefined;
};

/** `YYYY-MM-DD`, as the attribute `birthdate` is; undefined where the year is kept private. */
const dateText = (date: unknown): string | undefined => {
  const { year, month, day } = (date ?? {}) as Record<string, unknown>;
  if (!year || !month || !day) return undefined;
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
};
