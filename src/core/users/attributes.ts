/**
 * A user's attributes: what may be given to a new user, how a change applies, what a client may read. Verified flags
 * and the values that wait for their code move with the e-mail address and phone number that they belong to.
 */
import { readableNames } from '../clients/attributes.ts';
import type { Client } from '../clients/client.ts';
import { invalidParameter } from '../errors.ts';
import type { AttributeDefinition, ContactAttribute, Pool } from '../pools/pool.ts';
import {
  type AttributeWriter,
  checkNames,
  definitionOf,
  newUserOccasion,
  type Occasion,
  updateOccasion,
} from './attribute-rules.ts';
import { checkFormat, hasFormat, schemaProblem, storedValue } from './attribute-values.ts';
import { type AttributeChange, type Attributes, changeContact } from './contact-change.ts';
import { missingRequired, requiredBySchema, requiredProblem } from './required.ts';
import type { User } from './user.ts';

export type { AttributeWriter } from './attribute-rules.ts';
export type { AttributeChange, Attributes } from './contact-change.ts';
export { missingRequired } from './required.ts';

const CONTACTS: readonly ContactAttribute[] = ['email', 'phone_number'];
const CONTACT_NAMES: ReadonlySet<string> = new Set(CONTACTS.flatMap((name) => [name, `${name}_verified`]));

const definition = (pool: Pool, name: string): AttributeDefinition => definitionOf(pool, name) as AttributeDefinition;

/** A name that looks like an e-mail address or phone number would be found before whoever has that one. */
const checkPreferredUsername = ({ aliasAttributes }: Pool, name: string | undefined): void => {
  if (!name || !aliasAttributes.includes('preferred_username')) return;
  const form = CONTACTS.find((contact) => aliasAttributes.includes(contact) && hasFormat(contact, name));
  if (!form) return;
  const words = form.replace('_', ' ');
  throw invalidParameter(
    `Preferred username cannot be of ${words} format, since user pool is configured for ${words} alias.`,
  );
};

const checkValues = (pool: Pool, attributes: Attributes, occasion: Occasion): void => {
  const given = Object.entries(attributes).filter(([, value]) => value !== '');
  for (const [name, value] of given) checkFormat(name, value);
  checkPreferredUsername(pool, attributes['preferred_username']);
  const problems = given.flatMap(([name, value]) => {
    const problem = schemaProblem(definition(pool, name), value);
    return problem === undefined ? [] : [`${name}: ${problem}`];
  });
  if (problems.length > 0) throw occasion.problems(problems);
};

/** A verified flag means nothing without the address that it speaks of. */
const checkFlags = (attributes: Attributes): void => {
  for (const contact of CONTACTS) {
    if (attributes[`${contact}_verified`] === 'true' && !attributes[contact]) {
      throw invalidParameter(`${contact} must be set in order to set ${contact}_verified to true.`);
    }
  }
};

const stored = (pool: Pool, attributes: Attributes): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, storedValue(definition(pool, name), value)]),
  );

/**
 * The attributes of a new user as they are kept. Throws InvalidParameterException (unknown, ill-formed, out of range;
 * for users: required ones missing) and NotAuthorizedException (not writable by the client).
 */
export const checkNewAttributes = (
  pool: Pool,
  attributes: Attributes,
  who: AttributeWriter,
  options: { requireAll?: boolean } = {},
): Record<string, string> => {
  checkNames(pool, Object.keys(attributes), who, newUserOccasion);
  checkValues(pool, attributes, newUserOccasion);
  const kept = stored(pool, attributes);
  checkFlags(kept);
  const missing = (options.requireAll ?? who.client !== undefined) ? missingRequired(pool, kept) : [];
  if (missing.length > 0) throw newUserOccasion.problems(missing.map(requiredProblem));
  return kept;
};

/**
 * An immutable attribute is set when the account is made (API reference, AddCustomAttributes) and never again. An
 * invited user who chooses the first password is still about that, for what the administrator left out.
 */
const isFixed = (pool: Pool, user: User, who: AttributeWriter, name: string): boolean => {
  const completing = who.client !== undefined && user.status === 'FORCE_CHANGE_PASSWORD';
  return !definition(pool, name).mutable && !(completing && user.attributes[name] === undefined);
};

const checkChangeable = (pool: Pool, user: User, changes: Attributes, who: AttributeWriter): void => {
  const names = Object.keys(changes);
  const fixed = names.filter((name) => isFixed(pool, user, who, name));
  if (fixed.length > 0) throw updateOccasion.problems(fixed.map((name) => `${name}: Attribute cannot be updated.`));
  const emptied = names.filter((name) => changes[name] === '' && requiredBySchema(definition(pool, name)));
  if (emptied.length > 0) throw updateOccasion.problems(emptied.map((name) => `${name}: The attribute is required`));
};

/**
 * What the user is after the change; an empty value deletes. Where the pool asks for verification before an update, a
 * new address waits in `pendingAttributes`, unless an administrator says that it is verified. Throws as
 * `checkNewAttributes` does, and InvalidParameterException "user.x: Attribute cannot be updated.".
 */
export const applyAttributeChanges = (
  pool: Pool,
  user: User,
  changes: Attributes,
  who: AttributeWriter,
): AttributeChange => {
  checkNames(pool, Object.keys(changes), who, updateOccasion);
  checkValues(pool, changes, updateOccasion);
  checkChangeable(pool, user, changes, who);
  const plain = { ...user.attributes };
  for (const [name, value] of Object.entries(changes)) {
    if (CONTACT_NAMES.has(name)) continue;
    if (value === '') delete plain[name];
    else plain[name] = storedValue(definition(pool, name), value);
  }
  const start: AttributeChange = { user: { ...user, attributes: plain }, toVerify: [] };
  const change = CONTACTS.reduce((soFar, contact) => changeContact(pool, soFar, contact, changes), start);
  checkFlags(change.user.attributes);
  return change;
};

/** What the client (without one: an administrator) may read, `sub` first. */
export const readableAttributes = (pool: Pool, user: User, client?: Client): Record<string, string> => {
  const readable = readableNames(pool, client);
  const all: Attributes = { sub: user.sub, ...user.attributes };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name === 'sub' || readable.has(name)));
};
