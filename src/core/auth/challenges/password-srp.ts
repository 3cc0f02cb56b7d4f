/** PASSWORD_SRP: the client's public value, SRP_A; PASSWORD_VERIFIER follows. */
import { chooseFirstFactor } from '../choose-factor.ts';
import { required } from '../parameters.ts';
import { seal } from '../session.ts';
import type { Challenge } from './challenge.ts';
import { resumeFirstFactor } from './resume.ts';

export const passwordSrp: Challenge = {
  async issue(core, signIn) {
    return { parameters: {}, session: seal(core, 'auth-session', signIn, 'PASSWORD_SRP', {}) };
  },

  resume: resumeFirstFactor,

  async answer(core, asked, given) {
    required(given, 'SRP_A');
    return { ...(await chooseFirstFactor(core, asked, 'PASSWORD_SRP', given)), spent: false };
  },
};
