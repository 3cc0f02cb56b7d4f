/**
 * EMAIL_OTP: a code to the e-mail address. One name on the wire for two things: the first factor of a choice-based
 * sign-in, and the second factor after another proof. How far the sign-in has come tells them apart.
 */
import { required } from '../parameters.ts';
import type { AuthCore, Given } from '../sign-in.ts';
import { type Progress, withProof } from '../state.ts';
import type { Answered, Asked, Challenge } from './challenge.ts';
import { answerFirstFactorCode, issueFirstFactorCode, resumeFirstFactorCode } from './first-factor-code.ts';
import { redeemOneTimeCode } from './one-time-code.ts';
import { assertUserHolds } from './resume.ts';
import { issueSecondFactor, knownUser } from './second-factor.ts';

export const emailOtp: Challenge = {
  issue: (core, signIn, given) =>
    isSecond(signIn.progress)
      ? issueSecondFactor(core, signIn, 'EMAIL_OTP')
      : issueFirstFactorCode(core, signIn, 'EMAIL_OTP', given),

  /** Strictly once something is proved: then a session ends with a new password and the like. */
  async resume(core, door, answer) {
    const asked = await resumeFirstFactorCode(core, door, answer);
    if (isSecond(asked.progress)) assertUserHolds(asked);
    return asked;
  },

  answer: (core, asked, given) =>
    isSecond(asked.progress)
      ? answerSecondFactor(core, asked, given)
      : answerFirstFactorCode(core, asked, 'EMAIL_OTP', given),
};

const isSecond = ({ proofs }: Progress): boolean => proofs.length > 0;

const answerSecondFactor = async (core: AuthCore, asked: Asked, given: Given): Promise<Answered> => {
  const code = required(given, 'EMAIL_OTP_CODE');
  const user = await redeemOneTimeCode(core, asked, {
    challenge: 'EMAIL_OTP',
    code,
    user: knownUser(asked),
    tries: 'mfa',
  });
  return { user, progress: withProof(asked.progress, { by: 'mfa', method: 'EMAIL_OTP' }), spent: true };
};
