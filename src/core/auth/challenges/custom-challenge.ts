/**
 * CUSTOM_CHALLENGE: the pool's functions put the question and judge the answer. What the judge needs to know travels in
 * the session, sealed. Where a client hides which users exist, the functions are asked about nobody all the same.
 */
import { ServiceError } from '../../errors.ts';
import { createAuthChallenge } from '../../triggers/create-auth-challenge.ts';
import { verifyAuthChallenge } from '../../triggers/verify-auth-challenge.ts';
import { resultsOf } from '../custom-auth.ts';
import { required } from '../parameters.ts';
import { seal, spending } from '../session.ts';
import type { Challenge } from './challenge.ts';
import { assertSameName, assertStillHolds, recall } from './resume.ts';

export const customChallenge: Challenge = {
  async issue(core, signIn) {
    const { subject, progress } = signIn;
    const created = await createAuthChallenge(core, signIn, subject, resultsOf(progress));
    const session = seal(core, 'auth-session', signIn, 'CUSTOM_CHALLENGE', {
      private: JSON.stringify(created.privateParameters),
      ...(created.metadata !== null && { metadata: created.metadata }),
    });
    assertCarriable(session);
    return { parameters: { ...created.publicParameters, USERNAME: subject.username }, session };
  },

  async resume(core, door, answer) {
    const sealed = required({ Session: answer.session ?? '' }, 'Session');
    const asked = await recall(core, door, answer, 'auth-session', sealed);
    // A disabled user is told at the end, as nobody is: until then both are asked alike.
    await (asked.subject.user?.enabled ? assertStillHolds : assertSameName)(core, asked, answer.given);
    return asked;
  },

  async answer(core, asked, given) {
    const { subject, progress, carried } = asked;
    const guess = required(given, 'ANSWER');
    // Spent first: one session is good for one guess, however many come at once.
    await spending(core.store.commit([asked.spend]));
    const secret = JSON.parse(carried.data['private'] ?? '{}') as Record<string, string>;
    const right = await verifyAuthChallenge(core, asked, subject, secret, guess);
    const round = ['CUSTOM_CHALLENGE', right, carried.data['metadata'] ?? null] as const;
    const { rounds = [], customStep: _, ...rest } = progress;
    return { user: subject.user, progress: { ...rest, rounds: [...rounds, round] }, spent: true };
  },
};

/** The API takes no longer session back (SessionType). */
const LONGEST_SESSION = 2_048;

const assertCarriable = (session: string): void => {
  if (session.length <= LONGEST_SESSION) return;
  const message = 'The private challenge parameters and metadata of the sign-in are too long.';
  throw new ServiceError('InvalidLambdaResponseException', message);
};
