/** Request-rate categories of Amazon Cognito (Developer Guide, "Quotas in Amazon Cognito"), those of identity pools and STS last. */
export const RATE_CATEGORIES = [
  'UserAuthentication',
  'UserCreation',
  'UserFederation',
  'UserAccountRecovery',
  'UserRead',
  'UserUpdate',
  'UserToken',
  'ClientAuthentication',
  'UserResourceRead',
  'UserResourceUpdate',
  'UserList',
  'UserPoolRead',
  'UserPoolUpdate',
  'UserPoolResourceRead',
  'UserPoolResourceUpdate',
  'UserPoolClientRead',
  'UserPoolClientUpdate',
  'IdentityRead',
  'IdentityCredentials',
  'IdentityDeveloper',
  'IdentityPoolRead',
  'IdentityPoolUpdate',
  'SecurityTokens',
] as const;

export type RateCategory = (typeof RATE_CATEGORIES)[number];
