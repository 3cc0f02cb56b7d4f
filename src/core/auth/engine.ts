/**
 * Drives a sign-in: load, answer, next, then issue a challenge or tokens. Every door that signs people in calls
 * `beginSignIn` and `answerChallenge`; what may follow what is next-step.ts alone.
 */
import { checkSecretHash } from '../clients/secret-hash.ts';
import { deviceOfTokens, isOnNewDevice, namingDevice, withDevice } from '../devices/sign-in.ts';
import type { Write } from '../ports.ts';
import { issueTokens } from '../tokens/issue.ts';
import { hasTriggers } from '../triggers/config.ts';
import { postAuthentication } from '../triggers/post-authentication.ts';
import type { TokenSource } from '../triggers/pre-token-generation.ts';
import type { User } from '../users/user.ts';
import type { Answer } from './challenges/challenge.ts';
import { challengeNamed } from './challenges/registry.ts';
import { asPoolDecides } from './custom-auth.ts';
import { flowNamed } from './flows/registry.ts';
import { nextStep } from './next-step.ts';
import { required } from './parameters.ts';
import { policyOf } from './policy.ts';
import { invalidSession, spending } from './session.ts';
import type { AuthCore, ChallengeAnswer, Door, Given, SignIn, SignInAnswer, TokenAnswer } from './sign-in.ts';
import { hasProved, type Progress, type SignInFlow } from './state.ts';
import { knownSubject } from './subject.ts';

/** What a sign-in ends with. */
export type Finish<End> = (core: AuthCore, signIn: Proved) => Promise<End>;

/** A sign-in that has proved all that was asked of it. */
export interface Proved extends SignIn {
  readonly subject: SignIn['subject'] & { readonly user: User };
}

/** For doors whose sign-ins end with something else than tokens. Throws what Cognito answers to a sign-in that fails. */
export const beginWith = async <End>(
  core: AuthCore,
  finish: Finish<End>,
  door: Door,
  flow: SignInFlow,
  given: Given,
  session?: string,
): Promise<ChallengeAnswer | End> => {
  const startedAt = core.clock.now();
  const begun = { ...(await flowNamed(flow).begin(core, door, flow, given, session)), startedAt };
  return proceed(core, finish, await namingDevice(core, begun, given, false), given);
};

/** For such doors too. Throws what Cognito answers to a wrong, late or repeated answer. */
export const answerWith = async <End>(
  core: AuthCore,
  finish: Finish<End>,
  door: Door,
  answer: Answer,
): Promise<ChallengeAnswer | End> => {
  const startedAt = core.clock.now();
  const challenge = challengeNamed(answer.name);
  const { given } = answer;
  checkSecretHash(core, door.client, required(given, 'USERNAME'), given['SECRET_HASH']);
  const asked = await challenge.resume(core, door, answer);
  const { user, progress, spent } = await challenge.answer(core, asked, given);
  const signIn: SignIn = { ...door, subject: user ? knownSubject(user) : asked.subject, progress, startedAt };
  const next = await namingDevice(core, signIn, given, spent);
  return proceed(core, finish, next, given, spent ? undefined : asked.spend);
};

/** Throws what Cognito answers to a sign-in that fails. */
export const beginSignIn = (
  core: AuthCore,
  door: Door,
  flow: SignInFlow,
  given: Given,
  session?: string,
): Promise<SignInAnswer> => beginWith(core, withTokens, door, flow, given, session);

/** Throws what Cognito answers to a wrong, late or repeated answer. */
export const answerChallenge = (core: AuthCore, door: Door, answer: Answer): Promise<SignInAnswer> =>
  answerWith(core, withTokens, door, answer);

/**
 * The ticket is spent while the answer is made; nobody hears the answer before both are done. Functions of the pool run
 * only for the one answer that has spent it.
 */
const proceed = async <End>(
  core: AuthCore,
  finish: Finish<End>,
  signIn: SignIn,
  given: Given,
  ticket?: Write,
): Promise<ChallengeAnswer | End> => {
  const written = ticket ? spending(core.store.commit([ticket])) : undefined;
  if (hasTriggers(signIn.pool)) await written;
  const [answer] = await Promise.all([nextAnswer(core, finish, signIn, given, written), written]);
  return answer;
};

const nextAnswer = async <End>(
  core: AuthCore,
  finish: Finish<End>,
  arrived: SignIn,
  given: Given,
  written: Promise<void> | undefined,
): Promise<ChallengeAnswer | End> => {
  const signIn = await withDevice(core, await asPoolDecides(core, arrived));
  const state = nextStep(signIn.progress, await policyOf(core, signIn));
  if (state.at === 'challenged') {
    // A challenge may send a message: only the one answer that has spent its ticket does.
    await written;
    const issued = await challengeNamed(state.challenge).issue(core, signIn, given);
    return { kind: 'challenge', name: state.challenge, ...issued };
  }
  return complete(core, finish, signIn);
};

/** Everything is proved: the pool's functions have their say before anything is handed out. */
const complete = async <End>(core: AuthCore, finish: Finish<End>, signIn: SignIn): Promise<End> => {
  const { user } = signIn.subject;
  if (!user) throw invalidSession();
  await postAuthentication(core, signIn, user, isOnNewDevice(signIn));
  return finish(core, { ...signIn, subject: { ...signIn.subject, user } });
};

const withTokens: Finish<TokenAnswer> = async (core, signIn) => {
  const { pool, client, subject, progress, startedAt, clientMetadata } = signIn;
  const device = await deviceOfTokens(core, signIn);
  const what = { pool, client, user: subject.user, startedAt, source: sourceOf(progress), clientMetadata, ...device };
  return { kind: 'tokens', tokens: await issueTokens(core, what) };
};

const sourceOf = (progress: Progress): TokenSource => {
  if (hasProved(progress, 'new-password')) return 'TokenGeneration_NewPasswordChallenge';
  return hasProved(progress, 'device') ? 'TokenGeneration_AuthenticateDevice' : 'TokenGeneration_Authentication';
};
