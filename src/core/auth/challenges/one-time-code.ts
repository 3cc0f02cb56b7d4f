/**
 * What the challenges that send a code have in common: SMS_MFA, EMAIL_OTP and SMS_OTP. A code belongs to one session,
 * lives as long as it, may be tried a few times, and is spent together with it. Whoever receives the code has shown to
 * own the address, which is then verified.
 */
import { codeExpired, codeMismatch, type RedeemedCode, spendCode } from '../../codes/redeem.ts';
import { ServiceError } from '../../errors.ts';
import { type CodeDelivery, deliveryTo } from '../../messages/delivery.ts';
import { sendCode } from '../../messages/send-code.ts';
import { countTry, type TryKind } from '../../mfa/attempts.ts';
import type { ContactAttribute } from '../../pools/pool.ts';
import type { Write } from '../../ports.ts';
import { commitUser } from '../../users/update.ts';
import type { User } from '../../users/user.ts';
import { invalidSession, seal, spending } from '../session.ts';
import type { AuthCore, SignIn } from '../sign-in.ts';
import type { Asked, Issued } from './challenge.ts';
import { endSession } from './end-session.ts';

export type CodeChallenge = 'EMAIL_OTP' | 'SMS_MFA' | 'SMS_OTP';

const CONTACT = { EMAIL_OTP: 'email', SMS_MFA: 'phone_number', SMS_OTP: 'phone_number' } as const;

export const contactFor = (challenge: CodeChallenge): ContactAttribute => CONTACT[challenge];

export interface CodeRecipient {
  readonly user: User;
  readonly to: string;
  /** Nobody: all the work is done, but no message goes out. For clients that hide which users exist. */
  readonly pretended?: boolean;
  /** The address that the answer shows; `to` unless given. */
  readonly shown?: string;
}

/** Throws TooManyRequestsException when too many codes of this challenge were sent lately. */
export const sendOneTimeCode = async (
  core: AuthCore,
  signIn: SignIn,
  challenge: CodeChallenge,
  { user, to, pretended, shown = to }: CodeRecipient,
): Promise<Issued> => {
  const { pool, client } = signIn;
  const id = core.random.uuid();
  const delivery = deliveryTo(CONTACT[challenge], to);
  const writes = await sendCode(core, pool, user, {
    purpose: `authentication:${challenge}:${id}`,
    kind: 'authentication',
    delivery,
    clientId: client.id,
    clientMetadata: signIn.clientMetadata,
    validityMs: client.settings.authSessionValidity * 60_000,
    ...(pretended && { pretended }),
  }).catch(asThrottled);
  await core.store.commit(pretended ? writes.slice(0, 1) : writes);
  core.outbox.wake();
  return {
    parameters: parametersOf(signIn, deliveryTo(CONTACT[challenge], shown)),
    session: seal(core, 'auth-session', signIn, challenge, { id }),
  };
};

const parametersOf = ({ subject }: SignIn, { medium, destination }: CodeDelivery) => ({
  CODE_DELIVERY_DELIVERY_MEDIUM: medium,
  CODE_DELIVERY_DESTINATION: destination,
  USER_ID_FOR_SRP: subject.username,
});

export interface OneTimeAnswer {
  readonly challenge: CodeChallenge;
  readonly code: string;
  /** Whom the code was sent to, or would have been. */
  readonly user: User;
  readonly tries: TryKind;
}

/**
 * The user, whose address is verified now; the session is spent. Throws CodeMismatchException, ExpiredCodeException,
 * NotAuthorizedException after too many tries and for a session that was used meanwhile.
 */
export const redeemOneTimeCode = async (core: AuthCore, asked: Asked, answer: OneTimeAnswer): Promise<User> => {
  const { challenge, user, code, tries } = answer;
  const { id } = asked.carried.data;
  if (id === undefined) throw invalidSession();
  const { last, forget } = await countTry(core, user, tries);
  const purpose = `authentication:${challenge}:${id}` as const;
  const commit = (redeemed: RedeemedCode) =>
    asked.subject.user ? commitProved(core, asked, answer, redeemed, forget) : Promise.reject(codeMismatch());
  try {
    return await spendCode(core, asked.pool, user, purpose, code, commit);
  } catch (error) {
    if (last) await endSession(core, asked);
    throw asAnswer(error);
  }
};

const commitProved = async (
  core: AuthCore,
  asked: Asked,
  { challenge, user }: OneTimeAnswer,
  { code, write }: RedeemedCode,
  forget: Write,
): Promise<User> => {
  const writes = [asked.spend, write, forget];
  const contact = CONTACT[challenge];
  const plainly = async () => {
    await spending(core.store.commit(writes));
    return user;
  };
  if (user.attributes[`${contact}_verified`] === 'true') return plainly();
  const verified = commitUser(core, asked.pool, user, (current) => {
    if (current.attributes[contact] !== code.destination) throw codeExpired();
    return { user: { ...current, attributes: { ...current.attributes, [`${contact}_verified`]: 'true' } }, writes };
  });
  // Somebody else signs in with the address: it stays theirs, and this user signs in without having it verified.
  return spending(verified).catch((error: unknown) => (isAliasTaken(error) ? plainly() : Promise.reject(error)));
};

const isAliasTaken = (error: unknown): boolean =>
  error instanceof ServiceError && error.code === 'AliasExistsException';

/** In a sign-in the same refusals have other words. */
const asAnswer = (error: unknown): unknown => {
  if (!(error instanceof ServiceError)) return error;
  if (error.code === 'LimitExceededException') return invalidSession();
  if (error.code !== 'CodeMismatchException') return error;
  return new ServiceError('CodeMismatchException', 'Invalid code or auth state for the user.');
};

/** InitiateAuth declares no LimitExceededException. */
const asThrottled = (error: unknown): never => {
  if (!(error instanceof ServiceError) || error.code !== 'LimitExceededException') throw error;
  throw new ServiceError('TooManyRequestsException', error.message);
};
