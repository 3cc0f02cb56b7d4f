/** SELECT_MFA_TYPE: a user with several second factors and no preferred one chooses. */

import { invalidParameter } from '../../errors.ts';
import { secondFactors } from '../../mfa/factors.ts';
import { required } from '../parameters.ts';
import { seal } from '../session.ts';
import type { Challenge } from './challenge.ts';
import { resumeSession } from './resume.ts';
import { knownUser } from './second-factor.ts';

export const selectMfaType: Challenge = {
  async issue(core, signIn) {
    const choices = secondFactors(signIn.pool, knownUser(signIn));
    return {
      parameters: { MFAS_CAN_CHOOSE: JSON.stringify(choices), USER_ID_FOR_SRP: signIn.subject.username },
      session: seal(core, 'auth-session', signIn, 'SELECT_MFA_TYPE', {}),
    };
  },

  resume: resumeSession,

  async answer(_core, asked, given) {
    const wanted = required(given, 'ANSWER');
    const user = knownUser(asked);
    const mfaChoice = secondFactors(asked.pool, user).find((method) => method === wanted);
    if (!mfaChoice) throw invalidParameter('Invalid MFA type selected.');
    return { user, progress: { ...asked.progress, mfaChoice }, spent: false };
  },
};
