/** The code of a sign-up confirms the account and the contact that the code was sent to. */
import { isFlowAllowed } from '../auth/flow-allowed.ts';
import { hidesUsers } from '../auth/subject.ts';
import type { Code } from '../codes/code.ts';
import { assertReaches, spendCode } from '../codes/redeem.ts';
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import type { ContactAttribute } from '../pools/pool.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { findUser } from '../users/find.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { assertEnabled, combinationNotFound, type PublicCall } from './public-call.ts';
import { confirmedSession, openSignUp } from './sign-up-session.ts';
import { pretendToRedeem } from './simulated.ts';

type Needs = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'functions'>;

export interface Confirmation {
  readonly code: string;
  /** Take the verified e-mail or phone number from the user who has it, instead of AliasExistsException. */
  readonly forceAlias?: boolean;
  /** Of the sign-up. */
  readonly session?: string;
}

export interface Confirmed {
  readonly user: User;
  /** Signs the user in at once. */
  readonly session?: string;
}

/**
 * The user stays confirmed when PostConfirmation fails.
 * @throws UserNotFoundException, NotAuthorizedException (disabled, not UNCONFIRMED, forged session), CodeMismatchException,
 *   ExpiredCodeException, LimitExceededException, AliasExistsException, and what PostConfirmation throws
 */
export async function confirmSignUp(core: Needs, call: PublicCall, confirmation: Confirmation): Promise<Confirmed> {
  const { pool, client, username } = call;
  const { session } = confirmation;
  const begun = session === undefined ? undefined : openSignUp(core, call, session);
  const user = await findUser(core, pool, username);
  if (user && (isWaiting(user) || !hidesUsers(client))) {
    return signedOn(core, call, await confirmUser(core, call, user, confirmation), begun?.sub);
  }
  if (!hidesUsers(client)) throw combinationNotFound();
  return pretendToRedeem(core, call, 'sign-up', confirmation.code, user);
}

/** Where users are hidden, one who has nothing to confirm is answered like an unknown name. */
const isWaiting = ({ enabled, status }: User): boolean => enabled && status === 'UNCONFIRMED';

interface Proved {
  readonly user: User;
  readonly contact: ContactAttribute;
}

async function confirmUser(core: Needs, call: PublicCall, user: User, given: Confirmation): Promise<Proved> {
  const { pool } = call;
  assertConfirmable(user);
  const proved = await spendCode(core, pool, user, 'sign-up', given.code, async ({ code, write }) => {
    const confirmed = await commitUser(core, pool, user, (current) => {
      assertConfirmable(current);
      assertReaches(current, code);
      return { user: confirmedUser(current, code), writes: [write], force: given.forceAlias };
    });
    return { user: confirmed, contact: contactOf(confirmed, code) };
  });
  await postConfirmation(core, call, 'PostConfirmation_ConfirmSignUp', proved.user);
  return proved;
}

/**
 * For whoever gave the session of this very sign-up. Clients that give none (aws-amplify among them) get one where the
 * pool takes a code to that address as a first factor anyway.
 */
function signedOn(core: Needs, call: PublicCall, { user, contact }: Proved, begun: string | undefined): Confirmed {
  const { pool, client } = call;
  const via = contact === 'email' ? 'EMAIL_OTP' : 'SMS_OTP';
  const earned = begun === undefined ? pool.settings.allowedFirstFactors.includes(via) : begun === user.sub;
  if (!earned || !isFlowAllowed(client, 'USER_AUTH')) return { user };
  return { user, session: confirmedSession(core, call, user, via) };
}

function assertConfirmable(user: User): void {
  assertEnabled(user);
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
}

const contactOf = (user: User, code: Code): ContactAttribute =>
  user.attributes['email'] === code.destination ? 'email' : 'phone_number';

function confirmedUser(user: User, code: Code): User {
  return {
    ...user,
    status: 'CONFIRMED',
    attributes: { ...user.attributes, [`${contactOf(user, code)}_verified`]: 'true' },
  };
}
