/** IAM user guide, "IAM JSON policy elements: Action", "NotAction", "Effect". */
import { allow, both, deny, type PolicyCase } from '../case.ts';

const pattern = (rule: string, Action: unknown, yes: string, no: string): PolicyCase[] =>
  both(rule, { policies: { identity: [allow(Action)] } }, { action: yes }, { action: no });

export const actions: PolicyCase[] = [
  ...pattern(
    'Action names one action',
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminDeleteUser',
  ),
  ...pattern('Action is a list', ['sts:GetCallerIdentity', 'iam:GetUser'], 'iam:GetUser', 'iam:GetRole'),
  ...pattern(
    'prefix and action name are case insensitive',
    'COGNITO-IDP:adminGETuser',
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminGetUsers',
  ),
  ...pattern('the request may have another case too', 'iam:GetUser', 'IAM:getuser', 'IAM:getusers'),
  ...pattern(
    '* gives all actions of a service',
    'cognito-idp:*',
    'cognito-idp:DeleteUserPool',
    'cognito-identity:DeleteIdentityPool',
  ),
  ...pattern('* within a name', 'iam:*AccessKey*', 'iam:UpdateAccessKey', 'iam:UpdateUser'),
  ...pattern('* at the end also stands for nothing', 'iam:GetUser*', 'iam:GetUser', 'iam:GetUse'),
  ...pattern('* at the beginning also stands for nothing', 'iam:*User', 'iam:User', 'iam:GetUserPolicy'),
  ...pattern('? stands for one character', 'iam:Ge?User', 'iam:GetUser', 'iam:GeUser'),
  ...pattern('? stands for no more than one', 'iam:G?User', 'iam:GtUser', 'iam:GetUser'),
  ...pattern('several wildcards in turn', 'iam:*t*e*s', 'iam:ListRoles', 'iam:ListRole'),
  ...pattern('pieces between stars come in order', 'iam:*User*Policy', 'iam:AttachUserPolicy', 'iam:PolicyUser'),
  ...pattern('pieces between stars do not overlap', 'iam:ab*ba', 'iam:abba', 'iam:aba'),
  ...pattern('* and ? together', 'iam:L?st*', 'iam:ListRoles', 'iam:LsRoles'),
  ...pattern('a dot is a dot', 'iam:Get.ser', 'iam:Get.ser', 'iam:GetUser'),
  {
    rule: '* alone is every action',
    policies: { identity: [allow('*')] },
    action: 'sts:AssumeRole',
    expected: 'allowed',
  },
  {
    rule: 'no statement, no grant',
    policies: { identity: [allow('iam:GetUser')] },
    expected: 'implicitDeny',
    deniedBy: 'identity',
  },
  { rule: 'without any policy everything is denied', policies: {}, expected: 'implicitDeny', deniedBy: 'identity' },
  ...both(
    'NotAction is everything but what it names',
    { policies: { identity: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] } },
    { action: 'cognito-idp:ListUsers' },
    { action: 'iam:CreateUser' },
  ),
  ...both(
    'NotAction with several actions',
    { policies: { identity: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }] } },
    { action: 'account:ListRegions' },
    { action: 'organizations:DescribeOrganization' },
  ),
  ...both(
    'NotAction grants only within its Resource',
    { policies: { identity: [{ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }] } },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' },
    { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:us-east-1:111122223333:q' },
  ),
  ...both(
    'NotAction is case insensitive',
    { policies: { identity: [{ Effect: 'Allow', NotAction: 'IAM:CREATEUSER', Resource: '*' }] } },
    { action: 'iam:GetUser' },
    { action: 'iam:CreateUser' },
  ),
  ...both(
    'Deny with NotAction denies all but what it names, and grants nothing',
    { policies: { identity: [allow('*'), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }] } },
    { action: 'iam:GetUser' },
    { action: 'sts:AssumeRole', expected: 'explicitDeny' },
  ),
  {
    rule: 'Deny with NotAction alone grants nothing',
    policies: { identity: [{ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }] },
    action: 'iam:GetUser',
    expected: 'implicitDeny',
  },
  ...both(
    'an explicit deny overrides any allow',
    { policies: { identity: [deny('iam:DeleteUser'), allow('iam:*')] } },
    { action: 'iam:GetUser' },
    { action: 'iam:DeleteUser', expected: 'explicitDeny', deniedBy: 'identity' },
  ),
  ...both(
    'the order of statements does not matter',
    { policies: { identity: [allow('iam:*'), deny('iam:Delete*')] } },
    { action: 'iam:GetUser' },
    { action: 'iam:DeleteRole', expected: 'explicitDeny' },
  ),
];
