/** PASSWORD: the password of a choice-based sign-in, in a step of its own. */
import { chooseFirstFactor } from '../choose-factor.ts';
import { required } from '../parameters.ts';
import { seal } from '../session.ts';
import type { Challenge } from './challenge.ts';
import { resumeFirstFactor } from './resume.ts';

export const password: Challenge = {
  async issue(core, signIn) {
    return { parameters: {}, session: seal(core, 'auth-session', signIn, 'PASSWORD', {}) };
  },

  resume: resumeFirstFactor,

  /** A wrong password leaves the session as it is: guesses are counted (passwords/guess.ts). */
  async answer(core, asked, given) {
    required(given, 'PASSWORD');
    return { ...(await chooseFirstFactor(core, asked, 'PASSWORD', given)), spent: false };
  },
};
