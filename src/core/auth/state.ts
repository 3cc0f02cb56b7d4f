/**
 * The state of one sign-in: how it began, what has been proved so far, and what the client was asked. Data only; the
 * order of steps is next-step.ts, the driving engine.ts. docs/sign-in.md draws it.
 */
import type { MfaMethod } from '../mfa/user-mfa.ts';

/** Every challenge of the API model (`ChallengeNameType`), whether a file answers it already or not. */
export type ChallengeName =
  | 'ADMIN_NO_SRP_AUTH'
  | 'CUSTOM_CHALLENGE'
  | 'DEVICE_PASSWORD_VERIFIER'
  | 'DEVICE_SRP_AUTH'
  | 'EMAIL_OTP'
  | 'MFA_SETUP'
  | 'NEW_PASSWORD_REQUIRED'
  | 'PASSWORD'
  | 'PASSWORD_SRP'
  | 'PASSWORD_VERIFIER'
  | 'SELECT_CHALLENGE'
  | 'SELECT_MFA_TYPE'
  | 'SMS_MFA'
  | 'SMS_OTP'
  | 'SOFTWARE_TOKEN_MFA'
  | 'WEB_AUTHN';

/** Every way to begin (`AuthFlowType`). */
export type AuthFlow =
  | 'ADMIN_NO_SRP_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'CUSTOM_AUTH'
  | 'REFRESH_TOKEN'
  | 'REFRESH_TOKEN_AUTH'
  | 'USER_AUTH'
  | 'USER_PASSWORD_AUTH'
  | 'USER_SRP_AUTH';

/** What a sign-in starts with; refreshing is not a sign-in. */
export type SignInFlow = Exclude<AuthFlow, 'REFRESH_TOKEN' | 'REFRESH_TOKEN_AUTH'>;

/** The first factors among which a person chooses in USER_AUTH, by the name of their challenge. */
export type FirstFactorChallenge = 'EMAIL_OTP' | 'PASSWORD' | 'PASSWORD_SRP' | 'SMS_OTP' | 'WEB_AUTHN';

/** Second factors, by the name of their challenge. */
export type MfaChallenge = MfaMethod;

/** One thing that the person has shown, in the order shown. */
export type Proof =
  | { readonly by: 'password' }
  | { readonly by: 'one-time-code'; readonly via: 'EMAIL_OTP' | 'SMS_OTP' }
  /** `userVerified`: the authenticator has checked its person, by PIN or biometry. */
  | { readonly by: 'passkey'; readonly userVerified?: boolean }
  | { readonly by: 'custom' }
  | { readonly by: 'new-password' }
  | { readonly by: 'device'; readonly deviceKey: string }
  | { readonly by: 'mfa'; readonly method: MfaChallenge };

/** One step of CUSTOM_AUTH: its name, whether it was answered rightly, its metadata. Short, for it is carried along. */
export type Round = readonly [name: string, right: boolean, metadata: string | null];

export interface Progress {
  readonly flow: SignInFlow;
  readonly proofs: readonly Proof[];
  /** Chosen in SELECT_CHALLENGE (or asked for by PREFERRED_CHALLENGE). */
  readonly firstFactor?: FirstFactorChallenge;
  /** PASSWORD_SRP was chosen and the client has sent its public value. */
  readonly srpBegun?: boolean;
  /** Chosen in SELECT_MFA_TYPE. */
  readonly mfaChoice?: MfaChallenge;
  /** A remembered device that the client named. */
  readonly deviceKey?: string;
  /** CUSTOM_AUTH: the steps that are behind, for the pool's own code to judge. */
  readonly rounds?: readonly Round[];
  /** CUSTOM_AUTH: the step that the pool's own code asked for. */
  readonly customStep?: 'CUSTOM_CHALLENGE' | 'PASSWORD_VERIFIER';
  /** Device sign-in has two steps: the key exchange is done, its proof is not. */
  readonly deviceAsked?: boolean;
}

/** Where a sign-in stands: a question is open, or everything that was asked for is proved. */
export type SignInState = Challenged | Complete;

export interface Challenged {
  readonly at: 'challenged';
  readonly challenge: ChallengeName;
  readonly progress: Progress;
}

export interface Complete {
  readonly at: 'complete';
  readonly progress: Progress;
}

export const hasProved = (progress: Progress, by: Proof['by']): boolean =>
  progress.proofs.some((proof) => proof.by === by);

export const withProof = (progress: Progress, proof: Proof): Progress => ({
  ...progress,
  proofs: [...progress.proofs, proof],
});
