/** A person makes an account: user, names, code and message go into one commit. */
import type { Core } from '../core.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { type CodeDelivery, chooseDelivery } from '../messages/delivery.ts';
import { sendFirstCode } from '../messages/send-code.ts';
import { checkPasswordPolicy } from '../passwords/policy.ts';
import { newPassword } from '../passwords/set.ts';
import type { Pool } from '../pools/pool.ts';
import { checkNewAttributes } from '../users/attributes.ts';
import { accountNameExists, takenAlias } from '../users/conflicts.ts';
import { insertUser, newUser } from '../users/insert.ts';
import type { User } from '../users/user.ts';
import type { PublicCall } from './public-call.ts';
import { accountName } from './sign-up-name.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'srp' | 'outbox' | 'settings'>;

export interface SignUpRequest {
  /** Absent or empty: an account without a password, where the pool has other first factors. */
  readonly password?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SignedUp {
  readonly user: User;
  /** Absent when the pool verifies nothing that the user gave. */
  readonly delivery?: CodeDelivery;
}

const USERNAME_TAKEN = 'User already exists';

/**
 * @throws NotAuthorizedException, InvalidParameterException, InvalidPasswordException, UsernameExistsException
 */
export async function signUp(core: Needs, call: PublicCall, request: SignUpRequest): Promise<SignedUp> {
  const { pool, client } = call;
  assertSignUpAllowed(pool);
  const user = unconfirmedUser(core, call, request);
  checkPassword(pool, request.password);
  await assertNameFree(core, pool, user);
  const account = await withPassword(core, pool, user, request.password);
  const delivery = chooseDelivery(pool, account, 'sign-up');
  const what = delivery && ({ purpose: 'sign-up', kind: 'sign-up', delivery, clientId: client.id } as const);
  const writes = what ? sendFirstCode(core, pool, account, what) : [];
  await insertUser(core, pool, account, { usernameTaken: USERNAME_TAKEN, writes });
  if (delivery) core.outbox.wake();
  return { user: account, delivery };
}

function assertSignUpAllowed(pool: Pool): void {
  if (pool.settings.adminCreateUser.allowAdminCreateUserOnly) {
    throw notAuthorized('SignUp is not permitted for this user pool');
  }
}

function unconfirmedUser(core: Needs, { pool, client, username: name }: PublicCall, request: SignUpRequest): User {
  const { username, attributes: named } = accountName(pool, name);
  const attributes = { ...request.attributes, ...named };
  if (attributes['preferred_username'] && pool.aliasAttributes.includes('preferred_username')) {
    throw invalidParameter(
      'Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.',
    );
  }
  const kept = flagged(checkNewAttributes(pool, attributes, { client }));
  const user = newUser(core, pool, { status: 'UNCONFIRMED', attributes: kept });
  return username === undefined ? user : { ...user, username };
}

/** Contacts start unverified, which the API shows as `false`. */
function flagged(attributes: Record<string, string>): Record<string, string> {
  const flags = (['email', 'phone_number'] as const).filter((name) => attributes[name]);
  return { ...attributes, ...Object.fromEntries(flags.map((name) => [`${name}_verified`, 'false'])) };
}

function checkPassword(pool: Pool, password: string | undefined): void {
  if (password) checkPasswordPolicy(pool.settings.passwordPolicy, password);
  else if (!pool.settings.allowedFirstFactors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP')) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    );
  }
}

/** Saves the costly verifier when the name is gone; the commit's guard decides races. */
async function assertNameFree(core: Needs, pool: Pool, user: User): Promise<void> {
  if (await takenAlias(core, pool, user)) throw await accountNameExists(core, pool, user, USERNAME_TAKEN);
}

const withPassword = async (core: Needs, pool: Pool, user: User, password: string | undefined): Promise<User> =>
  password ? { ...user, ...(await newPassword(core, pool, user, password)) } : user;
