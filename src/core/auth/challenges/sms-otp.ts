/** SMS_OTP: a code to the phone number, as first factor. */
import type { Challenge } from './challenge.ts';
import { answerFirstFactorCode, issueFirstFactorCode, resumeFirstFactorCode } from './first-factor-code.ts';

export const smsOtp: Challenge = {
  issue: (core, signIn, given) => issueFirstFactorCode(core, signIn, 'SMS_OTP', given),
  resume: resumeFirstFactorCode,
  answer: (core, asked, given) => answerFirstFactorCode(core, asked, 'SMS_OTP', given),
};
