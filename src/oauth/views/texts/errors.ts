/**
 * What the service refuses, in the language of the page. The core speaks as Cognito does, in English, and client code
 * in the field matches on its words; so do we, here alone. What is not known here (the messages of a pool's own
 * functions above all) is shown as it is.
 */
import type { ErrorCode, ServiceError } from '../../../core/errors.ts';
import { attributeProblems, problemText } from './attribute-problems.ts';
import { fieldLabel } from './fields.ts';
import { type TextKey, type Texts, t } from './texts.ts';

export const errorText = (texts: Texts, error: ServiceError): string => {
  const key = byMessage(error.message);
  if (key !== undefined) return texts[key];
  const problems = attributeProblems(error.message);
  if (problems.length > 0) return problems.map((problem) => labelled(texts, problem.attribute, problem)).join(' ');
  const general = BY_CODE[error.code];
  return general === undefined ? error.message : texts[general];
};

/** Of an error about attributes: what is wrong with each, by its name. Empty for any other error. */
export const fieldProblems = (texts: Texts, error: ServiceError): Readonly<Record<string, string>> =>
  Object.fromEntries(
    attributeProblems(error.message).map((problem) => [problem.attribute, problemText(texts, problem)]),
  );

const labelled = (texts: Texts, attribute: string, problem: { readonly said: string }): string =>
  t(texts, 'error.field', { field: fieldLabel(texts, attribute), problem: problemText(texts, problem) });

const byMessage = (message: string): TextKey | undefined =>
  BY_MESSAGE[message] ?? BEGINNINGS.find(([beginning]) => message.startsWith(beginning))?.[1];

/** Before the code, which alone says too little. */
const BY_MESSAGE: Readonly<Record<string, TextKey>> = {
  'An account with the email already exists.': 'error.emailTaken',
  'An account with the given email already exists.': 'error.emailTaken',
  'An account with the given phone_number already exists.': 'error.phoneTaken',
  'An account with the phone_number already exists.': 'error.phoneTaken',
  'Attempt limit exceeded, please try after some time.': 'error.tooManyAttempts',
  'Cannot resend codes. Auto verification not turned on.': 'error.noConfirmationCodes',
  'Cannot reset password for the user as there is no registered/verified email or phone_number':
    'error.noRecoveryContact',
  'Contact administrator to reset password.': 'error.contactAdministrator',
  'Credential data is not valid': 'error.passkeyFailed',
  'Incorrect username or password.': 'error.incorrectCredentials',
  'Password attempts exceeded': 'error.tooManyAttempts',
  'Password did not conform with policy: Password must have lowercase characters': 'policy.lowercase',
  'Password did not conform with policy: Password must have numeric characters': 'policy.number',
  'Password did not conform with policy: Password must have symbol characters': 'policy.symbol',
  'Password did not conform with policy: Password must have uppercase characters': 'policy.uppercase',
  'Password did not conform with policy: Password must not start or end with a space': 'policy.spaces',
  'Password did not conform with policy: Password not long enough': 'policy.short',
  'Password did not conform with policy: Password too long': 'policy.long',
  'SignUp is not permitted for this user pool': 'error.signUpClosed',
  'Temporary password has expired and must be reset by an administrator.': 'error.temporaryPasswordExpired',
  'The credential is already registered.': 'error.passkeyRegistered',
  'User cannot be confirmed. Current status is CONFIRMED': 'error.alreadyConfirmed',
  'User is already confirmed.': 'error.alreadyConfirmed',
  'User is disabled.': 'error.accountDisabled',
  'User password cannot be reset in the current state.': 'error.passwordNotResettable',
  'Username cannot be of email format, since user pool is configured for email alias.': 'error.usernameNotEmail',
  'Username cannot be of phone number format, since user pool is configured for phone number alias.':
    'error.usernameNotPhone',
  'Username should be a phone number.': 'error.usernameIsPhone',
  'Username should be an email.': 'error.usernameIsEmail',
  'Username should be either an email or a phone number.': 'error.usernameIsContact',
  'Your software token has already been used once.': 'error.codeUsed',
};

const BEGINNINGS: readonly (readonly [string, TextKey])[] = [
  ['A user can have at most ', 'error.passkeyLimit'],
  ['Invalid session for the user', 'error.sessionExpired'],
];

const BY_CODE: Readonly<Partial<Record<ErrorCode, TextKey>>> = {
  AliasExistsException: 'error.usernameTaken',
  CodeDeliveryFailureException: 'error.codeNotSent',
  CodeMismatchException: 'error.codeMismatch',
  EnableSoftwareTokenMFAException: 'error.codeMismatch',
  ExpiredCodeException: 'error.codeExpired',
  InternalErrorException: 'error.internal',
  LimitExceededException: 'error.tooManyAttempts',
  PasswordHistoryPolicyViolationException: 'error.passwordUsedBefore',
  PasswordResetRequiredException: 'error.passwordResetRequired',
  TooManyFailedAttemptsException: 'error.tooManyAttempts',
  TooManyRequestsException: 'error.tooManyRequests',
  UserNotConfirmedException: 'error.notConfirmed',
  UserNotFoundException: 'error.userNotFound',
  UsernameExistsException: 'error.usernameTaken',
  WebAuthnChallengeNotFoundException: 'error.passkeyExpired',
  WebAuthnClientMismatchException: 'error.passkeyFailed',
  WebAuthnCredentialNotSupportedException: 'error.passkeyUnsupported',
  WebAuthnOriginNotAllowedException: 'error.passkeyFailed',
  WebAuthnRelyingPartyMismatchException: 'error.passkeyFailed',
};
