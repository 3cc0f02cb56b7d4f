/** SELECT_CHALLENGE: the person chooses a first factor. What the chosen one needs may come along with the choice. */
import { invalidParameter } from '../../errors.ts';
import { chooseFirstFactor } from '../choose-factor.ts';
import { firstFactorsOf } from '../first-factors.ts';
import { required } from '../parameters.ts';
import { seal } from '../session.ts';
import { answerAssertion, requestAssertion } from './assertion.ts';
import type { Challenge } from './challenge.ts';
import { resumeFirstFactor } from './resume.ts';

export const selectChallenge: Challenge = {
  async issue(core, signIn) {
    const available = firstFactorsOf(core, signIn.pool, signIn.subject.user);
    const { parameters, data } = available.includes('WEB_AUTHN')
      ? await requestAssertion(core, signIn)
      : { parameters: {}, data: {} };
    return { available, parameters, session: seal(core, 'auth-session', signIn, 'SELECT_CHALLENGE', data) };
  },

  resume: resumeFirstFactor,

  async answer(core, asked, given) {
    const wanted = required(given, 'ANSWER');
    const { pool, subject } = asked;
    const choice = firstFactorsOf(core, pool, subject.user).find((name) => name === wanted);
    if (!choice) throw invalidParameter(`Challenge ${wanted} is not available for the user.`);
    if (choice === 'WEB_AUTHN' && given['CREDENTIAL']) return answerAssertion(core, asked, given);
    return { ...(await chooseFirstFactor(core, asked, choice, given)), spent: false };
  },
};
