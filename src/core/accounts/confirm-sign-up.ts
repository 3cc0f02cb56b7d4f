/** The code of a sign-up confirms the account and the contact that the code was sent to. */
import { hidesUsers } from '../auth/subject.ts';
import type { Code } from '../codes/code.ts';
import { assertReaches, spendCode } from '../codes/redeem.ts';
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { findUser } from '../users/find.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { assertEnabled, combinationNotFound, type PublicCall } from './public-call.ts';
import { pretendToRedeem } from './simulated.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'sealer' | 'functions'>;

export interface Confirmation {
  readonly code: string;
  /** Take the verified e-mail or phone number from the user who has it, instead of AliasExistsException. */
  readonly forceAlias?: boolean;
}

/**
 * The user stays confirmed when PostConfirmation fails.
 * @throws UserNotFoundException, NotAuthorizedException (disabled, not UNCONFIRMED), CodeMismatchException,
 *   ExpiredCodeException, LimitExceededException, AliasExistsException, and what PostConfirmation throws
 */
export async function confirmSignUp(core: Needs, call: PublicCall, confirmation: Confirmation): Promise<User> {
  const { pool, client, username } = call;
  const user = await findUser(core, pool, username);
  if (user) return confirmUser(core, call, user, confirmation);
  if (!hidesUsers(client)) throw combinationNotFound();
  return pretendToRedeem(core, call, 'sign-up', confirmation.code);
}

async function confirmUser(core: Needs, call: PublicCall, user: User, given: Confirmation): Promise<User> {
  const { pool } = call;
  assertConfirmable(user);
  const confirmed = await spendCode(core, pool, user, 'sign-up', given.code, ({ code, write }) =>
    commitUser(core, pool, user, (current) => {
      assertConfirmable(current);
      assertReaches(current, code);
      return { user: confirmedUser(current, code), writes: [write], force: given.forceAlias };
    }),
  );
  await postConfirmation(core, call, 'PostConfirmation_ConfirmSignUp', confirmed);
  return confirmed;
}

function assertConfirmable(user: User): void {
  assertEnabled(user);
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
}

function confirmedUser(user: User, code: Code): User {
  const contact = user.attributes['email'] === code.destination ? 'email' : 'phone_number';
  return {
    ...user,
    status: 'CONFIRMED',
    attributes: { ...user.attributes, [`${contact}_verified`]: 'true' },
  };
}
