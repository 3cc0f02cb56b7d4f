/** A person makes an account: user, names, code and message go into one commit. */
import type { Core } from '../core.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { type CodeDelivery, chooseDelivery } from '../messages/delivery.ts';
import { type SendingCore, sendFirstCode } from '../messages/send-code.ts';
import { isPasswordOptional } from '../passwords/optional.ts';
import { checkPasswordPolicy } from '../passwords/policy.ts';
import { newPassword } from '../passwords/set.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { type PreSignUpAnswer, preSignUp } from '../triggers/pre-sign-up.ts';
import { checkNewAttributes } from '../users/attributes.ts';
import { accountNameExists, takenAlias } from '../users/conflicts.ts';
import { insertUser, insertUserByForce, newUser } from '../users/insert.ts';
import type { User } from '../users/user.ts';
import type { PublicCall } from './public-call.ts';
import { accountName } from './sign-up-name.ts';
import { signUpSession } from './sign-up-session.ts';

type Needs = SendingCore & Pick<Core, 'srp'>;

export interface SignUpRequest {
  /** Absent or empty: an account without a password, where the pool has other first factors. */
  readonly password?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SignedUp {
  readonly user: User;
  /** Absent when the pool verifies nothing that the user gave. */
  readonly delivery?: CodeDelivery;
  /** For ConfirmSignUp, by a client that signs in by choice. */
  readonly session?: string;
}

const USERNAME_TAKEN = 'User already exists';

/**
 * PreSignUp decides before anything is written; when PostConfirmation fails, the account of an auto-confirmed user
 * stands all the same.
 * @throws NotAuthorizedException, InvalidParameterException, InvalidPasswordException, UsernameExistsException, and
 *   what those functions throw
 */
export async function signUp(core: Needs, call: PublicCall, request: SignUpRequest): Promise<SignedUp> {
  const { pool } = call;
  assertSignUpAllowed(pool);
  const draft = unconfirmedUser(core, call, request);
  checkPassword(pool, request.password);
  await assertNameFree(core, pool, draft);
  const answer = await preSignUp(core, call, 'PreSignUp_SignUp', draft);
  const account = await withPassword(core, pool, approved(draft, answer), request.password);
  const delivery = answer.autoConfirmUser ? undefined : chooseDelivery(pool, account, 'sign-up');
  const writes = delivery ? await firstCode(core, call, account, delivery) : [];
  const verified = answer.autoVerifyEmail || answer.autoVerifyPhone;
  await insert(core, pool, account, verified, writes);
  if (delivery) core.outbox.wake();
  if (answer.autoConfirmUser) await postConfirmation(core, call, 'PostConfirmation_ConfirmSignUp', account);
  return { user: account, delivery, session: signUpSession(core, call, account) };
}

function firstCode(core: Needs, call: PublicCall, account: User, delivery: CodeDelivery): Promise<Write[]> {
  const { pool, client, clientMetadata } = call;
  const what = { purpose: 'sign-up', kind: 'sign-up', delivery, clientId: client.id, clientMetadata } as const;
  return sendFirstCode(core, pool, account, what);
}

/** A contact that PreSignUp declares verified goes over to the new user as a sign-in name, whoever has it. */
function insert(core: Needs, pool: Pool, account: User, verified: boolean, writes: Write[]): Promise<User> {
  const force = verified && pool.usernameAttributes.length === 0;
  return (force ? insertUserByForce : insertUser)(core, pool, account, { usernameTaken: USERNAME_TAKEN, writes });
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
  const kept = checkNewAttributes(pool, attributes, { client });
  const user = newUser(core, pool, { status: 'UNCONFIRMED', attributes: kept });
  return username === undefined ? user : { ...user, username };
}

function approved(user: User, answer: PreSignUpAnswer): User {
  const attributes = flagged(user.attributes, answer);
  return { ...user, attributes, status: answer.autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED' };
}

/** Contacts start unverified, which the API shows as `false`, unless PreSignUp says otherwise. */
function flagged(attributes: User['attributes'], answer: PreSignUpAnswer): Record<string, string> {
  const verified = { email: answer.autoVerifyEmail, phone_number: answer.autoVerifyPhone };
  const flags = (['email', 'phone_number'] as const).filter((name) => attributes[name]);
  return { ...attributes, ...Object.fromEntries(flags.map((name) => [`${name}_verified`, String(verified[name])])) };
}

function checkPassword(pool: Pool, password: string | undefined): void {
  if (password) checkPasswordPolicy(pool.settings.passwordPolicy, password);
  else if (!isPasswordOptional(pool)) {
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
