/**
 * Actions of user pools.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Cognito User Pools"; for
 * iam:PassRole the developer guide, "Using service-linked roles" and "SMS message settings".
 */
import type { Call, Input, Rules, Tags } from './rule.ts';
import { each, NO_RESOURCE, onResourceArn, tagsIn, textIn } from './rule.ts';

/** They name a pool by UserPoolId. */
const OF_POOL = [
  ...['AddCustomAttributes', 'AddUserPoolClientSecret', 'AdminAddUserToGroup', 'AdminConfirmSignUp'],
  ...['AdminCreateUser', 'AdminDeleteSoftwareToken', 'AdminDeleteUser', 'AdminDeleteUserAttributes'],
  ...['AdminDisableProviderForUser', 'AdminDisableUser', 'AdminEnableUser', 'AdminForgetDevice', 'AdminGetDevice'],
  ...['AdminGetUser', 'AdminGetUserAuthFactors', 'AdminInitiateAuth', 'AdminLinkProviderForUser', 'AdminListDevices'],
  ...['AdminListGroupsForUser', 'AdminListUserAuthEvents', 'AdminListUserSessions', 'AdminRemoveUserFromGroup'],
  ...['AdminResetUserPassword', 'AdminRespondToAuthChallenge', 'AdminRevokeUserSession'],
  ...['AdminSetUserMFAPreference', 'AdminSetUserPassword', 'AdminSetUserSettings', 'AdminUpdateAuthEventFeedback'],
  ...['AdminUpdateDeviceStatus', 'AdminUpdateUserAttributes', 'AdminUserGlobalSignOut', 'CreateGroup'],
  ...['CreateIdentityProvider', 'CreateManagedLoginBranding', 'CreateResourceServer', 'CreateTerms'],
  ...['CreateUserImportJob', 'CreateUserPoolClient', 'CreateUserPoolDomain', 'CreateUserPoolReplica', 'DeleteGroup'],
  ...['DeleteIdentityProvider', 'DeleteManagedLoginBranding', 'DeleteResourceServer', 'DeleteTerms', 'DeleteUserPool'],
  ...['DeleteUserPoolClient', 'DeleteUserPoolClientSecret', 'DeleteUserPoolDomain', 'DeleteUserPoolReplica'],
  ...['DescribeIdentityProvider', 'DescribeManagedLoginBranding', 'DescribeManagedLoginBrandingByClient'],
  ...['DescribeResourceServer', 'DescribeRiskConfiguration', 'DescribeTerms', 'DescribeTermsByClient'],
  ...['DescribeUserImportJob', 'DescribeUserPool', 'DescribeUserPoolClient', 'GetCSVHeader', 'GetGroup'],
  ...['GetIdentityProviderByIdentifier', 'GetLogDeliveryConfiguration', 'GetSigningCertificate', 'GetUICustomization'],
  ...['GetUserPoolClientSessionConfiguration', 'GetUserPoolMfaConfig', 'GetUserPoolSessionConfiguration'],
  ...['ListGroups', 'ListIdentityProviders', 'ListResourceServers', 'ListTerms', 'ListUserImportJobs'],
  ...['ListUserPoolClientSecrets', 'ListUserPoolClients', 'ListUserPoolReplicas', 'ListUsers', 'ListUsersInGroup'],
  ...['SetLogDeliveryConfiguration', 'SetRiskConfiguration', 'SetUICustomization'],
  ...['SetUserPoolClientSessionConfiguration', 'SetUserPoolMfaConfig', 'SetUserPoolSessionConfiguration'],
  ...['StartUserImportJob', 'StopUserImportJob', 'UpdateGroup', 'UpdateIdentityProvider'],
  ...['UpdateManagedLoginBranding', 'UpdateResourceServer', 'UpdateTerms', 'UpdateUserPool', 'UpdateUserPoolClient'],
  ...['UpdateUserPoolDomain', 'UpdateUserPoolReplica'],
];

/** They name it by its ARN. */
const OF_ARN = ['ListTagsForResource', 'TagResource', 'UntagResource'];

const OF_NOTHING = ['DescribeUserPoolDomain', 'GetProvisionedLimit', 'ListUserPools', 'UpdateProvisionedLimit'];

const ARN = /^arn:aws:cognito-idp:[\w-]+:\d{12}:userpool\/([\w-]+)$/;

const poolTags = async ({ core, caller }: Call, poolId: string): Promise<Tags | undefined> => {
  const pool = await core.directory.findPool(poolId);
  return pool?.account === caller.account ? pool.settings.tags : undefined;
};

/** Members that hold the ARN of a role. */
const rolesIn = (input: Input): readonly string[] => {
  const sms = input['SmsConfiguration'] as { SnsCallerArn?: string } | undefined;
  const mfa = input['SmsMfaConfiguration'] as { SmsConfiguration?: { SnsCallerArn?: string } } | undefined;
  const given = [
    textIn(input, 'RoleArn'),
    textIn(input, 'CloudWatchLogsRoleArn'),
    sms?.SnsCallerArn,
    mfa?.SmsConfiguration?.SnsCallerArn,
  ];
  return given.filter((arn) => arn !== undefined && arn !== '') as string[];
};

const onPool = async (call: Call) => {
  const { caller, input } = call;
  const poolId = textIn(input, 'UserPoolId') ?? '';
  return {
    resources: [`arn:aws:cognito-idp:${caller.region}:${caller.account}:userpool/${poolId}`],
    resourceTags: await poolTags(call, poolId),
    requestTags: tagsIn(input['UserPoolTags']),
    passes: rolesIn(input),
  };
};

export const cognitoIdpRules: Rules = {
  ...each(OF_POOL, onPool),
  ...each(OF_ARN, onResourceArn(ARN, poolTags)),
  ...each(OF_NOTHING, NO_RESOURCE),
  CreateUserPool: ({ input }) => ({
    resources: ['*'],
    requestTags: tagsIn(input['UserPoolTags']),
    passes: rolesIn(input),
  }),
};
