/** An administrator makes a user, or invites one again whose temporary password ran out. */
import { accountName } from '../accounts/sign-up-name.ts';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import { isPasswordOptional } from '../passwords/optional.ts';
import { checkPasswordPolicy, generatePassword } from '../passwords/policy.ts';
import { newPassword } from '../passwords/set.ts';
import { temporaryPasswordExpiry } from '../passwords/temporary.ts';
import type { Pool } from '../pools/pool.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import { preSignUp } from '../triggers/pre-sign-up.ts';
import { type Attributes, checkNewAttributes } from './attributes.ts';
import { requireUser } from './find.ts';
import { insertUser, insertUserByForce, newUser } from './insert.ts';
import { checkMediums, invitations, type Medium } from './invitation.ts';
import { commitUser } from './update.ts';
import type { User } from './user.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'srp' | 'outbox' | 'settings' | 'functions'>;

export interface Invitation extends Pick<TriggerCaller, 'clientMetadata' | 'validationData'> {
  readonly name: string;
  readonly attributes: Attributes;
  /** Empty or absent: generated, or none where the pool lets users in without a password. */
  readonly temporaryPassword?: string;
  /** Take a verified e-mail address or phone number from whoever has it as an alias. */
  readonly forceAlias?: boolean;
  readonly suppressMessage?: boolean;
  readonly mediums: readonly Medium[];
}

const USERNAME_TAKEN = 'User account already exists';

/** Undefined for a user who signs in with one-time passwords only. */
const passwordFor = (core: Touches, pool: Pool, given: string | undefined): string | undefined => {
  if (given) return given;
  return isPasswordOptional(pool) ? undefined : generatePassword(core, pool.settings.passwordPolicy);
};

const withTemporaryPassword = async (core: Touches, pool: Pool, user: User, password: string): Promise<User> => ({
  ...user,
  ...(await newPassword(core, pool, user, password, { temporary: true })),
  status: 'FORCE_CHANGE_PASSWORD',
  temporaryPasswordExpiresAt: temporaryPasswordExpiry(pool, core.clock.now()),
});

const FACTOR_OF = { email: 'EMAIL_OTP', phone_number: 'SMS_OTP' } as const;

const withoutPassword = (pool: Pool, user: User): User => {
  const { allowedFirstFactors } = pool.settings;
  const contacts = (['email', 'phone_number'] as const).filter((name) => user.attributes[name]);
  if (contacts.some((name) => allowedFirstFactors.includes(FACTOR_OF[name]))) return { ...user, status: 'CONFIRMED' };
  throw invalidParameter('An email address or a phone number is required for a user without a password.');
};

const draft = (core: Touches, pool: Pool, { name, attributes }: Invitation): User => {
  const account = accountName(pool, name);
  const kept = checkNewAttributes(pool, { ...attributes, ...account.attributes }, {});
  const own = account.username === undefined ? {} : { username: account.username };
  return newUser(core, pool, { ...own, status: 'FORCE_CHANGE_PASSWORD', attributes: kept });
};

const callerOf = (pool: Pool, { clientMetadata, validationData }: Invitation): TriggerCaller => ({
  pool,
  clientMetadata,
  validationData,
});

/** PreSignUp may refuse; whatever else it answers Cognito ignores here (developer guide, "Pre sign-up Lambda trigger"). */
const askPreSignUp = async (core: Touches, caller: TriggerCaller, { username, status, attributes }: User) => {
  const draft = { username, attributes: { 'cognito:user_status': status, ...attributes } };
  await preSignUp(core, caller, 'PreSignUp_AdminCreateUser', draft);
};

/**
 * The user is FORCE_CHANGE_PASSWORD, or CONFIRMED when made without a password. Throws InvalidParameterException,
 * InvalidPasswordException, UsernameExistsException (for a name or an alias that is taken), and what PreSignUp and
 * CustomMessage throw.
 */
export const inviteUser = async (core: Touches, pool: Pool, invitation: Invitation): Promise<User> => {
  const bare = draft(core, pool, invitation);
  checkMediums(bare, invitation.mediums);
  const password = passwordFor(core, pool, invitation.temporaryPassword);
  const user = password ? await withTemporaryPassword(core, pool, bare, password) : withoutPassword(pool, bare);
  const caller = callerOf(pool, invitation);
  await askPreSignUp(core, caller, user);
  const { suppressMessage, mediums } = invitation;
  const messages = suppressMessage ? [] : await invitations(core, caller, user, password, mediums);
  const writes = messages.map((message) => core.outbox.post(message));
  const force = invitation.forceAlias === true && pool.usernameAttributes.length === 0;
  const made = await (force ? insertUserByForce : insertUser)(core, pool, user, {
    usernameTaken: USERNAME_TAKEN,
    writes,
  });
  if (messages.length > 0) core.outbox.wake();
  return made;
};

const assertInvited = (user: User, name: string): void => {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return;
  throw new ServiceError(
    'UnsupportedUserStateException',
    `Resend not possible. ${name} status is not FORCE_CHANGE_PASSWORD`,
  );
};

/** A new temporary password with its full time to live. Throws as `inviteUser`, and UserNotFoundException, UnsupportedUserStateException. */
export const resendInvitation = async (core: Touches, pool: Pool, invitation: Invitation): Promise<User> => {
  const found = await requireUser(core, pool, invitation.name);
  assertInvited(found, invitation.name);
  checkMediums(found, invitation.mediums);
  const password = invitation.temporaryPassword || generatePassword(core, pool.settings.passwordPolicy);
  checkPasswordPolicy(pool.settings.passwordPolicy, password);
  const messages = await invitations(core, callerOf(pool, invitation), found, password, invitation.mediums);
  const user = await commitUser(core, pool, found, async (current) => {
    assertInvited(current, invitation.name);
    const invited = await withTemporaryPassword(core, pool, current, password);
    return { user: invited, writes: messages.map((message) => core.outbox.post(message)) };
  });
  core.outbox.wake();
  return user;
};
