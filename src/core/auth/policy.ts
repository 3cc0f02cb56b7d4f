/** What pool, client and user ask of a sign-in, gathered for `nextStep`. */
import { standsInForMfa } from '../devices/tracking.ts';
import { passkeyIsTwoFactors, preferredFactor, secondFactors } from '../mfa/factors.ts';
import { firstFactorsOf } from './first-factors.ts';
import type { SignInPolicy } from './next-step.ts';
import type { AuthCore, SignIn } from './sign-in.ts';

/** Reads nothing that the sign-in of a user without devices and passkeys has not read already. */
export const policyOf = async (
  core: AuthCore,
  { pool, subject: { user }, progress, device }: SignIn,
): Promise<SignInPolicy> => ({
  mustChangePassword: user?.status === 'FORCE_CHANGE_PASSWORD',
  mfa: pool.settings.mfaConfiguration,
  enrolledMfa: user ? secondFactors(pool, user) : [],
  preferredMfa: user && preferredFactor(pool, user),
  passkeyIsTwoFactors: user !== undefined && passkeyIsTwoFactors(pool, user),
  firstFactors: progress.flow === 'USER_AUTH' ? firstFactorsOf(core, pool, user) : [],
  deviceRemembered: device !== undefined && standsInForMfa(pool, device),
});
