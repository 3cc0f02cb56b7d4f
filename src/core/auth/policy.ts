/** What pool, client and user ask of a sign-in, gathered for `nextStep`. */

import type { SignInPolicy } from './next-step.ts';
import type { SignIn } from './sign-in.ts';

/**
 * Users cannot enrol second factors, devices or passkeys yet: a pool that demands MFA leads to MFA_SETUP, which is
 * refused, never to tokens.
 */
export const policyOf = ({ pool, subject }: SignIn): SignInPolicy => ({
  mustChangePassword: subject.user?.status === 'FORCE_CHANGE_PASSWORD',
  mfa: pool.settings.mfaConfiguration,
  enrolledMfa: [],
  firstFactors: [],
  deviceRemembered: false,
});
