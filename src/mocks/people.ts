/** Whom an imitated provider vouches for: picked on its page, or named by a test. */

export interface MockPerson {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  /** The provider's own id of the person; unless given, each provider makes one of the e-mail address or name. */
  readonly subject?: string | undefined;
  /** Further claims or attributes, by the provider's names. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What the person at the provider decides. */
export type Choice = { readonly kind: 'person'; readonly person: MockPerson } | { readonly kind: 'cancel' };

export class BadChoice extends Error {}

export const READY_MADE: readonly MockPerson[] = [
  { name: 'Ann Example', email: 'ann@example.com', emailVerified: true, claims: {} },
  { name: 'Ben Example', email: 'ben@example.com', emailVerified: false, claims: {} },
  { name: 'Cleo Example', emailVerified: false, claims: {} },
];

/** Of a form's fields or of a test's JSON. Throws `BadChoice`. */
export const readChoice = (given: Readonly<Record<string, unknown>>): Choice => {
  if (isTrue(given['cancel'])) return { kind: 'cancel' };
  const person: MockPerson = {
    name: textOf(given, 'name'),
    email: textOf(given, 'email'),
    emailVerified: isTrue(given['email_verified']),
    subject: textOf(given, 'sub'),
    claims: claimsOf(given['claims']),
  };
  if (person.email === undefined && person.name === undefined && person.subject === undefined) {
    throw new BadChoice('Give a name, an email address or a sub.');
  }
  return { kind: 'person', person };
};

const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === 'on';

const textOf = (given: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = given[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value.trim() || undefined;
  throw new BadChoice(`${name} must be a text.`);
};

const claimsOf = (value: unknown): MockPerson['claims'] => {
  const claims = typeof value === 'string' && value.trim() !== '' ? parse(value) : value;
  if (claims === undefined || claims === '') return {};
  if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims as MockPerson['claims'];
  throw new BadChoice('claims must be a JSON object.');
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadChoice('claims must be a JSON object.');
  }
};

/** A person in a query: JSON, as tests write it. Throws `BadChoice`. */
export const readChoiceText = (text: string): Choice => readChoice(claimsOf(text));

/** What the ids of providers are made of: the same for the same person, whenever they come. */
export const seedOf = ({ email, name }: MockPerson): string => (email ?? name ?? '').toLowerCase();

/** The first word, and the rest. */
export const nameParts = ({ name = '' }: MockPerson): { readonly given?: string; readonly family?: string } => {
  const [given = '', ...rest] = name.split(/\s+/).filter(Boolean);
  const family = rest.join(' ');
  return { ...(given && { given }), ...(family && { family }) };
};
