/** Fills a database through the store itself, which is faster than the API and writes the same rows. */
import { createClient } from '../src/core/clients/create.ts';
import type { Core } from '../src/core/core.ts';
import { createGroup } from '../src/core/groups/write.ts';
import { sealVerifier } from '../src/core/passwords/verify.ts';
import { createPool } from '../src/core/pools/create.ts';
import { type Pool, srpPoolName } from '../src/core/pools/pool.ts';
import { aliasWrites } from '../src/core/users/aliases.ts';
import { newUser } from '../src/core/users/insert.ts';
import type { User } from '../src/core/users/user.ts';
import { type CustomAuthUsers, seedCustomAuthUsers } from './custom-auth.ts';
import { type IdentitySeed, seedIdentity } from './identity.ts';
import { type OauthSeed, seedOauth } from './oauth.ts';
import { seedTotpUsers, type TotpUsers } from './totp.ts';

export const PASSWORD = 'Correct-horse-1';

/** Each user is in one of them. */
export const GROUPS = Array.from({ length: 10 }, (_, index) => `group-${index}`);

export interface Seeded {
  readonly pool: Pool;
  readonly clientId: string;
  /** Users that can sign in with `PASSWORD`. */
  readonly usernames: readonly string[];
  readonly totp: TotpUsers;
  readonly customAuth: CustomAuthUsers;
  readonly oauth: OauthSeed;
  readonly identity: IdentitySeed;
}

export interface SeedOptions {
  readonly users: number;
  /** How many of them get a real password; the others share one that fits nobody. */
  readonly signInUsers: number;
  readonly onProgress?: (done: number) => void;
}

/** On PostgreSQL a batch is one statement with a bounded number of parameters. */
const BATCH = 200;
const BATCHES_AT_ONCE = 4;

export const seed = async (core: Core, { users, signInUsers, onProgress }: SeedOptions): Promise<Seeded> => {
  const owner = { account: '000000000000', region: 'us-east-1' };
  const pool = await createPool(core, owner, {
    name: `bench-${users}`,
    settings: { autoVerifiedAttributes: ['email'] },
  });
  const client = await createClient(core, pool, {
    name: 'bench',
    settings: {
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
    },
  });
  for (const [precedence, name] of GROUPS.entries()) await createGroup(core, pool.id, name, { precedence });
  const usernames = Array.from({ length: signInUsers }, (_, index) => nameOf(index));
  let next = 0;
  let done = 0;
  const insertBatches = async (): Promise<void> => {
    while (next < users) {
      const first = next;
      next = Math.min(users, first + BATCH);
      await insertUsers(core, pool, first, next, signInUsers);
      done += Math.min(BATCH, users - first);
      onProgress?.(Math.min(done, users));
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, insertBatches));
  return {
    pool,
    clientId: client.id,
    usernames,
    totp: await seedTotpUsers(core),
    customAuth: await seedCustomAuthUsers(core),
    oauth: await seedOauth(core),
    identity: await seedIdentity(core, pool.id, client.id),
  };
};

const insertUsers = async (core: Core, pool: Pool, first: number, end: number, signInUsers: number): Promise<void> => {
  const indexes = Array.from({ length: end - first }, (_, offset) => first + offset);
  const rows = await Promise.all(indexes.map((index) => userOf(core, pool, index, index < signInUsers)));
  const { users, groups } = core.store;
  await core.store.commit(
    rows.flatMap((user, offset) => [
      users.insert(user),
      ...aliasWrites(core, pool, undefined, user),
      groups.addMember(pool.id, groupOf(first + offset), user.sub, core.clock.now()),
    ]),
  );
};

const groupOf = (index: number): string => GROUPS[index % GROUPS.length] as string;

/** Spread over the alphabet, so that a prefix finds a handful whatever the number of users. */
const nameOf = (index: number): string => {
  const spread = Math.imul(index + 1, 2_654_435_761) >>> 0;
  return `${spread.toString(36).padStart(7, '0')}-${index}`;
};

const userOf = async (core: Core, pool: Pool, index: number, canSignIn: boolean): Promise<User> =>
  canSignIn ? userWithPassword(core, pool, nameOf(index)) : userNamed(core, pool, nameOf(index));

const userNamed = (core: Core, pool: Pool, username: string): User =>
  newUser(core, pool, {
    username,
    status: 'CONFIRMED',
    attributes: { email: `${username}@example.com`, email_verified: 'true' },
  });

/** One that can sign in with `PASSWORD`. */
export const userWithPassword = async (core: Core, pool: Pool, username: string): Promise<User> => {
  const user = userNamed(core, pool, username);
  const verifier = await core.srp.makeVerifier(srpPoolName(pool.id), username, PASSWORD);
  return { ...user, password: { sealed: sealVerifier(core, user, verifier), setAt: core.clock.now() } };
};
