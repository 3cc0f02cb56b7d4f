/** The name that a new account asks for: which forms the pool takes, and which attribute it fills. */
import { invalidParameter } from '../errors.ts';
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import { isEmail, isPhoneNumber } from './attribute-values.ts';
import type { Attributes } from './attributes.ts';

const EXPECTED: Readonly<Record<string, string>> = {
  email: 'Username should be an email.',
  phone_number: 'Username should be a phone number.',
  both: 'Username should be either an email or a phone number.',
};

const accepts: Readonly<Record<ContactAttribute, (name: string) => boolean>> = {
  email: isEmail,
  phone_number: isPhoneNumber,
};

/** The attribute that a name fills in a pool whose accounts are named by e-mail address or phone number. */
const attributeNamed = (pool: Pool, name: string): ContactAttribute => {
  const found = pool.usernameAttributes.find((attribute) => accepts[attribute](name));
  if (found) return found;
  const [only, other] = pool.usernameAttributes;
  throw invalidParameter(EXPECTED[other === undefined ? (only as string) : 'both'] as string);
};

const filled = (pool: Pool, name: string, attributes: Attributes): Record<string, string> => {
  const attribute = attributeNamed(pool, name);
  const given = attributes[attribute];
  if (given !== undefined && given !== name) {
    throw invalidParameter(`Username and ${attribute} attribute must be the same.`);
  }
  return { ...attributes, [attribute]: name };
};

/** A username that looks like somebody's alias would stand in that person's way. */
const checkPlainName = (pool: Pool, name: string): void => {
  if (pool.aliasAttributes.includes('email') && isEmail(name)) {
    throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.');
  }
  if (pool.aliasAttributes.includes('phone_number') && isPhoneNumber(name)) {
    throw invalidParameter(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
  }
};

/**
 * What a new account's name means: in pools with UsernameAttributes it fills that attribute and the account gets a
 * generated username (undefined here); elsewhere it is the username. Throws InvalidParameterException.
 */
export const nameAccount = (
  pool: Pool,
  name: string,
  attributes: Attributes,
): { readonly username: string | undefined; readonly attributes: Readonly<Record<string, string>> } => {
  if (pool.usernameAttributes.length > 0) return { username: undefined, attributes: filled(pool, name, attributes) };
  checkPlainName(pool, name);
  return { username: name, attributes };
};
