/** IAM user guide, "Policy evaluation logic", "Permissions boundaries", "Session policies", "Cross-account policy evaluation". */
import {
  ACCOUNT,
  allow,
  anonymous,
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
} from '../case.ts';

const GET = 'cognito-idp:AdminGetUser';
const may = [allow(GET)];
const mayNot = [deny(GET)];
const nothing = [allow('s3:ListAllMyBuckets')];
const grant = (AWS: string): Json[] => [
  { Effect: 'Allow', Action: '*', Resource: '*', Principal: AWS === '*' ? '*' : { AWS } },
];
const refuse = (AWS: string): Json[] => [{ Effect: 'Deny', Action: '*', Resource: '*', Principal: { AWS } }];
const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/Members/CognitoIdentityCredentials`;
const userArn = `arn:aws:iam::${ACCOUNT}:user/anna`;
const bob = `arn:aws:iam::${OTHER_ACCOUNT}:user/bob`;
const guestArn = `arn:aws:sts::${ACCOUNT}:federated-user/guest`;

const within: PolicyCase[] = [
  ...both(
    'requests are denied by default',
    { policies: {} },
    { policies: { identity: may } },
    { policies: { identity: nothing }, deniedBy: 'identity' },
  ),
  ...both(
    'one grant of several policies is enough',
    { policies: { identity: [...nothing, ...may] } },
    {},
    { action: 'iam:GetUser' },
  ),
  ...both('the root of the account needs no policy', { policies: {} }, { principal: root }, { principal: user }),
  ...both(
    'identity policies do not limit the root',
    { principal: root, policies: {} },
    { policies: { resource: grant('*') } },
    { policies: { resource: refuse(`arn:aws:iam::${ACCOUNT}:root`) }, expected: 'explicitDeny', deniedBy: 'resource' },
  ),
  ...both(
    'identity or resource policy: within an account one is enough',
    { principal: user, policies: {} },
    { policies: { identity: nothing, resource: grant(userArn) } },
    { policies: { identity: nothing, resource: grant(bob) } },
  ),
  ...both(
    'identity policy without a resource policy is enough',
    { policies: {} },
    { policies: { identity: may } },
    { policies: {} },
  ),
  ...both(
    'an explicit deny of the resource policy beats the identity policy',
    { policies: {} },
    { policies: { identity: may, resource: refuse(bob) } },
    { policies: { identity: may, resource: refuse(userArn) }, expected: 'explicitDeny', deniedBy: 'resource' },
  ),
  ...both(
    'an explicit deny of the identity policy beats the resource policy',
    { policies: {} },
    { policies: { resource: grant(userArn) } },
    { policies: { identity: mayNot, resource: grant(userArn) }, expected: 'explicitDeny', deniedBy: 'identity' },
  ),
];

const boundaries: PolicyCase[] = [
  ...both(
    'a boundary limits: identity and boundary must both grant',
    { policies: {} },
    { policies: { identity: may, boundary: [allow('cognito-idp:*')] } },
    { policies: { identity: may, boundary: nothing }, deniedBy: 'boundary' },
  ),
  ...both(
    'a boundary grants nothing by itself',
    { policies: {} },
    { policies: { identity: may, boundary: may } },
    { policies: { boundary: may }, deniedBy: 'identity' },
  ),
  ...both(
    'an explicit deny of the boundary',
    { policies: {} },
    { policies: { identity: may, boundary: may } },
    { policies: { identity: may, boundary: [allow('*'), ...mayNot] }, expected: 'explicitDeny', deniedBy: 'boundary' },
  ),
  ...both(
    'a resource policy that names the user is not limited by an implicit deny of the boundary',
    { policies: {} },
    { policies: { resource: grant(userArn), boundary: nothing } },
    { policies: { resource: grant(userArn), boundary: mayNot }, expected: 'explicitDeny', deniedBy: 'boundary' },
  ),
  ...both(
    'a resource policy that names the role is limited by the boundary',
    { principal: session, policies: {} },
    { policies: { resource: grant(ROLE), boundary: may } },
    { policies: { resource: grant(ROLE), boundary: nothing }, deniedBy: 'boundary' },
  ),
  ...both(
    'a resource policy that names the session is not limited by the boundary',
    { principal: session, policies: {} },
    { policies: { resource: grant(sessionArn), boundary: nothing } },
    { policies: { resource: grant(ROLE), boundary: nothing }, deniedBy: 'boundary' },
  ),
  ...both(
    'a resource policy that names the account is limited by the boundary',
    { policies: {} },
    { policies: { identity: may, resource: grant(ACCOUNT), boundary: may } },
    { policies: { identity: may, resource: grant(ACCOUNT), boundary: nothing }, deniedBy: 'boundary' },
  ),
  ...both(
    'conditions of the boundary count',
    {
      policies: {
        identity: may,
        boundary: [allow('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      },
    },
    { context: { 'aws:SecureTransport': 'true' } },
    { context: {}, deniedBy: 'boundary' },
  ),
];

const sessions: PolicyCase[] = [
  ...both(
    "session policies limit: the intersection with the role's policies",
    { principal: session, policies: {} },
    { policies: { identity: may, session: [allow('*')] } },
    { policies: { identity: may, session: nothing }, deniedBy: 'session' },
  ),
  ...both(
    'a session policy grants nothing that the role has not',
    { principal: session, policies: {} },
    { policies: { identity: may, session: may } },
    { policies: { identity: nothing, session: may }, deniedBy: 'identity' },
  ),
  ...both(
    'several session policies: each grants its part',
    { principal: session, policies: { identity: [allow('*')], session: [...nothing, ...may] } },
    {},
    { action: 'iam:GetUser', deniedBy: 'session' },
  ),
  ...both(
    'an explicit deny of the session policy',
    { principal: session, policies: {} },
    { policies: { identity: may, session: [allow('*'), deny('iam:*')] } },
    { policies: { identity: may, session: [allow('*'), ...mayNot] }, expected: 'explicitDeny', deniedBy: 'session' },
  ),
  ...both(
    'identity, boundary and session policy must all grant',
    { principal: session, policies: {} },
    { policies: { identity: may, boundary: may, session: may } },
    { policies: { identity: may, boundary: nothing, session: may }, deniedBy: 'boundary' },
  ),
  ...both(
    'all three: the session policy lacks it',
    { principal: session, policies: {} },
    { policies: { identity: may, boundary: may, session: may } },
    { policies: { identity: may, boundary: may, session: nothing }, deniedBy: 'session' },
  ),
  ...both(
    'a resource policy that names the role is limited by the session policy',
    { principal: session, policies: {} },
    { policies: { resource: grant(ROLE), session: may } },
    { policies: { resource: grant(ROLE), session: nothing }, deniedBy: 'session' },
  ),
  ...both(
    'a resource policy that names the role needs no identity policy',
    { principal: session, policies: {} },
    { policies: { resource: grant(ROLE) } },
    { policies: { resource: grant(userArn) }, deniedBy: 'identity' },
  ),
  ...both(
    'a resource policy that names the session is not limited by session policies',
    { principal: session, policies: {} },
    { policies: { resource: grant(sessionArn), session: nothing } },
    { policies: { resource: grant(ROLE), session: nothing }, deniedBy: 'session' },
  ),
  ...both(
    'a resource policy that names the session is limited by an explicit deny',
    { principal: session, policies: {} },
    { policies: { resource: grant(sessionArn), session: nothing } },
    { policies: { resource: grant(sessionArn), session: mayNot }, expected: 'explicitDeny', deniedBy: 'session' },
  ),
  ...both(
    'a resource policy with Principal * and aws:PrincipalArn is not limited by session policies',
    {
      principal: session,
      policies: {
        session: nothing,
        resource: [{ ...grant('*')[0], Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }],
      },
    },
    { context: { 'aws:PrincipalArn': ROLE } },
    { context: { 'aws:PrincipalArn': userArn } },
  ),
  ...both(
    "a federated user has the intersection of its user's policies and the session policies",
    { principal: federatedUser, policies: {} },
    { policies: { identity: may, session: may } },
    { policies: { identity: may, session: nothing }, deniedBy: 'session' },
  ),
  ...both(
    'a federated user without session policies has nothing',
    { principal: federatedUser, policies: {} },
    { policies: { identity: may, session: may } },
    { policies: { identity: may }, deniedBy: 'session' },
  ),
  ...both(
    'a federated user whom the resource policy names needs no session policy',
    { principal: federatedUser, policies: {} },
    { policies: { resource: grant(guestArn) } },
    { policies: { resource: grant(userArn) }, deniedBy: 'session' },
  ),
  ...both(
    "a resource policy that names a federated user's user is limited by the session policies",
    { principal: federatedUser, policies: {} },
    { policies: { resource: grant(userArn), session: may } },
    { policies: { resource: grant(userArn), session: nothing }, deniedBy: 'session' },
  ),
];

const ofRoot: PolicyCase[] = both(
  'a federated user of the root has what the session policies give',
  { principal: { ...federatedUser, issuerArn: `arn:aws:iam::${ACCOUNT}:root` } as typeof federatedUser, policies: {} },
  { policies: { session: may } },
  { policies: { session: nothing }, deniedBy: 'session' },
);

const across: PolicyCase[] = [
  ...both(
    'between accounts both must grant',
    { principal: stranger, policies: {} },
    { policies: { identity: may, resource: grant(bob) } },
    { policies: { identity: may }, deniedBy: 'resource' },
  ),
  ...both(
    'between accounts the resource policy alone is not enough',
    { principal: stranger, policies: {} },
    { policies: { identity: may, resource: grant(bob) } },
    { policies: { resource: grant(bob) }, deniedBy: 'identity' },
  ),
  ...both(
    'between accounts the resource policy may name the account',
    { principal: stranger, policies: {} },
    { policies: { identity: may, resource: grant(OTHER_ACCOUNT) } },
    { policies: { identity: may, resource: grant(ACCOUNT) }, deniedBy: 'resource' },
  ),
  ...both(
    'between accounts the boundary limits whom the resource policy names',
    { principal: stranger, policies: {} },
    { policies: { identity: may, boundary: may, resource: grant(bob) } },
    { policies: { identity: may, boundary: nothing, resource: grant(bob) }, deniedBy: 'boundary' },
  ),
  ...both(
    'between accounts session policies limit whom the resource policy names',
    { principal: { ...session, account: OTHER_ACCOUNT } as typeof session, policies: {} },
    { policies: { identity: may, session: may, resource: grant(sessionArn) } },
    { policies: { identity: may, session: nothing, resource: grant(sessionArn) }, deniedBy: 'session' },
  ),
  ...both(
    'between accounts an explicit deny on either side wins',
    { principal: stranger, policies: {} },
    { policies: { identity: may, resource: grant(bob) } },
    {
      policies: { identity: may, resource: [...grant(bob), ...refuse(OTHER_ACCOUNT)] },
      expected: 'explicitDeny',
      deniedBy: 'resource',
    },
  ),
  ...both(
    'a foreign root needs the resource policy',
    { principal: { type: 'root', account: OTHER_ACCOUNT }, policies: {} },
    { policies: { resource: grant(OTHER_ACCOUNT) } },
    { policies: {}, deniedBy: 'resource' },
  ),
  ...both(
    'anonymous requests need a resource policy for everybody',
    { principal: anonymous, policies: {} },
    { policies: { resource: grant('*') } },
    { policies: { resource: grant(ACCOUNT) }, deniedBy: 'resource' },
  ),
];

export const logic: PolicyCase[] = [...within, ...boundaries, ...sessions, ...ofRoot, ...across];
