/** IAM user guide, "IAM JSON policy elements: Principal", "NotPrincipal". All in resource policies. */
import {
  ACCOUNT,
  anonymous,
  both,
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

const grant = (Principal: unknown, more: Json = {}): { policies: { resource: Json[] } } => ({
  policies: { resource: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal, ...more }] },
});
const others = {
  policies: {
    resource: [
      { Effect: 'Allow', Action: '*', Resource: '*', NotPrincipal: { AWS: `arn:aws:iam::${ACCOUNT}:user/anna` } },
    ],
  },
};

const except = (...AWS: string[]): { policies: { resource: Json[] } } => ({
  policies: {
    resource: [
      { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: { AWS } },
    ],
  },
});

const userArn = `arn:aws:iam::${ACCOUNT}:user/anna`;
const rootArn = `arn:aws:iam::${ACCOUNT}:root`;
const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/Members/CognitoIdentityCredentials`;
const service = (name: string) => ({ type: 'service', name }) as const;

export const principals: PolicyCase[] = [
  ...both(
    'Principal names a user',
    grant({ AWS: userArn }),
    { principal: user },
    { principal: { ...user, arn: `arn:aws:iam::${ACCOUNT}:user/bert`, id: 'AIDAOTHEROTHEROTHERXX' } as typeof user },
  ),
  ...both(
    'Principal is a list',
    grant({ AWS: [`arn:aws:iam::${ACCOUNT}:user/x`, userArn] }),
    { principal: user },
    { principal: session },
  ),
  ...both(
    'Principal names a user by unique id',
    grant({ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }),
    { principal: user },
    { principal: session },
  ),
  ...both('Principal names a role: its sessions', grant({ AWS: ROLE }), { principal: session }, { principal: user }),
  ...both(
    'Principal names a role by unique id',
    grant({ AWS: 'AROADBQP57FF2AEXAMPLE' }),
    { principal: session },
    { principal: user },
  ),
  ...both(
    'Principal names one session',
    grant({ AWS: sessionArn }),
    { principal: session },
    { principal: { ...session, arn: `${sessionArn}2`, sessionName: 'CognitoIdentityCredentials2' } as typeof session },
  ),
  ...both(
    'Principal names a federated user',
    grant({ AWS: `arn:aws:sts::${ACCOUNT}:federated-user/guest` }),
    { principal: federatedUser },
    { principal: user },
  ),
  ...both(
    'Principal * is everybody',
    grant('*'),
    { principal: anonymous },
    { principal: anonymous, policies: grant({ AWS: userArn }).policies, deniedBy: 'resource' },
  ),
  ...both(
    'Principal {AWS: *} is everybody',
    grant({ AWS: '*' }),
    { principal: anonymous },
    { principal: anonymous, policies: grant({ AWS: rootArn }).policies },
  ),
  ...both(
    'Principal names a service',
    grant({ Service: 'cognito-idp.amazonaws.com' }),
    { principal: service('cognito-idp.amazonaws.com') },
    { principal: service('sns.amazonaws.com') },
  ),
  ...both(
    'Principal names several kinds',
    grant({ AWS: userArn, Service: 'sns.amazonaws.com' }),
    { principal: service('sns.amazonaws.com') },
    { principal: service('sqs.amazonaws.com') },
  ),
  ...both(
    'Principal names the provider of a session',
    grant({ Federated: 'cognito-identity.amazonaws.com' }),
    { principal: session },
    { principal: user },
  ),
  ...both(
    'Principal names the account by number: its root',
    grant({ AWS: ACCOUNT }),
    { principal: root },
    { principal: user, deniedBy: 'identity' },
  ),
  ...both(
    'Principal names the account: it leaves the grant to identity policies',
    { ...grant({ AWS: rootArn }) },
    { policies: { ...grant({ AWS: rootArn }).policies, identity: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
    { deniedBy: 'identity' },
  ),
  ...both(
    'a user name is case sensitive',
    grant({ AWS: userArn }),
    { principal: user },
    { principal: { ...user, arn: userArn.replace('anna', 'Anna'), id: 'AIDAOTHEROTHEROTHERXX' } as typeof user },
  ),
  ...both(
    'NotPrincipal with Allow: all but those',
    others,
    { principal: { ...user, arn: `${userArn}2` } as typeof user },
    { principal: user },
  ),
  ...both(
    'Deny with NotPrincipal spares a user named with its account',
    except(userArn, rootArn),
    { principal: user },
    {
      principal: stranger,
      expected: 'explicitDeny',
      deniedBy: 'resource',
      policies: { ...except(userArn, rootArn).policies, identity: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    },
  ),
  ...both(
    'Deny with NotPrincipal that leaves out the account denies',
    except(userArn, rootArn),
    { principal: user },
    { policies: except(userArn).policies, principal: user, expected: 'explicitDeny' },
  ),
  ...both(
    'Deny with NotPrincipal spares a session named with role and account',
    except(sessionArn, ROLE, rootArn),
    { principal: session },
    { policies: except(ROLE, rootArn).policies, principal: session, expected: 'explicitDeny' },
  ),
  ...both(
    'Deny with NotPrincipal: the role must be named too',
    except(sessionArn, ROLE, rootArn),
    { principal: session },
    { policies: except(sessionArn, rootArn).policies, principal: session, expected: 'explicitDeny' },
  ),
  ...both(
    'Deny with NotPrincipal spares the root of the account',
    except(rootArn),
    { principal: root },
    { principal: user, expected: 'explicitDeny' },
  ),
  ...both(
    'Deny with Principal denies just those',
    {
      policies: {
        resource: [
          ...grant('*').policies.resource,
          { Effect: 'Deny', Action: '*', Resource: '*', Principal: { AWS: userArn } },
        ],
      },
    },
    { principal: session },
    { principal: user, expected: 'explicitDeny' },
  ),
  ...both(
    'Deny with the account as Principal denies all of it',
    {
      policies: {
        resource: [
          ...grant('*').policies.resource,
          { Effect: 'Deny', Action: '*', Resource: '*', Principal: { AWS: OTHER_ACCOUNT } },
        ],
      },
    },
    { principal: user },
    {
      principal: stranger,
      expected: 'explicitDeny',
      policies: {
        identity: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        resource: [{ Effect: 'Deny', Action: '*', Resource: '*', Principal: { AWS: OTHER_ACCOUNT } }],
      },
    },
  ),
  ...both(
    'Deny with the role as Principal denies its sessions',
    {
      policies: {
        resource: [
          ...grant('*').policies.resource,
          { Effect: 'Deny', Action: '*', Resource: '*', Principal: { AWS: ROLE } },
        ],
      },
    },
    { principal: user },
    { principal: session, expected: 'explicitDeny' },
  ),
];
