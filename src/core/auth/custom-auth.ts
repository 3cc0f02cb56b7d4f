/**
 * CUSTOM_AUTH: after each step the pool's DefineAuthChallenge function says how the sign-in goes on. What it said stands
 * in the progress, from which next-step.ts reads it.
 */
import { incorrectUsernameOrPassword } from '../errors.ts';
import { type ChallengeResult, defineAuthChallenge } from '../triggers/define-auth-challenge.ts';
import { assertMaySignIn } from './account-state.ts';
import type { AuthCore, SignIn } from './sign-in.ts';
import { hasProved, type Progress, type Round, withProof } from './state.ts';

/** Other flows pass at no cost. Throws NotAuthorizedException where the function fails the sign-in, and its failures. */
export const asPoolDecides = async (core: AuthCore, signIn: SignIn): Promise<SignIn> => {
  if (signIn.progress.flow !== 'CUSTOM_AUTH' || hasProved(signIn.progress, 'custom')) return signIn;
  const rounds = roundsOf(signIn.progress);
  const progress = { ...signIn.progress, rounds };
  const verdict = await defineAuthChallenge(core, signIn, signIn.subject, resultsOf(progress));
  switch (verdict.next) {
    case 'failure':
      throw incorrectUsernameOrPassword();
    case 'challenge':
      return { ...signIn, progress: { ...progress, customStep: verdict.name } };
    case 'tokens':
      assertCustomSignIn(core, signIn);
      return { ...signIn, progress: withProof(progress, { by: 'custom' }) };
  }
};

/**
 * Throws as `assertMaySignIn`, and for nobody as for a wrong password. A temporary password that ran out keeps out only
 * those who sign in with it.
 */
export const assertCustomSignIn = (core: AuthCore, { subject, progress }: SignIn): void => {
  const { user } = subject;
  if (!user) throw incorrectUsernameOrPassword();
  const { temporaryPasswordExpiresAt: _, ...lasting } = user;
  assertMaySignIn(core, hasProved(progress, 'password') ? user : lasting);
};

/** The steps behind, as functions see them. */
export const resultsOf = ({ rounds = [] }: Progress): ChallengeResult[] =>
  rounds.map(([challengeName, challengeResult, challengeMetadata]) => ({
    challengeName,
    challengeResult,
    challengeMetadata,
  }));

/** PASSWORD_VERIFIER knows nothing of rounds: its proof is one. */
const roundsOf = (progress: Progress): readonly Round[] => {
  const { rounds = [] } = progress;
  const counted = rounds.some(([name]) => name === 'PASSWORD_VERIFIER');
  return hasProved(progress, 'password') && !counted ? [...rounds, ['PASSWORD_VERIFIER', true, null]] : rounds;
};
