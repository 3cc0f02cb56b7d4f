/**
 * USER_AUTH: choice-based sign-in. With PREFERRED_CHALLENGE it goes straight to that one where the user can answer it,
 * and with the Session of a sign-up that was confirmed just now its code has been the first factor already.
 */
import { openConfirmedSignUp } from '../../accounts/sign-up-session.ts';
import { checkSecretHash } from '../../clients/secret-hash.ts';
import { assertMaySignIn } from '../account-state.ts';
import { chooseFirstFactor } from '../choose-factor.ts';
import { firstFactorsOf } from '../first-factors.ts';
import { migrated } from '../migration.ts';
import { required } from '../parameters.ts';
import { invalidSession, spending } from '../session.ts';
import type { AuthCore, Door, Given, SignIn, Subject } from '../sign-in.ts';
import type { Progress } from '../state.ts';
import { knownSubject, meet } from '../subject.ts';
import type { Flow } from './flow.ts';

export const userAuth: Flow = {
  async begin(core, door, flow, given, session) {
    const name = required(given, 'USERNAME');
    checkSecretHash(core, door.client, name, given['SECRET_HASH']);
    const brought = await broughtAlong(core, door, name, given);
    if (brought) return brought;
    const subject = await meet(core, door, name);
    if (session) return afterSignUp(core, door, subject, session);
    return withPreference(core, { ...door, subject, progress: { flow, proofs: [] } }, given);
  },
};

/** Only a password that comes with the first request can be shown to the pool's UserMigration function. */
const broughtAlong = async (core: AuthCore, door: Door, name: string, given: Given): Promise<SignIn | undefined> => {
  const guess = given['PASSWORD'];
  if (given['PREFERRED_CHALLENGE'] !== 'PASSWORD' || !guess) return undefined;
  const subject = await migrated(core, door, name, guess);
  return (
    subject && {
      ...door,
      subject,
      progress: { flow: 'USER_AUTH', firstFactor: 'PASSWORD', proofs: [{ by: 'password' }] },
    }
  );
};

const withPreference = async (core: AuthCore, signIn: SignIn, given: Given): Promise<SignIn> => {
  const { pool, subject } = signIn;
  const preferred = firstFactorsOf(core, pool, subject.user).find((name) => name === given['PREFERRED_CHALLENGE']);
  if (!preferred) return signIn;
  const { user, progress } = await chooseFirstFactor(core, signIn, preferred, given);
  return { ...signIn, subject: user ? knownSubject(user) : subject, progress };
};

/** Throws NotAuthorizedException for a session that is forged, used, over or of another user. */
const afterSignUp = async (core: AuthCore, door: Door, subject: Subject, session: string): Promise<SignIn> => {
  const { user } = subject;
  const { via, spend } = openConfirmedSignUp(core, door, user, session);
  if (!user) throw invalidSession();
  assertMaySignIn(core, user);
  await spending(core.store.commit([spend]));
  const progress: Progress = { flow: 'USER_AUTH', proofs: [{ by: 'one-time-code', via }] };
  return { ...door, subject, progress };
};
