/** IAM user guide, "IAM policy elements: Variables and tags"; Amazon Cognito developer guide, "IAM roles". */
import { allow, both, OBJECT, type PolicyCase, session } from '../case.ts';

const own = (path: string, more = {}) => ({
  policies: { identity: [allow('*', `arn:aws:s3:::uploads/${path}`, more)] },
});
const sub = 'us-east-1:11111111-2222-4333-8444-555555555555';

/** The key's value decides whose folder it is. */
const folder = (key: string, value = 'anna'): PolicyCase[] =>
  both(
    `\${${key}} in Resource`,
    { ...own(`\${${key}}/*`), principal: session, resource: `arn:aws:s3:::uploads/${value}/photo.jpg` },
    { context: { [key]: value } },
    { context: { [key]: `${value}x` } },
  );

const equals = (wanted: string, context: Record<string, string | string[]>, operator = 'StringEquals') => ({
  policies: { identity: [allow('*', '*', { Condition: { [operator]: { 'a:b': wanted } } })] },
  context,
});

export const variables: PolicyCase[] = [
  ...folder('aws:username'),
  ...folder('aws:userid', 'AROADBQP57FF2AEXAMPLE:me'),
  ...folder('cognito-identity.amazonaws.com:sub', sub),
  ...folder('cognito-identity.amazonaws.com:aud', 'us-east-1:pool'),
  ...folder('cognito-identity.amazonaws.com:amr', 'authenticated'),
  ...folder('aws:PrincipalTag/department', 'sales'),
  ...folder('aws:PrincipalTag/cost center', '42'),
  ...folder('saml:sub', '_abc'),
  ...folder('www.amazon.com:user_id', 'amzn1.account.X'),
  ...folder('accounts.google.com:sub', '1234567'),
  ...folder('graph.facebook.com:id', '7654321'),
  ...folder('aws:PrincipalAccount', '111122223333'),
  ...folder('AWS:UserName'),
  ...both(
    'a variable without a value matches nothing',
    { ...own('${aws:username}/*'), resource: OBJECT },
    { context: { 'aws:username': 'anna' } },
    { context: {} },
  ),
  ...both(
    'a variable of a key with several values matches nothing',
    { ...own('${a:b}/*'), resource: OBJECT },
    { context: { 'a:b': ['anna'] } },
    { context: { 'a:b': ['anna', 'bert'] } },
  ),
  ...both(
    'a default stands in for a missing key',
    { ...own("${aws:username, 'anna'}/*"), resource: OBJECT },
    { context: {} },
    { context: { 'aws:username': 'bert' } },
  ),
  ...both(
    'a default may be empty',
    { ...own("x${a:b, ''}"), resource: 'arn:aws:s3:::uploads/x' },
    { context: {} },
    { context: { 'a:b': 'y' } },
  ),
  ...both(
    'a default does not hide the value',
    { ...own("${aws:username, 'bert'}/*"), resource: OBJECT },
    { context: { 'aws:username': 'anna' } },
    { context: {} },
  ),
  ...both(
    '${*} is a star',
    own('${*}/*'),
    { resource: 'arn:aws:s3:::uploads/*/a' },
    { resource: 'arn:aws:s3:::uploads/b/a' },
  ),
  ...both(
    '${?} is a question mark',
    own('${?}'),
    { resource: 'arn:aws:s3:::uploads/?' },
    { resource: 'arn:aws:s3:::uploads/a' },
  ),
  ...both(
    '${$} is a dollar sign',
    own('${$}{x}'),
    { resource: 'arn:aws:s3:::uploads/${x}' },
    { resource: 'arn:aws:s3:::uploads/x' },
  ),
  ...both(
    'a star in a value is no wildcard',
    { ...own('${aws:username}/a'), context: { 'aws:username': '*' } },
    { resource: 'arn:aws:s3:::uploads/*/a' },
    { resource: 'arn:aws:s3:::uploads/bert/a' },
  ),
  ...both(
    'a question mark in a value is no wildcard',
    { ...own('${aws:username}/a'), context: { 'aws:username': '?' } },
    { resource: 'arn:aws:s3:::uploads/?/a' },
    { resource: 'arn:aws:s3:::uploads/b/a' },
  ),
  ...both(
    'a value that looks like a variable is text',
    { ...own('${a:b}'), context: { 'a:b': '${a:c}', 'a:c': 'x' } },
    { resource: 'arn:aws:s3:::uploads/${a:c}' },
    { resource: 'arn:aws:s3:::uploads/x' },
  ),
  ...both(
    'variables and wildcards mix',
    { ...own('*/${aws:username}/?.jpg'), context: { 'aws:username': 'anna' } },
    { resource: 'arn:aws:s3:::uploads/home/anna/1.jpg' },
    { resource: 'arn:aws:s3:::uploads/home/bert/1.jpg' },
  ),
  ...both(
    'several variables in one ARN',
    { ...own('${a:b}/${a:c}'), resource: 'arn:aws:s3:::uploads/x/y' },
    { context: { 'a:b': 'x', 'a:c': 'y' } },
    { context: { 'a:b': 'y', 'a:c': 'x' } },
  ),
  ...both(
    'version 2008-10-17 has no variables',
    { ...own('${aws:username}/a'), version: '2008-10-17', context: { 'aws:username': 'anna' } },
    { resource: 'arn:aws:s3:::uploads/${aws:username}/a' },
    { resource: 'arn:aws:s3:::uploads/anna/a' },
  ),
  ...both(
    'version 2008-10-17 has no variables in conditions',
    { ...equals('${aws:username}', {}), version: '2008-10-17' },
    { context: { 'a:b': '${aws:username}', 'aws:username': 'x' } },
    { context: { 'a:b': 'x', 'aws:username': 'x' } },
  ),
  {
    rule: 'variables count only after the fifth colon of a Resource',
    policies: {
      identity: [allow('*', 'arn:aws:sns:::${aws:username}/a'), allow('*', 'arn:aws:sns:${aws:username}::b/a')],
    },
    context: { 'aws:username': 'b' },
    resource: 'arn:aws:sns:b::b/a',
    expected: 'implicitDeny',
  },
  ...both(
    'StringEquals with a variable',
    equals('${aws:username}', {}),
    { context: { 'a:b': 'x', 'aws:username': 'x' } },
    { context: { 'a:b': 'x', 'aws:username': 'y' } },
  ),
  ...both(
    'StringEquals with a variable without value',
    equals('${aws:username}', {}),
    { context: { 'a:b': 'x', 'aws:username': 'x' } },
    { context: { 'a:b': 'x' } },
  ),
  ...both(
    'StringLike with a variable',
    equals('home/${aws:username}/*', {}, 'StringLike'),
    { context: { 'a:b': 'home/x/1', 'aws:username': 'x' } },
    { context: { 'a:b': 'home/y/1', 'aws:username': 'x' } },
  ),
  ...both(
    'StringLike: a star in a value is no wildcard',
    equals('${aws:username}', {}, 'StringLike'),
    { context: { 'a:b': '*', 'aws:username': '*' } },
    { context: { 'a:b': 'x', 'aws:username': '*' } },
  ),
  ...both(
    'StringNotEquals with a variable',
    equals('${aws:username}', {}, 'StringNotEquals'),
    { context: { 'a:b': 'x', 'aws:username': 'y' } },
    { context: { 'a:b': 'x', 'aws:username': 'x' } },
  ),
  ...both(
    'StringNotEquals that cannot be compared grants nothing',
    equals('${aws:username}', {}, 'StringNotEquals'),
    { context: { 'a:b': 'x', 'aws:username': 'y' } },
    { context: { 'a:b': 'x' } },
  ),
  ...both(
    'StringEqualsIgnoreCase with a variable',
    equals('${aws:username}', {}, 'StringEqualsIgnoreCase'),
    { context: { 'a:b': 'X', 'aws:username': 'x' } },
    { context: { 'a:b': 'Y', 'aws:username': 'x' } },
  ),
  ...both(
    'ArnLike with a variable',
    equals('arn:aws:iam::111122223333:user/${aws:username}', {}, 'ArnLike'),
    { context: { 'a:b': 'arn:aws:iam::111122223333:user/x', 'aws:username': 'x' } },
    { context: { 'a:b': 'arn:aws:iam::111122223333:user/y', 'aws:username': 'x' } },
  ),
  ...both(
    'ArnEquals with a whole ARN as variable',
    equals('${aws:PrincipalArn}', {}, 'ArnEquals'),
    { context: { 'a:b': 'arn:aws:iam::1:user/x', 'aws:PrincipalArn': 'arn:aws:iam::1:user/x' } },
    { context: { 'a:b': 'arn:aws:iam::1:user/y', 'aws:PrincipalArn': 'arn:aws:iam::1:user/x' } },
  ),
  ...both(
    'a default in a condition',
    equals("${aws:username, 'x'}", {}),
    { context: { 'a:b': 'x' } },
    { context: { 'a:b': 'x', 'aws:username': 'y' } },
  ),
  ...both(
    'Deny with StringNotEquals to a variable without value denies',
    {
      policies: {
        identity: [
          allow('*'),
          { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'a:b': '${a:c}' } } },
        ],
      },
    },
    { context: { 'a:b': 'x', 'a:c': 'x' } },
    { context: { 'a:b': 'x' }, expected: 'explicitDeny' },
  ),
  ...both(
    'NotResource with a variable',
    {
      policies: { identity: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::uploads/${aws:username}/*' }] },
      resource: OBJECT,
    },
    { context: { 'aws:username': 'bert' } },
    { context: { 'aws:username': 'anna' } },
  ),
  ...both(
    'NotResource with a variable without value grants nothing',
    {
      policies: { identity: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::uploads/${aws:username}/*' }] },
      resource: 'arn:aws:s3:::other',
    },
    { context: { 'aws:username': 'bert' } },
    { context: {} },
  ),
  ...both(
    'Deny of NotResource with a variable without value denies everything',
    {
      policies: {
        identity: [allow('*'), { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::uploads/${aws:username}/*' }],
      },
      resource: OBJECT,
    },
    { context: { 'aws:username': 'anna' } },
    { context: {}, expected: 'explicitDeny' },
  ),
  ...both(
    'attribute-based access: tag of the caller equals tag of the resource',
    {
      policies: {
        identity: [
          allow('*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } } }),
        ],
      },
    },
    { context: { 'aws:ResourceTag/team': 'a', 'aws:PrincipalTag/team': 'a' } },
    { context: { 'aws:ResourceTag/team': 'a', 'aws:PrincipalTag/team': 'b' } },
  ),
  ...both(
    "a person's own rows: dynamodb:LeadingKeys",
    {
      policies: {
        identity: [
          allow('dynamodb:*', '*', {
            Condition: {
              'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${cognito-identity.amazonaws.com:sub}'] },
            },
          }),
        ],
      },
      action: 'dynamodb:Query',
    },
    { context: { 'dynamodb:LeadingKeys': [sub], 'cognito-identity.amazonaws.com:sub': sub } },
    { context: { 'dynamodb:LeadingKeys': [sub, 'other'], 'cognito-identity.amazonaws.com:sub': sub } },
  ),
];
