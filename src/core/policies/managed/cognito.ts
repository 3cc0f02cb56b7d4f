/** Policies about Cognito: for those who run it, for back ends that sign people in, and for guests. */
import type { ManagedPolicy } from './policies.ts';

export const COGNITO: readonly ManagedPolicy[] = [
  {
    name: 'AmazonCognitoPowerUser',
    versionId: 'v9',
    description:
      'Provides administrative access to existing Amazon Cognito resources. You will need AWS account admin privileges to create new Cognito resources.',
    createdAt: '2015-03-24T17:14:00Z',
    updatedAt: '2026-02-12T18:00:00Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          ...['cognito-identity:*', 'cognito-idp:*', 'cognito-sync:*', 'iam:ListRoles'],
          ...['iam:ListOpenIdConnectProviders', 'iam:GetRole', 'iam:ListSAMLProviders', 'iam:GetSAMLProvider'],
          ...['kinesis:ListStreams', 'lambda:GetPolicy', 'lambda:ListFunctions', 'sns:GetSMSSandboxAccountStatus'],
          ...['sns:ListPlatformApplications', 'ses:ListIdentities', 'ses:GetIdentityVerificationAttributes'],
          ...['mobiletargeting:GetApps', 'acm:ListCertificates', 'sms-voice:DescribeAccountAttributes'],
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: 'iam:CreateServiceLinkedRole',
        Resource: '*',
        Condition: {
          StringEquals: {
            'iam:AWSServiceName': ['cognito-idp.amazonaws.com', 'email.cognito-idp.amazonaws.com'],
          },
        },
      },
      {
        Effect: 'Allow',
        Action: ['iam:DeleteServiceLinkedRole', 'iam:GetServiceLinkedRoleDeletionStatus'],
        Resource: [
          'arn:aws:iam::*:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp*',
          'arn:aws:iam::*:role/aws-service-role/email.cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdpEmail*',
        ],
      },
    ],
  },
  {
    name: 'AmazonCognitoReadOnly',
    versionId: 'v4',
    description: 'Provides read only access to Amazon Cognito resources.',
    createdAt: '2015-03-24T17:06:00Z',
    updatedAt: '2019-08-01T19:21:00Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          ...['cognito-identity:Describe*', 'cognito-identity:Get*', 'cognito-identity:List*'],
          ...['cognito-idp:Describe*', 'cognito-idp:AdminGet*', 'cognito-idp:AdminList*', 'cognito-idp:List*'],
          ...['cognito-idp:Get*', 'cognito-sync:Describe*', 'cognito-sync:Get*', 'cognito-sync:List*'],
          ...['iam:ListOpenIdConnectProviders', 'iam:ListRoles', 'sns:ListPlatformApplications'],
        ],
        Resource: '*',
      },
    ],
  },
  {
    name: 'AmazonCognitoDeveloperAuthenticatedIdentities',
    versionId: 'v1',
    description:
      'Provides access to Amazon Cognito APIs to support developer authenticated identities from your authentication backend.',
    createdAt: '2015-03-24T17:22:23Z',
    updatedAt: '2015-03-24T17:22:23Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
          'cognito-identity:LookupDeveloperIdentity',
          'cognito-identity:MergeDeveloperIdentities',
          'cognito-identity:UnlinkDeveloperIdentity',
        ],
        Resource: '*',
      },
    ],
  },
  {
    name: 'AmazonCognitoUnauthenticatedIdentities',
    versionId: 'v1',
    description: 'The permissions of guests of identity pools, before AmazonCognitoUnAuthedIdentitiesSessionPolicy.',
    createdAt: '2023-02-01T22:36:00Z',
    updatedAt: '2023-02-01T22:36:00Z',
    statements: [{ Effect: 'Allow', Action: 'rum:PutRumEvents', Resource: '*' }],
  },
  {
    name: 'AmazonCognitoUnAuthedIdentitiesSessionPolicy',
    versionId: 'v3',
    description: 'What guests of identity pools get at most by the enhanced flow; not meant to be attached to a role.',
    createdAt: '2023-07-19T23:04:00Z',
    updatedAt: '2024-11-01T18:12:00Z',
    statements: [
      {
        Sid: 'CognitoUnAuthedIdentitiesSessionPolicy',
        Effect: 'Allow',
        Action: [
          ...['rum:PutRumEvents', 'sagemaker:InvokeEndpoint', 'polly:*', 'comprehend:*', 'translate:*'],
          ...['transcribe:*', 'rekognition:*', 'mobiletargeting:*', 'firehose:*', 'personalize:*', 'geo:GetMap*'],
          ...['geo:SearchPlaceIndex*', 'geo:GetPlace', 'geo:CalculateRoute*', 'geo:*Geofence', 'geo:*Geofences'],
          ...['geo:*DevicePosition*', 'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'],
          ...['kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext'],
          'kms:GenerateDataKeyWithoutPlaintext',
        ],
        Resource: '*',
      },
    ],
  },
  {
    name: 'AmazonESCognitoAccess',
    versionId: 'v2',
    description: 'Provides limited access to the Amazon Cognito configuration service.',
    createdAt: '2018-02-28T22:29:00Z',
    updatedAt: '2021-12-20T14:04:00Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          ...['cognito-idp:DescribeUserPool', 'cognito-idp:CreateUserPoolClient', 'cognito-idp:DeleteUserPoolClient'],
          ...[
            'cognito-idp:UpdateUserPoolClient',
            'cognito-idp:DescribeUserPoolClient',
            'cognito-idp:AdminInitiateAuth',
          ],
          ...['cognito-idp:AdminUserGlobalSignOut', 'cognito-idp:ListUserPoolClients'],
          ...['cognito-identity:DescribeIdentityPool', 'cognito-identity:UpdateIdentityPool'],
          ...['cognito-identity:SetIdentityPoolRoles', 'cognito-identity:GetIdentityPoolRoles'],
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: {
          StringLike: {
            'iam:PassedToService': ['cognito-identity.amazonaws.com', 'cognito-identity-us-gov.amazonaws.com'],
          },
        },
      },
    ],
  },
];
