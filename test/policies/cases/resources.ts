/** IAM user guide, "IAM JSON policy elements: Resource", "NotResource". */
import { ACCOUNT, allow, both, deny, type PolicyCase } from '../case.ts';

const pattern = (rule: string, Resource: unknown, yes: string, no: string): PolicyCase[] =>
  both(rule, { policies: { identity: [allow('*', Resource)] } }, { resource: yes }, { resource: no });

const pool = (id: string, region = 'us-east-1', account = ACCOUNT) =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;

const except = (NotResource: unknown, Effect = 'Allow') => ({ Effect, Action: '*', NotResource });

export const resources: PolicyCase[] = [
  ...pattern('Resource names one ARN', pool('a'), pool('a'), pool('b')),
  ...pattern('Resource is a list', [pool('a'), pool('b')], pool('b'), pool('c')),
  ...pattern(
    'resources are case sensitive',
    'arn:aws:s3:::Bucket/Key',
    'arn:aws:s3:::Bucket/Key',
    'arn:aws:s3:::bucket/key',
  ),
  ...pattern(
    '* in the resource part',
    pool('*'),
    pool('us-east-1_x'),
    `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:identitypool/x`,
  ),
  ...pattern('* for the region', pool('a', '*'), pool('a', 'eu-central-1'), pool('b', 'eu-central-1')),
  ...pattern('* for the account', pool('a', 'us-east-1', '*'), pool('a'), pool('a', 'us-west-2')),
  ...pattern('* inside the region', pool('a', 'us-*-1'), pool('a', 'us-east-1'), pool('a', 'us-east-2')),
  ...pattern(
    '* inside a field does not cross a colon',
    pool('*', 'us-*1'),
    pool('a', 'us-west-1'),
    pool('a', 'us-west-2'),
  ),
  ...pattern(
    '* inside a field takes no fields more',
    pool('a', 'us-*1'),
    pool('a', 'us-west-1'),
    pool('a', 'us-west-2:1'),
  ),
  ...pattern('? in the region', pool('a', 'us-east-?'), pool('a', 'us-east-2'), pool('a', 'us-east-12')),
  ...pattern('? in the resource part', pool('us-east-1_?bc'), pool('us-east-1_Abc'), pool('us-east-1_AAbc')),
  ...pattern(
    '* reaches over slashes',
    'arn:aws:s3:::uploads/*',
    'arn:aws:s3:::uploads/a/b/c',
    'arn:aws:s3:::downloads/a',
  ),
  ...pattern(
    '* in the middle of a path',
    'arn:aws:s3:::uploads/*/photo.jpg',
    'arn:aws:s3:::uploads/a/b/photo.jpg',
    'arn:aws:s3:::uploads/photo.jpg',
  ),
  ...pattern(
    '* at the end reaches beyond colons',
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:*`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:function:a:1`,
    `arn:aws:lambda:us-east-1:${ACCOUNT}:layer:a`,
  ),
  ...pattern(
    'a key may have colons',
    'arn:aws:s3:::uploads/*.jpg',
    'arn:aws:s3:::uploads/a:b.jpg',
    'arn:aws:s3:::uploads/a:b.png',
  ),
  ...pattern(
    'an ARN may end early in a *',
    'arn:aws:sns:*',
    `arn:aws:sns:us-east-1:${ACCOUNT}:topic`,
    `arn:aws:sqs:us-east-1:${ACCOUNT}:queue`,
  ),
  ...pattern(
    'a prefix without * is no prefix',
    'arn:aws:s3:::uploads/a',
    'arn:aws:s3:::uploads/a',
    'arn:aws:s3:::uploads/ab',
  ),
  ...pattern('an ARN does not cover actions without resources', pool('*'), pool('a'), '*'),
  ...pattern('the partition counts', 'arn:aws:s3:::uploads', 'arn:aws:s3:::uploads', 'arn:aws-cn:s3:::uploads'),
  ...pattern('the partition may be *', 'arn:*:s3:::uploads', 'arn:aws-cn:s3:::uploads', 'arn:aws-cn:s3:::downloads'),
  ...pattern(
    '* within a name and at its end',
    'arn:aws:s3:::up*/an*',
    'arn:aws:s3:::uploads/anna',
    'arn:aws:s3:::uploads/bert',
  ),
  { rule: '* is every resource', policies: { identity: [allow('*', '*')] }, resource: '*', expected: 'allowed' },
  ...both(
    'NotResource is all but what it names',
    { policies: { identity: [except('arn:aws:s3:::secret/*')] } },
    { resource: 'arn:aws:s3:::open/a' },
    { resource: 'arn:aws:s3:::secret/a' },
  ),
  ...both(
    'NotResource is a list',
    { policies: { identity: [except(['arn:aws:s3:::a', 'arn:aws:s3:::b'])] } },
    { resource: 'arn:aws:s3:::c' },
    { resource: 'arn:aws:s3:::b' },
  ),
  ...both(
    'NotResource is case sensitive',
    { policies: { identity: [except('arn:aws:s3:::A')] } },
    { resource: 'arn:aws:s3:::a' },
    { resource: 'arn:aws:s3:::A' },
  ),
  ...both(
    'Deny with NotResource denies everything else',
    { policies: { identity: [allow('*'), except('arn:aws:s3:::own/*', 'Deny')] } },
    { resource: 'arn:aws:s3:::own/a' },
    { resource: 'arn:aws:s3:::other/a', expected: 'explicitDeny' },
  ),
  ...both(
    'Deny with NotResource denies actions without resources too',
    { policies: { identity: [allow('*'), except('arn:aws:s3:::own/*', 'Deny')] } },
    { resource: 'arn:aws:s3:::own/b' },
    { resource: '*', expected: 'explicitDeny' },
  ),
  ...both(
    'a deny of one resource leaves the others',
    { policies: { identity: [allow('*'), deny('*', pool('a'))] } },
    { resource: pool('b') },
    { resource: pool('a'), expected: 'explicitDeny' },
  ),
  ...both(
    'action and resource of one statement belong together',
    { policies: { identity: [allow('iam:*', pool('a')), allow('sts:*', pool('b'))] } },
    { action: 'sts:X', resource: pool('b') },
    { action: 'sts:X', resource: pool('a') },
  ),
];
