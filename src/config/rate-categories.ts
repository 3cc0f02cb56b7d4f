/** Request-rate categories of Amazon Cognito user pools (Developer Guide, "Quotas in Amazon Cognito"). */
export const RATE_CATEGORIES = [
  'UserAuthentication',
  'UserCreation',
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
] as const;

export type RateCategory = (typeof RATE_CATEGORIES)[number];
