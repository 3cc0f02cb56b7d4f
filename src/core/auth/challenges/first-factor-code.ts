/**
 * A code by message as first factor: EMAIL_OTP and SMS_OTP. Nothing is proved yet, so a user who does not exist gets a
 * challenge of the same form, with the same work done, and no message goes out.
 */
import { simulatedAddress } from '../../accounts/simulated.ts';
import type { User } from '../../users/user.ts';
import { assertMaySignIn } from '../account-state.ts';
import { required } from '../parameters.ts';
import { invalidSession } from '../session.ts';
import type { AuthCore, Given, SignIn } from '../sign-in.ts';
import { withProof } from '../state.ts';
import type { Answered, Asked, Issued } from './challenge.ts';
import { type CodeRecipient, contactFor, redeemOneTimeCode, sendOneTimeCode } from './one-time-code.ts';
import { resumeFirstFactor } from './resume.ts';

type FirstFactorCode = 'EMAIL_OTP' | 'SMS_OTP';

/** For a user whom policy.ts offers the challenge. */
export const issueFirstFactorCode = async (
  core: AuthCore,
  signIn: SignIn,
  challenge: FirstFactorCode,
  given: Given,
): Promise<Issued> => sendOneTimeCode(core, signIn, challenge, recipient(core, signIn, challenge, given));

export const resumeFirstFactorCode = resumeFirstFactor;

/** Throws what a wrong code is answered with, whoever it was for, and what account states are answered with. */
export const answerFirstFactorCode = async (
  core: AuthCore,
  asked: Asked,
  challenge: FirstFactorCode,
  given: Given,
): Promise<Answered> => {
  const code = required(given, `${challenge}_CODE`);
  const user = asked.subject.user ?? recipient(core, asked, challenge, given).user;
  const proved = await redeemOneTimeCode(core, asked, { challenge, code, user, tries: 'one-time-code' });
  assertMaySignIn(core, proved);
  return { user: proved, progress: withProof(asked.progress, { by: 'one-time-code', via: challenge }), spent: true };
};

const recipient = (core: AuthCore, signIn: SignIn, challenge: FirstFactorCode, given: Given): CodeRecipient => {
  const contact = contactFor(challenge);
  const { user, sub } = signIn.subject;
  if (user) {
    const to = user.attributes[contact];
    if (!to) throw invalidSession();
    return { user, to };
  }
  const shown = simulatedAddress(core, signIn.pool, given['USERNAME'] ?? '', contact);
  return { user: simulated(signIn, challenge, sub), to: sub, pretended: true, shown };
};

const simulated = ({ pool, subject: { sub, username } }: SignIn, challenge: FirstFactorCode, to: string): User => ({
  poolId: pool.id,
  sub,
  username,
  status: 'CONFIRMED',
  enabled: true,
  createdAt: 0,
  modifiedAt: 0,
  version: 0,
  attributes: { [contactFor(challenge)]: to },
  pendingAttributes: {},
  passwordHistory: [],
  tokensValidAfter: 0,
});
