/**
 * Drives a sign-in: load, answer, next, then issue a challenge or tokens. Every door that signs people in calls
 * `beginSignIn` and `answerChallenge`; what may follow what is next-step.ts alone.
 */
import { checkSecretHash } from '../clients/secret-hash.ts';
import type { Write } from '../ports.ts';
import { issueTokens } from '../tokens/issue.ts';
import type { Answer } from './challenges/challenge.ts';
import { challengeNamed } from './challenges/registry.ts';
import { flowNamed } from './flows/registry.ts';
import { nextStep } from './next-step.ts';
import { required } from './parameters.ts';
import { policyOf } from './policy.ts';
import { invalidSession, spending } from './session.ts';
import type { AuthCore, Door, Given, SignIn, SignInAnswer } from './sign-in.ts';
import type { SignInFlow } from './state.ts';
import { knownSubject } from './subject.ts';

/** Throws what Cognito answers to a sign-in that fails. */
export const beginSignIn = async (core: AuthCore, door: Door, flow: SignInFlow, given: Given): Promise<SignInAnswer> =>
  proceed(core, await flowNamed(flow).begin(core, door, flow, given), given);

/** Throws what Cognito answers to a wrong, late or repeated answer. */
export const answerChallenge = async (core: AuthCore, door: Door, answer: Answer): Promise<SignInAnswer> => {
  const challenge = challengeNamed(answer.name);
  const { given } = answer;
  checkSecretHash(core, door.client, required(given, 'USERNAME'), given['SECRET_HASH']);
  const asked = await challenge.resume(core, door, answer);
  const { user, progress, spent } = await challenge.answer(core, asked, given);
  const signIn: SignIn = { ...door, subject: knownSubject(user), progress };
  return proceed(core, signIn, given, spent ? undefined : asked.spend);
};

/** The ticket is spent while the answer is made; nobody hears the answer before both are done. */
const proceed = async (core: AuthCore, signIn: SignIn, given: Given, ticket?: Write): Promise<SignInAnswer> => {
  const written = ticket ? spending(core.store.commit([ticket])) : undefined;
  const [answer] = await Promise.all([nextAnswer(core, signIn, given), written]);
  return answer;
};

const nextAnswer = async (core: AuthCore, signIn: SignIn, given: Given): Promise<SignInAnswer> => {
  const { pool, client, subject } = signIn;
  const state = nextStep(signIn.progress, await policyOf(core, signIn));
  if (state.at === 'challenged') {
    const issued = await challengeNamed(state.challenge).issue(core, signIn, given);
    return { kind: 'challenge', name: state.challenge, ...issued };
  }
  if (!subject.user) throw invalidSession();
  return { kind: 'tokens', tokens: await issueTokens(core, { pool, client, user: subject.user }) };
};
