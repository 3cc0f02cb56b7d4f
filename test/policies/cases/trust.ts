/** IAM user guide, "How to use trust policies", "Pass session tags"; Amazon Cognito developer guide, "Role trust and permissions". */
import {
  ACCOUNT,
  allow,
  both,
  deny,
  federatedUser,
  type Json,
  OTHER_ACCOUNT,
  type PolicyCase,
  ROLE,
  root,
  session,
  stranger,
  user,
  webIdentity,
} from '../case.ts';

const WEB = 'sts:AssumeRoleWithWebIdentity';
const trusts = (Principal: unknown, Action: unknown = 'sts:AssumeRole', Condition?: Json): Json[] => [
  { Effect: 'Allow', Principal, Action, ...(Condition && { Condition }) },
];
const cognito = (Condition?: Json) => ({
  principal: webIdentity,
  action: WEB,
  policies: { trust: trusts({ Federated: 'cognito-identity.amazonaws.com' }, WEB, Condition) },
});
const userArn = `arn:aws:iam::${ACCOUNT}:user/anna`;
const may = [allow('sts:AssumeRole')];
const poolAndAmr = {
  StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' },
  'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
};
const token = (aud: string, ...amr: string[]) => ({
  'cognito-identity.amazonaws.com:aud': aud,
  'cognito-identity.amazonaws.com:amr': amr,
});

