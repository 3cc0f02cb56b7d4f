/** A user who is not in the pool yet is brought along by its UserMigration function. */
import { accountName } from '../accounts/sign-up-name.ts';
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { sealVerifier, verifyPassword } from '../passwords/verify.ts';
import { type Pool, srpPoolName } from '../pools/pool.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import { type MigratedUser, type MigrationSource, userMigration } from '../triggers/user-migration.ts';
import { checkNewAttributes } from './attributes.ts';
import { findUser } from './find.ts';
import { insertUser, insertUserByForce, newUser } from './insert.ts';
import { invitations } from './invitation.ts';
import type { User } from './user.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'srp' | 'outbox' | 'settings' | 'functions'>;

/**
 * The user, now in the pool; undefined where the pool has no such function. `name`: as typed in. `password`: proved by
 * the function, and kept whatever the pool's policy says of it. Throws what the function throws,
 * InvalidParameterException for attributes that the pool does not take, UsernameExistsException.
 */
export const migrateUser = async (
  core: Touches,
  caller: TriggerCaller,
  source: MigrationSource,
  name: string,
  password?: string,
): Promise<User | undefined> => {
  const brought = await userMigration(core, caller, source, name, password);
  if (!brought) return undefined;
  const { pool } = caller;
  const user = await withPassword(core, pool, draft(core, pool, name, brought), password);
  const writes = (await welcome(core, caller, user, brought)).map((message) => core.outbox.post(message));
  const force = brought.forceAlias && pool.usernameAttributes.length === 0;
  const insertion = { usernameTaken: 'User already exists', writes };
  try {
    await (force ? insertUserByForce : insertUser)(core, pool, user, insertion);
  } catch (error) {
    return await broughtMeanwhile(core, pool, name, password, error);
  }
  if (writes.length > 0) core.outbox.wake();
  return user;
};

/** The function may name the account otherwise than the person did, who may have typed an alias. */
const draft = (core: Touches, pool: Pool, name: string, { attributes: all, status, smsMfa }: MigratedUser): User => {
  const { username: given, sub: _, ...attributes } = all;
  const { username, attributes: named } = accountName(pool, given ?? name);
  const kept = checkNewAttributes(pool, { ...attributes, ...named }, {});
  const user = newUser(core, pool, { status, attributes: kept });
  const sms = smsMfa && kept['phone_number_verified'] === 'true' ? { mfa: { enabled: ['SMS_MFA'] as const } } : {};
  return { ...user, ...sms, ...(username !== undefined && { username }) };
};

const withPassword = async (core: Touches, pool: Pool, user: User, password: string | undefined): Promise<User> => {
  if (password === undefined) return user;
  const verifier = await core.srp.makeVerifier(srpPoolName(pool.id), user.username, password);
  return { ...user, password: { sealed: sealVerifier(core, user, verifier), setAt: core.clock.now() } };
};

/** A password that its owner knows is never mailed: the welcome goes out only where its text has no place for one. */
const welcome = async (core: Touches, caller: TriggerCaller, user: User, brought: MigratedUser) => {
  if (brought.suppressMessage) return [];
  const reachable = brought.mediums.filter((medium) => user.attributes[medium === 'EMAIL' ? 'email' : 'phone_number']);
  return reachable.length > 0 ? invitations(core, caller, user, undefined, reachable) : [];
};

/**
 * Two sign-ins at once may bring the same user: the second finds what the first has made. Whoever took the name
 * otherwise meanwhile has another password, and is not the one whom the function knows.
 */
const broughtMeanwhile = async (
  core: Touches,
  pool: Pool,
  name: string,
  password: string | undefined,
  error: unknown,
): Promise<User> => {
  if (!(error instanceof ServiceError) || error.code !== 'UsernameExistsException') throw error;
  const found = await findUser(core, pool, name);
  if (!found) throw error;
  if (password !== undefined && !(await verifyPassword(core, pool, found, name, password))) throw error;
  return found;
};
