/** What callers hear: denials in AWS's words, condition keys, assumptions of roles, simulations, managed policies. */
import { describe, expect, it } from 'vitest';
import type { Principal as Signer } from '../../src/core/credentials/principal.ts';
import { requestContext } from '../../src/core/policies/context.ts';
import { assumptionDenialMessage, denialMessage } from '../../src/core/policies/denial.ts';
import { type AttachedPolicy, evaluate, type Policies } from '../../src/core/policies/evaluate.ts';
import {
  findManagedPolicy,
  MANAGED_POLICIES,
  managedPolicyArn,
  managedPolicyText,
} from '../../src/core/policies/managed/policies.ts';
import { readDate } from '../../src/core/policies/operators.ts';
import { parsePolicy } from '../../src/core/policies/policy.ts';
import { type AccessRequest, contextOf, type Principal } from '../../src/core/policies/request.ts';
import { callerOf, signedContext } from '../../src/core/policies/signed.ts';
import { contextKeysOf, type SimulatedPolicy, simulate } from '../../src/core/policies/simulate.ts';
import { evaluateAssumption } from '../../src/core/policies/trust.ts';
import {
  ACCOUNT,
  allow,
  anonymous,
  deny,
  federatedUser,
  type Json,
  OTHER_ACCOUNT,
  POOL,
  ROLE,
  root,
  session,
  stranger,
  user,
  webIdentity,
} from './case.ts';

