/** What the Username of a sign-up means in this pool: the username itself, or the e-mail or phone number to use. */
import { invalidParameter } from '../errors.ts';
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import { isEmail, isPhoneNumber } from '../users/attribute-values.ts';

export interface AccountName {
  /** Absent where the pool makes the username (UsernameAttributes). */
  readonly username?: string;
  /** What the name sets, for UsernameAttributes pools. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** @throws InvalidParameterException when the pool takes no such name */
export function accountName(pool: Pool, name: string): AccountName {
  if (pool.usernameAttributes.length > 0) return { attributes: { [contactNamed(pool, name)]: name } };
  assertNoAliasForm(pool, name);
  return { username: name, attributes: {} };
}

function contactNamed(pool: Pool, name: string): ContactAttribute {
  const contact = pool.usernameAttributes.find((attribute) =>
    attribute === 'email' ? isEmail(name) : isPhoneNumber(name),
  );
  if (contact) return contact;
  if (pool.usernameAttributes.length > 1) {
    throw invalidParameter('Username should be either an email or a phone number.');
  }
  throw invalidParameter(
    pool.usernameAttributes[0] === 'email' ? 'Username should be an email.' : 'Username should be a phone number.',
  );
}

/** Else a name could be read as somebody else's alias. */
function assertNoAliasForm(pool: Pool, name: string): void {
  if (pool.aliasAttributes.includes('email') && isEmail(name)) {
    throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.');
  }
  if (pool.aliasAttributes.includes('phone_number') && isPhoneNumber(name)) {
    throw invalidParameter(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
  }
}
