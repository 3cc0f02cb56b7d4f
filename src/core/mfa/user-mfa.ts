/** The second factors of a user. They live in the user's row: signing in reads them without a read of its own. */

/** Second factors, by the name of their challenge; so they stand in UserMFASettingList too. */
export type MfaMethod = 'EMAIL_OTP' | 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA';

/** A TOTP seed, sealed under `totp-seed` and bound to pool and sub. */
export interface SoftwareToken {
  readonly sealed: string;
  /** FriendlyDeviceName. */
  readonly name?: string;
}

export interface UserMfa {
  /** The app that the user has proved to have. */
  readonly totp?: SoftwareToken;
  /** Associated, not verified yet: signs nobody in. */
  readonly pendingTotp?: SoftwareToken;
  /** What the user, or an administrator for them, has switched on (SetUserMFAPreference). */
  readonly enabled?: readonly MfaMethod[];
  readonly preferred?: MfaMethod;
  /** Passkeys count as two factors (WebAuthnMfaSettings). They then need user verification. */
  readonly passkey?: boolean;
  /** SMS, switched on by the older SetUserSettings: shown as MFAOptions, not in UserMFASettingList. */
  readonly smsOption?: boolean;
}
