/** From the name that somebody signs in with to who that is, or to a shadow where clients hide which users exist. */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { userNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { preAuthentication } from '../triggers/pre-authentication.ts';
import { normalizeAlias } from '../users/aliases.ts';
import { findUser } from '../users/find.ts';
import type { User } from '../users/user.ts';
import type { Door, Subject } from './sign-in.ts';

export const hidesUsers = ({ settings }: Client): boolean => settings.preventUserExistenceErrors === 'ENABLED';

export const knownSubject = (user: User): Subject => ({ sub: user.sub, username: user.username, user });

/**
 * Who begins a sign-in; PreAuthentication has its say at once, before anything is proved. Throws as `identify`, and what
 * that function throws.
 */
export const meet = async (
  core: Pick<Core, 'functions' | 'sealer' | 'store'>,
  door: Door,
  name: string,
): Promise<Subject> => {
  const subject = await identify(core, door, name);
  await preAuthentication(core, door, subject);
  return subject;
};

/** Throws UserNotFoundException where the client does not hide which users exist. */
export const identify = async (
  core: Pick<Core, 'sealer' | 'store'>,
  { pool, client }: Door,
  name: string,
): Promise<Subject> => {
  const user = await findUser(core, pool, name);
  if (user) return knownSubject(user);
  if (!hidesUsers(client)) throw userNotFound();
  return shadow(core, pool, name);
};

/** The same answer for the same name at each try, of the form that a real user's would have. */
const shadow = (core: Pick<Core, 'sealer'>, pool: Pool, name: string): Subject => {
  const normalized = normalizeAlias(pool, 'username', name);
  const sub = derivedUuid(core.sealer.mac('simulated-user', `sub/${pool.id}/${normalized}`));
  return { sub, username: hasGeneratedUsername(pool, name) ? sub : normalized };
};

/** Users of such pools, and those found by an alias, are answered with a name that the caller did not type. */
const hasGeneratedUsername = (pool: Pool, name: string): boolean =>
  pool.usernameAttributes.length > 0 ||
  (pool.aliasAttributes.includes('email') && name.includes('@')) ||
  (pool.aliasAttributes.includes('phone_number') && name.startsWith('+'));

/** A version 4 UUID (RFC 9562 section 5.4) whose random bits are the given ones. */
const derivedUuid = (bytes: Uint8Array): string => {
  const uuid = Uint8Array.from(bytes.subarray(0, 16));
  uuid[6] = ((uuid[6] as number) & 0x0f) | 0x40;
  uuid[8] = ((uuid[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(uuid, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Whether a name that came with an answer is one of the user whom the answer is about. */
export const namesSubject = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  subject: Subject,
  name: string,
): Promise<boolean> => name === subject.username || (await findUser(core, pool, name))?.sub === subject.sub;
