/** One-time codes: six digits, stored hashed, counted, consumed once. */

/**
 * `authentication:{challenge}:{id}` is a code of one sign-in: its session alone names the id, so several sign-ins of a
 * user have codes side by side, and none of them answers another's.
 */
export type CodePurpose =
  | 'sign-up'
  | 'forgot-password'
  | `verify:${'email' | 'phone_number'}`
  | `authentication:${string}:${string}`;

export interface Code {
  readonly poolId: string;
  readonly sub: string;
  readonly purpose: CodePurpose;
  /** Keyed hash of the code under the `code` purpose, so that a stolen table cannot be tried through. */
  readonly hash: string;
  /** The attribute value that the code was sent to; a later change of the value voids the code. */
  readonly destination: string;
  readonly attempts: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly version: number;
}
