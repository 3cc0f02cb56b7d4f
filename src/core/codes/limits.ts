/** How long codes live, and how often one may be sent and tried (Cognito guide, "Quotas in Amazon Cognito"). */

const HOUR = 3_600_000;

/** Milliseconds from sending to expiry. */
export const CODE_VALIDITY = {
  signUp: 24 * HOUR,
  forgotPassword: HOUR,
  verifyAttribute: 24 * HOUR,
} as const;

/** Tries for one code; the next one is refused until a new code is sent. */
export const MAX_CODE_ATTEMPTS = 5;

/** Codes of one purpose that one user is sent within the window. */
export const MAX_CODE_SENDS = 5;
/** Of one sign-in challenge (`SMS_MFA`, `EMAIL_OTP` …): people sign in more often than they forget passwords. */
export const MAX_AUTHENTICATION_SENDS = 20;
export const CODE_SEND_WINDOW = HOUR;
