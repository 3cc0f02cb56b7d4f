/** A passkey is asked for and judged: in WEB_AUTHN, and in SELECT_CHALLENGE where the choice brings its answer along. */
import { incorrectUsernameOrPassword } from '../../errors.ts';
import { type Asserted, readAssertion, requestOptions, verifyAssertion } from '../../passkeys/assertion.ts';
import { GuardFailed } from '../../ports.ts';
import { assertMaySignIn } from '../account-state.ts';
import { firstFactorsOf } from '../first-factors.ts';
import { required } from '../parameters.ts';
import { invalidSession, spending } from '../session.ts';
import type { AuthCore, Given, SignIn } from '../sign-in.ts';
import { withProof } from '../state.ts';
import type { Answered, Asked } from './challenge.ts';
import { endSession } from './end-session.ts';

/** For a user whom `firstFactorsOf` offers WEB_AUTHN. */
export const requestAssertion = async (core: AuthCore, { pool, subject }: SignIn) => {
  if (!subject.user) throw invalidSession();
  const options = await requestOptions(core, pool, subject.user);
  return {
    parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
    data: { challenge: options.challenge },
  };
};

/**
 * A challenge is good for one answer, right or wrong. Throws InvalidParameterException for what is no credential,
 * NotAuthorizedException for a wrong one, and what account states are answered with.
 */
export const answerAssertion = async (core: AuthCore, asked: Asked, given: Given): Promise<Answered> => {
  const credential = readAssertion(required(given, 'CREDENTIAL'));
  const { user } = asked.subject;
  const { challenge } = asked.carried.data;
  if (!user || challenge === undefined || !firstFactorsOf(core, asked.pool, user).includes('WEB_AUTHN')) {
    throw invalidSession();
  }
  const userVerified = await prove(core, asked, () => verifyAssertion(core, asked.pool, user, challenge, credential));
  assertMaySignIn(core, user);
  const proof = { by: 'passkey', userVerified } as const;
  return { user, progress: withProof({ ...asked.progress, firstFactor: 'WEB_AUTHN' }, proof), spent: true };
};

/** When another sign-in moved the passkey's counter meanwhile, the assertion is judged by the counter as it is now. */
const prove = async (core: AuthCore, asked: Asked, verify: () => Promise<Asserted | undefined>): Promise<boolean> => {
  // Ends: each round that is lost has raised the counter, which this assertion's soon does not exceed any more.
  for (;;) {
    const asserted = await verify();
    if (!asserted) {
      await endSession(core, asked);
      throw incorrectUsernameOrPassword();
    }
    try {
      await spending(core.store.commit([asked.spend, ...asserted.writes]));
      return asserted.userVerified;
    } catch (error) {
      if (!(error instanceof GuardFailed) || error.guard !== 'passkey.changed') throw error;
    }
  }
};