export const trust: PolicyCase[] = [
  ...both(
    'a trust policy that names the user is enough within the account',
    { policies: { trust: trusts({ AWS: userArn }) } },
    { principal: user },
    { principal: session, deniedBy: 'trust' },
  ),
  ...both(
    'identity policies alone do not let anybody take on a role',
    { policies: {} },
    { policies: { trust: trusts({ AWS: userArn }) } },
    { policies: { trust: trusts({ AWS: ROLE }), identity: may }, deniedBy: 'trust' },
  ),
  ...both(
    'a trust policy that names the account leaves it to identity policies',
    { policies: {} },
    { policies: { trust: trusts({ AWS: ACCOUNT }), identity: may } },
    { policies: { trust: trusts({ AWS: ACCOUNT }) }, deniedBy: 'identity' },
  ),
  ...both(
    'an identity policy may name the role',
    { policies: {} },
    { policies: { trust: trusts({ AWS: ACCOUNT }), identity: [allow('sts:AssumeRole', ROLE)] } },
    {
      policies: { trust: trusts({ AWS: ACCOUNT }), identity: [allow('sts:AssumeRole', `${ROLE}2`)] },
      deniedBy: 'identity',
    },
  ),
  ...both(
    'an explicit deny of the trust policy',
    { policies: {} },
    { policies: { trust: trusts({ AWS: userArn }) } },
    {
      policies: {
        trust: [...trusts({ AWS: userArn }), { Effect: 'Deny', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
      },
      expected: 'explicitDeny',
      deniedBy: 'trust',
    },
  ),
  ...both(
    'an explicit deny of the identity policy',
    { policies: {} },
    { policies: { trust: trusts({ AWS: userArn }) } },
    {
      policies: { trust: trusts({ AWS: userArn }), identity: [deny('sts:*')] },
      expected: 'explicitDeny',
      deniedBy: 'identity',
    },
  ),
  ...both(
    'from another account both must grant',
    { principal: stranger, policies: {} },
    { policies: { trust: trusts({ AWS: OTHER_ACCOUNT }), identity: may } },
    { policies: { trust: trusts({ AWS: OTHER_ACCOUNT }) }, deniedBy: 'identity' },
  ),
  ...both(
    'from another account the trust policy must grant',
    { principal: stranger, policies: {} },
    { policies: { trust: trusts({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:user/bob` }), identity: may } },
    { policies: { trust: trusts({ AWS: ACCOUNT }), identity: may }, deniedBy: 'trust' },
  ),
  ...both(
    'sts:ExternalId is asked for (confused deputy)',
    {
      principal: stranger,
      policies: {
        identity: may,
        trust: trusts({ AWS: OTHER_ACCOUNT }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': '12345' } }),
      },
    },
    { context: { 'sts:ExternalId': '12345' } },
    { context: { 'sts:ExternalId': '54321' }, deniedBy: 'trust' },
  ),
  ...both(
    'sts:ExternalId is asked for and missing',
    {
      principal: stranger,
      policies: {
        identity: may,
        trust: trusts({ AWS: OTHER_ACCOUNT }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': '12345' } }),
      },
    },
    { context: { 'sts:ExternalId': '12345' } },
    { deniedBy: 'trust' },
  ),
  ...both(
    "sts:RoleSessionName must be the user's name",
    {
      policies: {
        trust: trusts({ AWS: userArn }, 'sts:AssumeRole', { StringLike: { 'sts:RoleSessionName': '${aws:username}' } }),
      },
    },
    { context: { 'sts:RoleSessionName': 'anna', 'aws:username': 'anna' } },
    { context: { 'sts:RoleSessionName': 'bert', 'aws:username': 'anna' } },
  ),
  ...both(
    'sts:SourceIdentity is limited',
    {
      action: 'sts:SetSourceIdentity',
      policies: {
        trust: trusts({ AWS: userArn }, ['sts:AssumeRole', 'sts:SetSourceIdentity'], {
          StringLike: { 'sts:SourceIdentity': ['anna', 'bert'] },
        }),
      },
    },
    { context: { 'sts:SourceIdentity': 'anna' } },
    { context: { 'sts:SourceIdentity': 'eve' } },
  ),
  ...both(
    'sts:TagSession is an action of its own',
    { action: 'sts:TagSession', policies: {} },
    { policies: { trust: trusts({ AWS: userArn }, ['sts:AssumeRole', 'sts:TagSession']) } },
    { policies: { trust: trusts({ AWS: userArn }) }, deniedBy: 'trust' },
  ),
  ...both(
    'the second factor is asked for',
    {
      policies: {
        trust: trusts({ AWS: userArn }, 'sts:AssumeRole', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      },
    },
    { context: { 'aws:MultiFactorAuthPresent': 'true' } },
    {},
  ),
  ...both(
    'the root takes on no roles',
    { policies: { trust: trusts({ AWS: ACCOUNT }), identity: may } },
    { principal: user },
    { principal: root, deniedBy: 'trust' },
  ),
  ...both(
    'role chaining: the trust policy names the role',
    { policies: { trust: trusts({ AWS: ROLE }) } },
    { principal: session },
    { principal: user },
  ),
  ...both(
    'role chaining is limited by the session policy',
    { principal: session, policies: {} },
    { policies: { trust: trusts({ AWS: ROLE }), session: may } },
    { policies: { trust: trusts({ AWS: ROLE }), session: [allow('s3:*')] }, deniedBy: 'session' },
  ),
  ...both(
    "a federated user needs more than its user's name",
    { principal: federatedUser, policies: {} },
    { policies: { trust: trusts({ AWS: `arn:aws:sts::${ACCOUNT}:federated-user/guest` }) } },
    { policies: { trust: trusts({ AWS: userArn }) }, deniedBy: 'session' },
  ),
  ...both(
    'Principal * trusts everybody whose own policies grant it',
    { principal: stranger, policies: {} },
    { policies: { trust: trusts('*'), identity: may } },
    { policies: { trust: trusts('*') }, deniedBy: 'identity' },
  ),
  ...both(
    'a service takes on a role',
    { policies: { trust: trusts({ Service: 'lambda.amazonaws.com' }) } },
    { principal: { type: 'service', name: 'lambda.amazonaws.com' } },
    { principal: { type: 'service', name: 'ec2.amazonaws.com' } },
  ),
  ...both(
    'web identity: the provider is named',
    cognito(),
    {},
    { principal: { type: 'web-identity', provider: 'accounts.google.com' }, deniedBy: 'trust' },
  ),
  ...both(
    'web identity: the action is one of its own',
    cognito(),
    {},
    { policies: { trust: trusts({ Federated: 'cognito-identity.amazonaws.com' }) } },
  ),
  ...both('web identity: * trusts no provider', cognito(), {}, { policies: { trust: trusts('*', WEB) } }),
  ...both(
    'web identity: a provider in IAM by its ARN',
    {
      action: WEB,
      policies: { trust: trusts({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com` }, WEB) },
    },
    { principal: { type: 'web-identity', provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.com` } },
    { principal: { type: 'web-identity', provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/id.example.org` } },
  ),
  ...both(
    'Cognito: pool and signed-in people',
    cognito(poolAndAmr),
    { context: token('us-east-1:pool', 'authenticated', 'graph.facebook.com') },
    { context: token('us-east-1:pool', 'unauthenticated') },
  ),
  ...both(
    'Cognito: another identity pool',
    cognito(poolAndAmr),
    { context: token('us-east-1:pool', 'authenticated') },
    { context: token('us-east-1:other', 'authenticated') },
  ),
  ...both(
    'Cognito: no amr at all',
    cognito(poolAndAmr),
    { context: token('us-east-1:pool', 'authenticated') },
    { context: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:pool' } },
  ),
  ...both(
    'Google: the audience',
    {
      principal: { type: 'web-identity', provider: 'accounts.google.com' },
      action: WEB,
      policies: {
        trust: trusts({ Federated: 'accounts.google.com' }, WEB, {
          StringEquals: { 'accounts.google.com:aud': 'app' },
        }),
      },
    },
    { context: { 'accounts.google.com:aud': 'app' } },
    { context: { 'accounts.google.com:aud': 'other' } },
  ),
  ...both(
    'Facebook: the application',
    {
      principal: { type: 'web-identity', provider: 'graph.facebook.com' },
      action: WEB,
      policies: {
        trust: trusts({ Federated: 'graph.facebook.com' }, WEB, { StringEquals: { 'graph.facebook.com:app_id': '1' } }),
      },
    },
    { context: { 'graph.facebook.com:app_id': '1' } },
    { context: { 'graph.facebook.com:app_id': '2' } },
  ),
  ...both(
    'Login with Amazon: the application',
    {
      principal: { type: 'web-identity', provider: 'www.amazon.com' },
      action: WEB,
      policies: {
        trust: trusts({ Federated: 'www.amazon.com' }, WEB, { StringEquals: { 'www.amazon.com:app_id': 'amzn1.x' } }),
      },
    },
    { context: { 'www.amazon.com:app_id': 'amzn1.x' } },
    { context: { 'www.amazon.com:app_id': 'amzn1.y' } },
  ),
  ...both(
    'SAML: the provider and its audience',
    {
      action: 'sts:AssumeRoleWithSAML',
      principal: { type: 'saml', provider: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` },
      policies: {
        trust: trusts({ Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` }, 'sts:AssumeRoleWithSAML', {
          StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
        }),
      },
    },
    { context: { 'saml:aud': 'https://signin.aws.amazon.com/saml' } },
    { context: { 'saml:aud': 'https://example.com' } },
  ),
  ...both(
    'SAML: another provider',
    {
      action: 'sts:AssumeRoleWithSAML',
      policies: {
        trust: trusts({ Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` }, 'sts:AssumeRoleWithSAML'),
      },
    },
    { principal: { type: 'saml', provider: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` } },
    { principal: { type: 'saml', provider: `arn:aws:iam::${OTHER_ACCOUNT}:saml-provider/corp` } },
  ),
  ...both(
    'session tags in a trust policy: aws:RequestTag',
    {
      action: 'sts:TagSession',
      policies: {
        trust: trusts({ AWS: userArn }, 'sts:TagSession', { StringEquals: { 'aws:RequestTag/team': ['a', 'b'] } }),
      },
    },
    { context: { 'aws:RequestTag/team': 'b' } },
    { context: { 'aws:RequestTag/team': 'c' } },
  ),
  ...both(
    'session tags in a trust policy: aws:TagKeys',
    {
      action: 'sts:TagSession',
      policies: {
        trust: trusts({ AWS: userArn }, 'sts:TagSession', {
          'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'cost'] },
        }),
      },
    },
    { context: { 'aws:TagKeys': ['team'] } },
    { context: { 'aws:TagKeys': ['team', 'admin'] } },
  ),
];
