/** A first factor is chosen, in PREFERRED_CHALLENGE or SELECT_CHALLENGE; what came along with the choice counts at once. */
import type { User } from '../users/user.ts';
import { provePassword } from './prove-password.ts';
import type { AuthCore, Given, SignIn } from './sign-in.ts';
import { type FirstFactorChallenge, type Progress, withProof } from './state.ts';

export interface Chosen {
  readonly user: User | undefined;
  readonly progress: Progress;
}

/** Throws what a wrong password is answered with. */
export const chooseFirstFactor = async (
  core: AuthCore,
  signIn: SignIn,
  firstFactor: FirstFactorChallenge,
  given: Given,
): Promise<Chosen> => {
  const { user } = signIn.subject;
  const progress = { ...signIn.progress, firstFactor };
  const guess = given['PASSWORD'];
  if (firstFactor === 'PASSWORD' && guess) {
    const proved = await provePassword(core, signIn, signIn.subject, guess);
    return { user: proved, progress: withProof(progress, { by: 'password' }) };
  }
  const srpBegun = firstFactor === 'PASSWORD_SRP' && Boolean(given['SRP_A']);
  return { user, progress: srpBegun ? { ...progress, srpBegun } : progress };
};
