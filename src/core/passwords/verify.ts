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

/** The user's verifier; a simulated one for a user without a password, so that nobody sees the difference. */
export const openVerifier = (core: Pick<Core, 'sealer'>, user: User): PasswordVerifier =>
  user.password ? openStored(core, user, user.password) : simulate(core, `${user.poolId}/sub/${user.sub}`);

/** One modular power, for unknown users and users without a password too. */
export const verifyPassword = async (
  core: Pick<Core, 'sealer' | 'srp'>,
  pool: Pool,
  user: User | undefined,
  name: string,
  password: string,
): Promise<boolean> => {
  const kept = user ? openVerifier(core, user) : simulatedVerifier(core, pool, name);
  const matches = await core.srp.matches(kept, srpPoolName(pool.id), user?.username ?? name, password);
  return matches && user?.password !== undefined;
};
