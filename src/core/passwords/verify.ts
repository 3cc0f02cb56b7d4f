/** What the server keeps of a password, and the check of a given one. */
import { createHash } from 'node:crypto';
import type { Core, PasswordVerifier } from '../core.ts';
import { type Pool, srpPoolName } from '../pools/pool.ts';
import { normalizeAlias } from '../users/aliases.ts';
import type { StoredPassword, User } from '../users/user.ts';

const SALT = 16;
const VERIFIER = 384;

type Owner = Pick<User, 'poolId' | 'sub'>;

const place = (owner: Owner): string => `${owner.poolId}/${owner.sub}`;

/** Salt and verifier, sealed for this user and no other. */
export const sealVerifier = (core: Pick<Core, 'sealer'>, owner: Owner, kept: PasswordVerifier): string => {
  const bytes = new Uint8Array(SALT + VERIFIER);
  bytes.set(kept.salt, 0);
  bytes.set(kept.verifier, SALT);
  return core.sealer.seal('password', bytes, place(owner));
};

export const openStored = (core: Pick<Core, 'sealer'>, owner: Owner, stored: StoredPassword): PasswordVerifier => {
  const bytes = core.sealer.open('password', stored.sealed, place(owner));
  return { salt: bytes.slice(0, SALT), verifier: bytes.slice(SALT) };
};

/** As quick as opening a real one: a single hash stretches the keyed seed to salt and verifier. */
const simulate = (core: Pick<Core, 'sealer'>, subject: string): PasswordVerifier => {
  const seed = core.sealer.mac('simulated-user', `verifier/${subject}`);
  const bytes = createHash('shake256', { outputLength: SALT + VERIFIER })
    .update(seed)
    .digest();
  const verifier = bytes.subarray(SALT);
  // Below the group's prime, whose first 64 bits are ones.
  verifier.writeUInt8(verifier.readUInt8(0) & 0x7f, 0);
  return { salt: bytes.subarray(0, SALT), verifier };
};

/** What an unknown user would have: the same at each try, like nothing that a real user has. */
export const simulatedVerifier = (core: Pick<Core, 'sealer'>, pool: Pool, name: string): PasswordVerifier =>
  simulate(core, `${pool.id}/name/${normalizeAlias(pool, 'username', name)}`);

/**
 * The user's verifier; a simulated one for a user without a password, so that nobody sees the difference, and for one
 * with an imported hash, from which no verifier can be made.
 */
export const openVerifier = (core: Pick<Core, 'sealer'>, user: User): PasswordVerifier =>
  user.password && user.password.algorithm === undefined
    ? openStored(core, user, user.password)
    : simulate(core, `${user.poolId}/sub/${user.sub}`);

/** A hash of another system, sealed for this user and no other. */
export const sealHash = (core: Pick<Core, 'sealer'>, owner: Owner, hash: string): string =>
  core.sealer.seal('password', hash, place(owner));

/** Whether the password is the one that is kept, as a verifier or as an imported hash. */
export const isPassword = async (
  core: Pick<Core, 'sealer' | 'srp'>,
  pool: Pool,
  user: Owner & Pick<User, 'username'>,
  stored: StoredPassword,
  password: string,
): Promise<boolean> => {
  if (stored.algorithm === undefined) {
    return core.srp.matches(openStored(core, user, stored), srpPoolName(pool.id), user.username, password);
  }
  const hash = core.sealer.open('password', stored.sealed, place(user));
  return core.srp.hashMatches(stored.algorithm, Buffer.from(hash).toString(), password);
};

/** One modular power, for unknown users and users without a password too; an imported hash costs what it costs. */
export const verifyPassword = async (
  core: Pick<Core, 'sealer' | 'srp'>,
  pool: Pool,
  user: User | undefined,
  name: string,
  password: string,
): Promise<boolean> => {
  if (user?.password?.algorithm !== undefined) return isPassword(core, pool, user, user.password, password);
  const kept = user ? openVerifier(core, user) : simulatedVerifier(core, pool, name);
  const matches = await core.srp.matches(kept, srpPoolName(pool.id), user?.username ?? name, password);
  return matches && user?.password !== undefined;
};
