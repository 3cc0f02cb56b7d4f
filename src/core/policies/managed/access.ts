/** Policies for whole accounts. */
import type { ManagedPolicy } from './policies.ts';

/** Of ReadOnlyAccess the services that are here: AWS's document names some three hundred more. */
const READ_ONLY = [
  ...['cognito-identity:Describe*', 'cognito-identity:GetCredentialsForIdentity', 'cognito-identity:GetIdentityPool*'],
  ...['cognito-identity:GetPrincipalTagAttributeMap', 'cognito-identity:GetId', 'cognito-identity:GetOpenIdToken'],
  ...['cognito-identity:List*', 'cognito-identity:Lookup*'],
  ...['cognito-idp:AdminGet*', 'cognito-idp:AdminList*', 'cognito-idp:Describe*', 'cognito-idp:Get*'],
  ...['cognito-idp:List*', 'cognito-sync:Describe*', 'cognito-sync:Get*', 'cognito-sync:List*'],
  ...['cognito-sync:QueryRecords', 'iam:Generate*', 'iam:Get*', 'iam:List*', 'iam:Simulate*'],
  ...['sts:GetAccessKeyInfo', 'sts:GetCallerIdentity', 'sts:GetSessionToken'],
];

export const ACCESS: readonly ManagedPolicy[] = [
  {
    name: 'AdministratorAccess',
    versionId: 'v1',
    description: 'Provides full access to AWS services and resources.',
    createdAt: '2015-02-06T18:39:46Z',
    updatedAt: '2015-02-06T18:39:46Z',
    statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
  {
    name: 'PowerUserAccess',
    versionId: 'v12',
    description:
      'Provides full access to AWS services and resources, but does not allow management of Users and groups.',
    createdAt: '2015-02-06T18:39:00Z',
    updatedAt: '2026-02-12T17:59:00Z',
    statements: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: [
          ...['account:GetAccountInformation', 'account:GetGovCloudAccountInformation', 'account:GetPrimaryEmail'],
          ...['account:ListRegions', 'iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles'],
          ...['organizations:DescribeEffectivePolicy', 'organizations:DescribeOrganization'],
        ],
        Resource: '*',
      },
    ],
  },
  {
    name: 'ReadOnlyAccess',
    versionId: 'v1',
    description: 'Provides read-only access to AWS services and resources.',
    createdAt: '2015-02-06T18:39:48Z',
    updatedAt: '2015-02-06T18:39:48Z',
    statements: [{ Sid: 'ReadOnlyActions', Effect: 'Allow', Action: READ_ONLY, Resource: '*' }],
  },
];
