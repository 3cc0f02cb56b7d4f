/** What a user is. */
import type { PasswordAlgorithm } from '../imports/job.ts';
import type { UserMfa } from '../mfa/user-mfa.ts';
import type { LinkedIdentity } from './identities.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD' | 'EXTERNAL_PROVIDER';

/**
 * SRP salt and verifier, sealed under `password` and bound to pool and sub. The password itself is never kept. An
 * imported user has the hash that the import brought, until the first sign-in with the password.
 */
export interface StoredPassword {
  readonly sealed: string;
  /** Of an imported hash; absent for salt and verifier. */
  readonly algorithm?: PasswordAlgorithm;
  readonly setAt: number;
}

export interface User {
  readonly poolId: string;
  /** Random UUID; the row's key beside the pool. */
  readonly sub: string;
  /** As given at sign-up, in the user's own capitals; equal to `sub` in pools with UsernameAttributes. */
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Rises by one with every stored change; guards updates. */
  readonly version: number;
  /** Every attribute but `sub`, by full name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** New e-mail or phone values that wait for their code (AttributesRequireVerificationBeforeUpdate). */
  readonly pendingAttributes: Readonly<Record<string, string>>;
  readonly password?: StoredPassword;
  /** Newest first, as many as the pool's PasswordHistorySize asks for. */
  readonly passwordHistory: readonly StoredPassword[];
  readonly mfa?: UserMfa;
  /** How many passkeys the user has; none when absent. */
  readonly passkeys?: number;
  /** Epoch ms after which a temporary password is refused. */
  readonly temporaryPasswordExpiresAt?: number;
  /** Identities at external providers that sign in as this user; none when absent. */
  readonly identities?: readonly LinkedIdentity[];
  /** Tokens whose origin is older (epoch ms) are revoked: global sign-out, disabling, deletion of the user. */
  readonly tokensValidAfter: number;
}

export type AliasKind = 'username' | 'email' | 'phone_number' | 'preferred_username' | 'provider';

/** A name by which a user is found; unique in its pool. `value` is normalized (see users/aliases.ts). */
export interface Alias {
  readonly poolId: string;
  readonly kind: AliasKind;
  readonly value: string;
  readonly sub: string;
}
