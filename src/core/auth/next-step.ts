/**
 * Decides what a sign-in does next; nothing else does. Pure: from what has been proved and what pool, client and user
 * ask, to the next challenge or to tokens. The order is the list `order`, one rule a step.
 */
import {
  type ChallengeName,
  type FirstFactorChallenge,
  hasProved,
  type MfaChallenge,
  type Progress,
  type SignInState,
} from './state.ts';

/** What pool, client and user ask of this sign-in (policy.ts computes it). */
export interface SignInPolicy {
  /** The password is a temporary one. */
  readonly mustChangePassword: boolean;
  readonly mfa: 'OFF' | 'ON' | 'OPTIONAL';
  /** Second factors that the user can answer. */
  readonly enrolledMfa: readonly MfaChallenge[];
  readonly preferredMfa?: MfaChallenge;
  /** A passkey with user verification stands for both factors (the pool's FactorConfiguration, the user's settings). */
  readonly passkeyIsTwoFactors: boolean;
  /** First factors that the user can choose among in USER_AUTH. */
  readonly firstFactors: readonly FirstFactorChallenge[];
  /** The key that the client named is of a device that this user remembered; it stands in for a second factor. */
  readonly deviceRemembered: boolean;
}

type Rule = (progress: Progress, policy: SignInPolicy) => ChallengeName | undefined;

const firstFactorProofs = ['password', 'one-time-code', 'passkey'] as const;

const firstFactor: Rule = (progress, policy) => {
  if (progress.flow === 'CUSTOM_AUTH') return customStep(progress);
  if (firstFactorProofs.some((by) => hasProved(progress, by))) return undefined;
  switch (progress.flow) {
    case 'USER_SRP_AUTH':
      return 'PASSWORD_VERIFIER';
    case 'USER_AUTH':
      return chosenFirstFactor(progress, policy);
    case 'ADMIN_NO_SRP_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'USER_PASSWORD_AUTH':
      // These flows bring the password along; one that has not proved it is a defect and must ask, never pass.
      return 'ADMIN_NO_SRP_AUTH';
  }
};

/** The pool's own code says when it is enough: a right password in between is not. */
const customStep = (progress: Progress): ChallengeName | undefined =>
  hasProved(progress, 'custom') ? undefined : (progress.customStep ?? 'CUSTOM_CHALLENGE');

const chosenFirstFactor: Rule = ({ firstFactor: chosen, srpBegun }, { firstFactors }) => {
  if (!chosen || !firstFactors.includes(chosen)) return 'SELECT_CHALLENGE';
  return chosen === 'PASSWORD_SRP' && srpBegun ? 'PASSWORD_VERIFIER' : chosen;
};

// Before the second factor: the clients in the field (amazon-cognito-identity-js among them) follow NEW_PASSWORD_REQUIRED
// by MFA and have no branch for the other way round.
const newPassword: Rule = (progress, policy) =>
  policy.mustChangePassword && hasProved(progress, 'password') && !hasProved(progress, 'new-password')
    ? 'NEW_PASSWORD_REQUIRED'
    : undefined;

const device: Rule = (progress, policy) => {
  if (!progress.deviceKey || !policy.deviceRemembered || hasProved(progress, 'device')) return undefined;
  return progress.deviceAsked ? 'DEVICE_PASSWORD_VERIFIER' : 'DEVICE_SRP_AUTH';
};

const mfaChoice: Rule = (progress, policy) =>
  owesMfa(progress, policy) && policy.enrolledMfa.length > 1 && !mfaMethod(progress, policy)
    ? 'SELECT_MFA_TYPE'
    : undefined;

const mfa: Rule = (progress, policy) => (owesMfa(progress, policy) ? mfaMethod(progress, policy) : undefined);

const mfaSetup: Rule = (progress, policy) =>
  policy.mfa === 'ON' && secondFactorCounts(progress, policy) && policy.enrolledMfa.length === 0
    ? 'MFA_SETUP'
    : undefined;

const owesMfa = (progress: Progress, policy: SignInPolicy): boolean =>
  policy.mfa !== 'OFF' &&
  policy.enrolledMfa.length > 0 &&
  secondFactorCounts(progress, policy) &&
  !hasProved(progress, 'mfa') &&
  !hasProved(progress, 'device');

/** After a custom challenge alone the pool's own code decides. */
const secondFactorCounts = ({ proofs }: Progress, { passkeyIsTwoFactors }: SignInPolicy): boolean =>
  proofs.some((proof) => {
    if (proof.by === 'passkey') return !(passkeyIsTwoFactors && proof.userVerified);
    return proof.by === 'password' || proof.by === 'one-time-code';
  });

const mfaMethod = (progress: Progress, { enrolledMfa, preferredMfa }: SignInPolicy): MfaChallenge | undefined => {
  const wanted = progress.mfaChoice ?? preferredMfa;
  if (wanted && enrolledMfa.includes(wanted)) return wanted;
  return enrolledMfa.length === 1 ? enrolledMfa[0] : undefined;
};

const order: readonly Rule[] = [firstFactor, newPassword, device, mfaChoice, mfa, mfaSetup];

export const nextStep = (progress: Progress, policy: SignInPolicy): SignInState => {
  for (const rule of order) {
    const challenge = rule(progress, policy);
    if (challenge) return { at: 'challenged', challenge, progress };
  }
  return { at: 'complete', progress };
};
