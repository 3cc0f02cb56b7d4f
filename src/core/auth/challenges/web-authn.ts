/** WEB_AUTHN: a passkey, as first factor. */
import { seal } from '../session.ts';
import { answerAssertion, requestAssertion } from './assertion.ts';
import type { Challenge } from './challenge.ts';
import { resumeFirstFactor } from './resume.ts';

export const webAuthn: Challenge = {
  async issue(core, signIn) {
    const { parameters, data } = await requestAssertion(core, signIn);
    return { parameters, session: seal(core, 'auth-session', signIn, 'WEB_AUTHN', data) };
  },

  resume: resumeFirstFactor,

  answer: answerAssertion,
};
