/** Usernames of users whom a provider has brought. */
import { invalidParameter } from '../errors.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import type { Pool } from '../pools/pool.ts';

/** As `UsernameType` of the API model. */
const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/**
 * `{provider}_{subject}`; pools that do not tell capitals apart have it in small letters. Throws InvalidParameterException
 * for a subject that makes no username.
 */
export const federatedName = (pool: Pool, { name }: Pick<IdentityProvider, 'name'>, subject: string): string => {
  const username = `${name}_${subject}`;
  if (!USERNAME.test(username)) throw invalidParameter('Invalid user attributes: username: Invalid username format.\n');
  return pool.caseSensitive ? username : username.toLowerCase();
};
