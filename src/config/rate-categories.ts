/** Request-rate categories of Amazon Cognito user pools (Developer Guide, "Quotas in Amazon Cognito"). */
export const RATE_CATEGORIES = [
  'UserAuthentication',
  'UserCreation',
  'UserFederation',
  'UserAccountRecovery',
  'UserRead',
  'UserUpdate',
  'UserToken',
  'UserResourceRead',
  'UserResourceUpdate',
  'UserList',
  'UserPoolRead',
  'UserPoolUpdate',
  'UserPoolResourceRead',
  'UserPoolResourceUpdate',
  'UserPoolClientRead',
  'UserPoolClientUpdate',
  'ClientAuthentication',
] as const;

export type RateCategory = (typeof RATE_CATEGORIES)[number];
