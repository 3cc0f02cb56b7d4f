/** Time-based one-time passwords (RFC 6238) as Amazon Cognito has them: SHA-1, six digits, steps of 30 seconds. */
import { Secret, TOTP } from 'otpauth';

export const TOTP_STEP_MS = 30_000;

/** Without padding, as authenticator apps take it. */
export const base32 = (bytes: Uint8Array): string => secretOf(bytes).base32.replace(/=+$/, '');

/**
 * The number of the step whose code this is, of those at most `skew` steps from `now` (epoch milliseconds); else
 * undefined. Compares in constant time.
 */
export const totpStep = (seed: Uint8Array, code: string, now: number, skew: number): number | undefined => {
  // The comparison is of bytes: six characters may be more.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const delta = new TOTP({ secret: secretOf(seed) }).validate({ token: code, timestamp: now, window: skew });
  return delta === null ? undefined : Math.floor(now / TOTP_STEP_MS) + delta;
};

const secretOf = (bytes: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer });
