/**
 * Which quota an operation draws on, and Amazon Cognito's default requests per second for it. What the sites of pools do
 * (src/oauth/limit.ts) draws on those of the API's operations, but for two that the API does not have.
 * Source: Cognito developer guide, "Quotas in Amazon Cognito", API request rate quotas.
 */
import type { RateCategory } from '../config/rate-categories.ts';

interface Quota {
  readonly requestsPerSecond: number;
  readonly operations: readonly string[];
}

export const rateQuotas: Readonly<Record<RateCategory, Quota>> = {
  UserAuthentication: {
    requestsPerSecond: 120,
    operations: ['AdminInitiateAuth', 'AdminRespondToAuthChallenge', 'InitiateAuth', 'RespondToAuthChallenge'],
  },
  UserCreation: {
    requestsPerSecond: 50,
    operations: ['AdminConfirmSignUp', 'AdminCreateUser', 'ConfirmSignUp', 'SignUp'],
  },
  UserFederation: { requestsPerSecond: 25, operations: ['Federation'] },
  UserAccountRecovery: {
    requestsPerSecond: 30,
    operations: [
      'AdminResetUserPassword',
      'AdminSetUserPassword',
      'ChangePassword',
      'ConfirmForgotPassword',
      'ForgotPassword',
    ],
  },
  UserRead: {
    requestsPerSecond: 120,
    operations: ['AdminGetUser', 'AdminGetUserAuthFactors', 'GetUser', 'GetUserAuthFactors'],
  },
  UserUpdate: {
    requestsPerSecond: 25,
    operations: [
      'AdminAddUserToGroup',
      'AdminDeleteUserAttributes',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminLinkProviderForUser',
      'AdminDisableProviderForUser',
      'AdminRemoveUserFromGroup',
      'AdminUpdateUserAttributes',
      'AdminDeleteUser',
      'DeleteUser',
      'DeleteUserAttributes',
      'UpdateUserAttributes',
      'VerifyUserAttribute',
    ],
  },
  UserToken: {
    requestsPerSecond: 120,
    operations: ['GetClientToken', 'GetTokensFromRefreshToken', 'RevokeToken'],
  },
  ClientAuthentication: { requestsPerSecond: 150, operations: ['ClientCredentials'] },
  UserResourceRead: {
    requestsPerSecond: 50,
    operations: [
      'AdminGetDevice',
      'AdminListDevices',
      'AdminListGroupsForUser',
      'AdminListUserAuthEvents',
      'GetDevice',
      'GetUserAttributeVerificationCode',
      'ListDevices',
      'ListWebAuthnCredentials',
      'ResendConfirmationCode',
    ],
  },
  UserResourceUpdate: {
    requestsPerSecond: 25,
    operations: [
      'AdminForgetDevice',
      'AdminSetUserMFAPreference',
      'AdminSetUserSettings',
      'AdminUpdateAuthEventFeedback',
      'AdminUpdateDeviceStatus',
      'AdminUserGlobalSignOut',
      'AssociateSoftwareToken',
      'CompleteWebAuthnRegistration',
      'ConfirmDevice',
      'DeleteWebAuthnCredential',
      'ForgetDevice',
      'GlobalSignOut',
      'SetUserMFAPreference',
      'SetUserSettings',
      'StartWebAuthnRegistration',
      'UpdateAuthEventFeedback',
      'UpdateDeviceStatus',
      'VerifySoftwareToken',
    ],
  },
  UserList: { requestsPerSecond: 30, operations: ['ListUsers', 'ListUsersInGroup'] },
  UserPoolRead: { requestsPerSecond: 15, operations: ['DescribeUserPool', 'ListUserPools'] },
  UserPoolUpdate: {
    requestsPerSecond: 15,
    operations: ['AddCustomAttributes', 'CreateUserPool', 'DeleteUserPool', 'SetUserPoolMfaConfig', 'UpdateUserPool'],
  },
  UserPoolClientRead: {
    requestsPerSecond: 15,
    operations: ['DescribeUserPoolClient', 'ListUserPoolClientSecrets', 'ListUserPoolClients'],
  },
  UserPoolClientUpdate: {
    requestsPerSecond: 15,
    operations: [
      'AddUserPoolClientSecret',
      'CreateUserPoolClient',
      'DeleteUserPoolClient',
      'DeleteUserPoolClientSecret',
      'UpdateUserPoolClient',
    ],
  },
  IdentityRead: { requestsPerSecond: 25, operations: ['GetId'] },
  IdentityCredentials: { requestsPerSecond: 200, operations: ['GetCredentialsForIdentity', 'GetOpenIdToken'] },
  IdentityDeveloper: {
    requestsPerSecond: 50,
    operations: [
      'GetOpenIdTokenForDeveloperIdentity',
      'LookupDeveloperIdentity',
      'MergeDeveloperIdentities',
      'UnlinkDeveloperIdentity',
      'UnlinkIdentity',
    ],
  },
  IdentityPoolRead: {
    requestsPerSecond: 10,
    operations: [
      'DescribeIdentity',
      'DescribeIdentityPool',
      'GetIdentityPoolRoles',
      'GetPrincipalTagAttributeMap',
      'ListIdentities',
      'ListIdentityPools',
    ],
  },
  IdentityPoolUpdate: {
    requestsPerSecond: 10,
    operations: [
      'CreateIdentityPool',
      'DeleteIdentities',
      'DeleteIdentityPool',
      'SetIdentityPoolRoles',
      'SetPrincipalTagAttributeMap',
      'UpdateIdentityPool',
    ],
  },
  // IAM user guide, "IAM and AWS STS quotas".
  SecurityTokens: {
    requestsPerSecond: 600,
    operations: [
      'AssumeRole',
      'AssumeRoleWithSAML',
      'AssumeRoleWithWebIdentity',
      'DecodeAuthorizationMessage',
      'GetAccessKeyInfo',
      'GetCallerIdentity',
      'GetFederationToken',
      'GetSessionToken',
    ],
  },
  UserPoolResourceRead: { requestsPerSecond: 20, operations: [] },
  UserPoolResourceUpdate: { requestsPerSecond: 15, operations: [] },
};

const byOperation = new Map(
  Object.entries(rateQuotas).flatMap(([category, quota]) =>
    quota.operations.map((operation) => [operation, category as RateCategory] as const),
  ),
);

/** What is not named above reads or changes a resource of a pool. */
export const rateCategory = (operation: string): RateCategory =>
  byOperation.get(operation) ??
  (/^(Get|List|Describe)/.test(operation) ? 'UserPoolResourceRead' : 'UserPoolResourceUpdate');
