/**
 * Drives a sign-in: load, answer, next, then issue a challenge or tokens. Every door that signs people in calls
 * `beginSignIn` and `answerChallenge`; what may follow what is next-step.ts alone.
 */
import { checkSecretHash } from '../clients/secret-hash.ts';
import { deviceOfTokens, isOnNewDevice, namingDevice, withDevice } from '../devices/sign-in.ts';
import type { Write } from '../ports.ts';
import { type IssuedTokens, issueTokens } from '../tokens/issue.ts';
import { hasTriggers } from '../triggers/config.ts';
import { postAuthentication } from '../triggers/post-authentication.ts';
import type { TokenSource } from '../triggers/pre-token-generation.ts';
import type { Answer } from './challenges/challenge.ts';
import { challengeNamed } from './challenges/registry.ts';
import { asPoolDecides } from './custom-auth.ts';
import { flowNamed } from './flows/registry.ts';
import { nextStep } from './next-step.ts';
import { required } from './parameters.ts';
import { policyOf } from './policy.ts';
import { invalidSession, spending } from './session.ts';
import type { AuthCore, Door, Given, SignIn, SignInAnswer } from './sign-in.ts';
import { hasProved, type Progress, type SignInFlow } from './state.ts';
import { knownSubject } from './subject.ts';

/** Throws what Cognito answers to a sign-in that fails. */
export const beginSignIn = async (
  core: AuthCore,
  door: Door,
  flow: SignInFlow,
  given: Given,
  session?: string,
): Promise<SignInAnswer> => {
  const startedAt = core.clock.now();
  const begun = { ...(await flowNamed(flow).begin(core, door, flow, given, session)), startedAt };
  return proceed(core, await namingDevice(core, begun, given, false), given);
};

/** Throws what Cognito answers to a wrong, late or repeated answer. */
export const answerChallenge = async (core: AuthCore, door: Door, answer: Answer): Promise<SignInAnswer> => {
  const startedAt = core.clock.now();
  const challenge = challengeNamed(answer.name);
  const { given } = answer;
  checkSecretHash(core, door.client, required(given, 'USERNAME'), given['SECRET_HASH']);
  const asked = await challenge.resume(core, door, answer);
  const { user, progress, spent } = await challenge.answer(core, asked, given);
  const signIn: SignIn = { ...door, subject: user ? knownSubject(user) : asked.subject, progress, startedAt };
  return proceed(core, await namingDevice(core, signIn, given, spent), given, spent ? undefined : asked.spend);
};

/**
 * The ticket is spent while the answer is made; nobody hears the answer before both are done. Functions of the pool run
 * only for the one answer that has spent it.
 */
const proceed = async (core: AuthCore, signIn: SignIn, given: Given, ticket?: Write): Promise<SignInAnswer> => {
  const written = ticket ? spending(core.store.commit([ticket])) : undefined;
  if (hasTriggers(signIn.pool)) await written;
  const [answer] = await Promise.all([nextAnswer(core, signIn, given, written), written]);
  return answer;
};

const nextAnswer = async (
  core: AuthCore,
  arrived: SignIn,
  given: Given,
  written: Promise<void> | undefined,
): Promise<SignInAnswer> => {
  const signIn = await withDevice(core, await asPoolDecides(core, arrived));
  const state = nextStep(signIn.progress, await policyOf(core, signIn));
  if (state.at === 'challenged') {
    // A challenge may send a message: only the one answer that has spent its ticket does.
    await written;
    const issued = await challengeNamed(state.challenge).issue(core, signIn, given);
    return { kind: 'challenge', name: state.challenge, ...issued };
  }
  return { kind: 'tokens', tokens: await complete(core, signIn) };
};

/** Everything is proved: the pool's functions have their say, then there are tokens. */
const complete = async (core: AuthCore, signIn: SignIn): Promise<IssuedTokens> => {
  const { pool, client, subject, progress, startedAt, clientMetadata } = signIn;
  const { user } = subject;
  if (!user) throw invalidSession();
  await postAuthentication(core, signIn, user, isOnNewDevice(signIn));
  const device = await deviceOfTokens(core, signIn);
  return issueTokens(core, { pool, client, user, startedAt, source: sourceOf(progress), clientMetadata, ...device });
};

const sourceOf = (progress: Progress): TokenSource => {
  if (hasProved(progress, 'new-password')) return 'TokenGeneration_NewPasswordChallenge';
  return hasProved(progress, 'device') ? 'TokenGeneration_AuthenticateDevice' : 'TokenGeneration_Authentication';
};
