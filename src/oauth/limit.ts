/**
 * How often a pool's site may be asked for what costs something. What an operation of the API does as well counts with it,
 * so that neither door is a way around the other's limit. Sources: developer guide, "Quotas in Amazon Cognito"; AWS on
 * re:Post, "Cognito token endpoint quotas".
 */

/** Operations of the API, and `Federation` (answers of providers) and `ClientCredentials`, which have quotas of their own. */
export type LimitedOperation =
  | 'ClientCredentials'
  | 'CompleteWebAuthnRegistration'
  | 'ConfirmForgotPassword'
  | 'ConfirmSignUp'
  | 'Federation'
  | 'ForgotPassword'
  | 'GetUser'
  | 'InitiateAuth'
  | 'ResendConfirmationCode'
  | 'RevokeToken'
  | 'SignUp';

/** Throws TooManyRequestsException. `owner`: whose quota it is. */
export type Limit = (operation: LimitedOperation, owner: string) => void;