const GET = 'cognito-idp:AdminGetUser';
const textOf = (statements: readonly Json[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const identity = (...statements: Json[]): AttachedPolicy => ({
  id: 'p',
  compiled: parsePolicy(textOf(statements), 'inline'),
});
const resource = (...statements: Json[]): AttachedPolicy => ({
  id: 'r',
  compiled: parsePolicy(textOf(statements), 'resource'),
});
const asking = (more: Partial<AccessRequest> = {}): AccessRequest => ({
  principal: user,
  action: GET,
  resource: POOL,
  context: new Map(),
  ...more,
});

describe('denials', () => {
  const said = (policies: Policies, more: Partial<AccessRequest> = {}) =>
    denialMessage(asking(more), evaluate(asking(more), policies));
  const start = `User: arn:aws:iam::${ACCOUNT}:user/anna is not authorized to perform: ${GET} on resource: ${POOL}`;
  const may = identity(allow('*'));
  const no = identity(deny('*'));

  it.each<[string, Policies, string]>([
    ['no identity policy', {}, `because no identity-based policy allows the ${GET} action`],
    ['identity', { identity: [no] }, 'with an explicit deny in an identity-based policy'],
    [
      'boundary, implicit',
      { identity: [may], boundary: identity(allow('s3:*')) },
      `because no permissions boundary allows the ${GET} action`,
    ],
    ['boundary', { identity: [may], boundary: no }, 'with an explicit deny in a permissions boundary'],
    ['session, implicit', { identity: [may], session: [] }, `because no session policy allows the ${GET} action`],
    ['session', { identity: [may], session: [no] }, 'with an explicit deny in a session policy'],
    [
      'resource',
      { identity: [may], resource: resource({ ...deny('*'), Principal: '*' }) },
      'with an explicit deny in a resource-based policy',
    ],
  ])('%s', (_, policies, reason) => {
    expect(said(policies)).toBe(`${start} ${reason}`);
  });

  it('from another account the resource policy lacks the grant', () => {
    expect(said({ identity: [may] }, { principal: stranger })).toBe(
      `User: arn:aws:iam::${OTHER_ACCOUNT}:user/bob is not authorized to perform: ${GET} on resource: ${POOL} because no resource-based policy allows the ${GET} action`,
    );
  });

  it('an action without resources names none', () => {
    expect(said({}, { action: 'cognito-idp:ListUserPools', resource: '*', principal: session })).toBe(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/Members/CognitoIdentityCredentials is not authorized to perform: cognito-idp:ListUserPools because no identity-based policy allows the cognito-idp:ListUserPools action`,
    );
  });

  it.each<[Principal, string, string]>([
    [
      user,
      'sts:AssumeRole',
      `User: arn:aws:iam::${ACCOUNT}:user/anna is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    ],
    [webIdentity, 'sts:AssumeRoleWithWebIdentity', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    [{ type: 'saml', provider: 'p' }, 'sts:AssumeRoleWithSAML', 'Not authorized to perform sts:AssumeRoleWithSAML'],
    [root, 'sts:AssumeRole', 'Roles may not be assumed by root accounts.'],
  ])('%o takes on no role', (principal, action, text) => {
    expect(assumptionDenialMessage(asking({ principal, action, resource: ROLE }), action)).toBe(text);
  });
});

describe('taking on a role', () => {
  const trust = (...Action: string[]) => ({
    id: 't',
    compiled: parsePolicy(textOf([{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action }]), 'trust'),
  });
  const own = { identity: [identity(allow('sts:*'))] };
  const request = asking({ action: 'sts:AssumeRole', resource: ROLE });

  it('needs one grant without tags and source identity', () => {
    expect(evaluateAssumption({ request }, trust('sts:AssumeRole'), own).decision).toBe('allowed');
  });

  it('needs sts:TagSession for tags', () => {
    const refused = evaluateAssumption({ request, tags: true }, trust('sts:AssumeRole'), own);
    expect(refused).toMatchObject({ decision: 'implicitDeny', deniedBy: 'trust', action: 'sts:TagSession' });
    expect(evaluateAssumption({ request, tags: true }, trust('sts:AssumeRole', 'sts:TagSession'), own).decision).toBe(
      'allowed',
    );
  });

  it('needs sts:SetSourceIdentity for a source identity, of both policies', () => {
    const both = trust('sts:AssumeRole', 'sts:SetSourceIdentity');
    const refused = evaluateAssumption({ request, sourceIdentity: true }, both, {
      identity: [identity(allow('sts:AssumeRole'))],
    });
    expect(refused).toMatchObject({ decision: 'implicitDeny', deniedBy: 'identity', action: 'sts:SetSourceIdentity' });
    expect(evaluateAssumption({ request, sourceIdentity: true }, both, own).decision).toBe('allowed');
  });
});

describe('condition keys', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const keys = (principal: Principal, more = {}) =>
    Object.fromEntries(requestContext(principal, { at, secure: true, ...more }));

  it('of the moment and the connection', () => {
    expect(keys(user, { sourceIp: '192.0.2.1', region: 'eu-central-1', userAgent: 'x' })).toMatchObject({
      'aws:currenttime': ['2026-01-02T03:04:05Z'],
      'aws:epochtime': ['1767323045'],
      'aws:sourceip': ['192.0.2.1'],
      'aws:securetransport': ['true'],
      'aws:requestedregion': ['eu-central-1'],
      'aws:useragent': ['x'],
    });
  });

  it.each<[string, Principal, (string | undefined)[]]>([
    ['a root', root, [`arn:aws:iam::${ACCOUNT}:root`, 'Account', ACCOUNT, undefined]],
    ['a user', user, [`arn:aws:iam::${ACCOUNT}:user/anna`, 'User', 'AIDACKCEVSQ6C2EXAMPLE', 'anna']],
    ['a session', session, [ROLE, 'AssumedRole', 'AROADBQP57FF2AEXAMPLE:CognitoIdentityCredentials', undefined]],
    [
      'a federated user',
      federatedUser,
      [`arn:aws:sts::${ACCOUNT}:federated-user/guest`, 'FederatedUser', `${ACCOUNT}:guest`, undefined],
    ],
    ['nobody', anonymous, [undefined, 'Anonymous', 'anonymous', undefined]],
  ])('of %s', (_, principal, expected) => {
    const found = keys(principal);
    const names = ['aws:principalarn', 'aws:principaltype', 'aws:userid', 'aws:username'];
    expect(names.map((name) => found[name]?.[0])).toEqual(expected);
  });

  it('of temporary credentials alone', () => {
    const temporary = keys(session, { tokenIssuedAt: at - 60_000, mfa: { present: true, at: at - 30_000 } });
    expect(temporary).toMatchObject({
      'aws:tokenissuetime': ['2026-01-02T03:03:05Z'],
      'aws:multifactorauthpresent': ['true'],
      'aws:multifactorauthage': ['30'],
    });
    expect(keys(user)).not.toHaveProperty('aws:multifactorauthpresent');
    expect(keys(user)).not.toHaveProperty('aws:tokenissuetime');
  });

  it('of tags', () => {
    const tagged = keys(session, {
      principalTags: { Team: 'a' },
      resourceTags: { x: 'y' },
      requestTags: { b: '1', c: '2' },
    });
    expect(tagged).toMatchObject({
      'aws:principaltag/team': ['a'],
      'aws:resourcetag/x': ['y'],
      'aws:requesttag/b': ['1'],
      'aws:tagkeys': ['b', 'c'],
    });
  });

  it("a caller's own entries never replace global ones", () => {
    const context = requestContext(user, { at, secure: false }, [
      ['AWS:PrincipalTag/admin', 'yes'],
      ['aws:SecureTransport', 'true'],
      ['sts:ExternalId', 'x'],
    ]);
    expect(context.get('aws:securetransport')).toEqual(['false']);
    expect(context.get('sts:externalid')).toEqual(['x']);
    expect(context.has('aws:principaltag/admin')).toBe(false);
  });
});

describe('a signed request', () => {
  const at = Date.UTC(2026, 0, 2);
  const signer: Signer = {
    kind: 'role-session',
    account: ACCOUNT,
    roleName: 'Members',
    rolePath: '/app/',
    roleId: 'AROADBQP57FF2AEXAMPLE',
    sessionName: 'CognitoIdentityCredentials',
    session: {
      issuedAt: at - 1_000,
      expiresAt: at + 1_000,
      tags: { team: 'session' },
      sourceIdentity: 'anna',
      federation: {
        provider: 'cognito-identity.amazonaws.com',
        keys: { 'cognito-identity.amazonaws.com:amr': ['authenticated', 'x'], 'aws:username': 'root' },
      },
    },
  };

  it('is the caller that policies name', () => {
    expect(callerOf(signer)).toEqual(session);
    expect(callerOf({ kind: 'root', account: ACCOUNT })).toEqual(root);
    const parent: Signer = { kind: 'user', account: ACCOUNT, name: 'anna', path: '/', id: 'AIDACKCEVSQ6C2EXAMPLE' };
    expect(callerOf(parent)).toEqual(user);
    const guest: Signer = { kind: 'federated-user', account: ACCOUNT, name: 'guest', parent, session: signer.session };
    expect(callerOf(guest)).toEqual(federatedUser);
  });

  it('brings the keys of its session, whose tags come above those of the role', () => {
    const context = signedContext(signer, { at, secure: true, principalTags: { team: 'role', cost: '7' } }, [
      ['cognito-idp:x', 'y'],
    ]);
    expect(Object.fromEntries(context)).toMatchObject({
      'aws:principaltag/team': ['session'],
      'aws:principaltag/cost': ['7'],
      'aws:sourceidentity': ['anna'],
      'aws:federatedprovider': ['cognito-identity.amazonaws.com'],
      'aws:tokenissuetime': ['2026-01-01T23:59:59Z'],
      'aws:multifactorauthpresent': ['false'],
      'cognito-identity.amazonaws.com:amr': ['authenticated', 'x'],
      'cognito-idp:x': ['y'],
    });
    expect(context.has('aws:username')).toBe(false);
  });

  it('with long-term keys has no key of temporary ones', () => {
    const context = signedContext({ kind: 'root', account: ACCOUNT }, { at, secure: true });
    expect(context.has('aws:tokenissuetime')).toBe(false);
    expect(context.has('aws:multifactorauthpresent')).toBe(false);
  });
});

describe('times', () => {
  it('without a zone are UTC, wherever the server stands', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      expect(readDate('2020-01-01T00:00:00')).toBe(Date.UTC(2020, 0, 1));
      expect(readDate('2020-01-01T00:00:00-05:00')).toBe(Date.UTC(2020, 0, 1, 5));
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('simulation', () => {
  const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::uploads/\${aws:username}/*" },
    {
      "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*",
      "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } }
    }
  ]
}`;
  const policy: SimulatedPolicy = {
    id: 'PolicyInputList.1',
    sourceType: 'none',
    text,
    compiled: parsePolicy(text, 'inline'),
  };
  const run = (actions: string[], resources: string[], context = {}, more: { boundary?: SimulatedPolicy } = {}) =>
    simulate({
      principal: user,
      actions,
      resources,
      context: contextOf(Object.entries(context)),
      policies: { identity: [policy], ...more },
    });
  const key = 'arn:aws:s3:::uploads/anna/1';

  it('tells decision, statement and place for each resource', () => {
    const [result] = run(['s3:GetObject'], [key, 'arn:aws:s3:::uploads/bert/1'], { 'aws:username': 'anna' });
    expect(result?.decision).toBe('implicitDeny');
    expect(result?.resources).toEqual([
      {
        resource: key,
        decision: 'allowed',
        matched: [
          {
            sourcePolicyId: 'PolicyInputList.1',
            sourcePolicyType: 'none',
            start: { line: 4, column: 5 },
            end: { line: 4, column: 98 },
          },
        ],
        missingContext: [],
        allowedByBoundary: undefined,
      },
      {
        resource: 'arn:aws:s3:::uploads/bert/1',
        decision: 'implicitDeny',
        matched: [],
        missingContext: [],
        allowedByBoundary: undefined,
      },
    ]);
  });

  it('a statement over several lines', () => {
    const [result] = run(['s3:DeleteObject'], [key], { 'aws:username': 'anna', 'aws:MultiFactorAuthPresent': 'false' });
    expect(result).toMatchObject({
      action: 's3:DeleteObject',
      decision: 'explicitDeny',
      matched: [{ start: { line: 5, column: 5 }, end: { line: 8, column: 6 } }],
    });
  });

  it('names the keys that are not given', () => {
    const [get, remove] = run(['s3:GetObject', 's3:DeleteObject'], []);
    expect(get).toMatchObject({ resource: '*', missingContext: ['aws:username'], resources: [] });
    expect(remove?.missingContext).toEqual(['aws:MultiFactorAuthPresent', 'aws:username']);
    expect(contextKeysOf([policy])).toEqual(['aws:MultiFactorAuthPresent', 'aws:username']);
  });

  it('says whether the boundary allows', () => {
    const boundaryOf = (action: string): SimulatedPolicy => {
      const boundary = textOf([allow(action)]);
      return { id: 'b', sourceType: 'none', text: boundary, compiled: parsePolicy(boundary, 'managed') };
    };
    const under = (action: string) =>
      run(['s3:GetObject'], [key], { 'aws:username': 'anna' }, { boundary: boundaryOf(action) })[0];
    expect(under('iam:*')).toMatchObject({ decision: 'implicitDeny', allowedByBoundary: false });
    expect(under('s3:*')).toMatchObject({ decision: 'allowed', allowedByBoundary: true });
  });
});

describe('managed policies', () => {
  const decide = (name: string, action: string, more: Partial<AccessRequest> = {}) => {
    const policy = findManagedPolicy(`arn:aws:iam::aws:policy/${name}`);
    if (policy === undefined) throw new Error(`no policy ${name}`);
    return evaluate(asking({ action, ...more }), {
      identity: [{ id: name, compiled: parsePolicy(managedPolicyText(policy), 'managed') }],
    }).decision;
  };

  it.each(MANAGED_POLICIES.map((policy) => [policy.name, policy] as const))('%s is a policy', (_, policy) => {
    expect(parsePolicy(managedPolicyText(policy), 'managed').statements).toHaveLength(policy.statements.length);
    expect(findManagedPolicy(managedPolicyArn(policy))).toBe(policy);
  });

  it.each<[string, string, string]>([
    ['AdministratorAccess', 'iam:CreateUser', 'cognito-idp:DeleteUserPool'],
    ['AmazonCognitoPowerUser', 'cognito-idp:DeleteUserPool', 'iam:CreateRole'],
    ['AmazonCognitoReadOnly', GET, 'cognito-idp:AdminDeleteUser'],
    [
      'AmazonCognitoDeveloperAuthenticatedIdentities',
      'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
      'cognito-identity:DeleteIdentities',
    ],
    ['AmazonCognitoUnauthenticatedIdentities', 'rum:PutRumEvents', 'polly:SynthesizeSpeech'],
    ['AmazonCognitoUnAuthedIdentitiesSessionPolicy', 'polly:SynthesizeSpeech', 's3:GetObject'],
    ['AmazonESCognitoAccess', 'cognito-identity:SetIdentityPoolRoles', 'iam:PassRole'],
    ['PowerUserAccess', 'cognito-idp:CreateUserPool', 'iam:CreateUser'],
    ['ReadOnlyAccess', 'iam:ListUsers', 'iam:CreateUser'],
  ])('%s allows %s', (name, yes, no) => {
    expect(decide(name, yes)).toBe('allowed');
    if (name !== 'AdministratorAccess') expect(decide(name, no)).toBe('implicitDeny');
  });

  it('roles may be passed to Cognito alone', () => {
    const to = (service: string) => ({ context: contextOf([['iam:PassedToService', service]]) });
    expect(decide('AmazonESCognitoAccess', 'iam:PassRole', to('cognito-identity.amazonaws.com'))).toBe('allowed');
    expect(decide('AmazonESCognitoAccess', 'iam:PassRole', to('ec2.amazonaws.com'))).toBe('implicitDeny');
  });
});
