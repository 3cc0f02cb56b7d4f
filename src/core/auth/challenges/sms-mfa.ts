/** SMS_MFA: a code to the phone number, as second factor. */

import { required } from '../parameters.ts';
import { withProof } from '../state.ts';
import type { Challenge } from './challenge.ts';
import { redeemOneTimeCode } from './one-time-code.ts';
import { resumeSession } from './resume.ts';
import { issueSecondFactor, knownUser } from './second-factor.ts';

export const smsMfa: Challenge = {
  issue: (core, signIn) => issueSecondFactor(core, signIn, 'SMS_MFA'),

  resume: resumeSession,

  async answer(core, asked, given) {
    const code = required(given, 'SMS_MFA_CODE');
    const user = await redeemOneTimeCode(core, asked, {
      challenge: 'SMS_MFA',
      code,
      user: knownUser(asked),
      tries: 'mfa',
    });
    return { user, progress: withProof(asked.progress, { by: 'mfa', method: 'SMS_MFA' }), spent: true };
  },
};
