/** A case of the table: what is asked, under which policies, and what the answer must be. */

import type { PolicyKind } from '../../src/core/policies/document.ts';
import { type AttachedPolicy, type Decision, evaluate } from '../../src/core/policies/evaluate.ts';
import { parsePolicy } from '../../src/core/policies/policy.ts';
import { contextOf, type Principal } from '../../src/core/policies/request.ts';
import { evaluateTrust } from '../../src/core/policies/trust.ts';

export type Json = Record<string, unknown>;

/** Statements of each kind of policy; each kind becomes one policy. */
export interface CasePolicies {
  readonly identity?: readonly Json[];
  readonly boundary?: readonly Json[];
  readonly session?: readonly Json[];
  readonly resource?: readonly Json[];
  /** When there is one, taking on the role is what is asked for. */
  readonly trust?: readonly Json[];
}

export type Expected = Decision['decision'];

export interface PolicyCase {
  /** The rule of the documentation that it shows. */
  readonly rule: string;
  readonly policies: CasePolicies;
  readonly version?: '2008-10-17' | '2012-10-17';
  readonly principal?: Principal;
  readonly action?: string;
  readonly resource?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly expected: Expected;
  readonly deniedBy?: Decision['deniedBy'];
}

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const POOL = `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/us-east-1_Abcdefghi`;
export const OBJECT = 'arn:aws:s3:::uploads/anna/photo.jpg';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app/Members`;

export const user: Principal = {
  type: 'user',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/anna`,
  id: 'AIDACKCEVSQ6C2EXAMPLE',
  name: 'anna',
};
export const session: Principal = {
  type: 'role-session',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Members/CognitoIdentityCredentials`,
  roleArn: ROLE,
  roleId: 'AROADBQP57FF2AEXAMPLE',
  sessionName: 'CognitoIdentityCredentials',
  provider: 'cognito-identity.amazonaws.com',
};
export const federatedUser: Principal = {
  type: 'federated-user',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
  name: 'guest',
  issuerArn: `arn:aws:iam::${ACCOUNT}:user/anna`,
};
export const root: Principal = { type: 'root', account: ACCOUNT };
export const stranger: Principal = {
  type: 'user',
  account: OTHER_ACCOUNT,
  arn: `arn:aws:iam::${OTHER_ACCOUNT}:user/bob`,
  id: 'AIDAXYZXYZXYZXYZEXAMP',
  name: 'bob',
};
export const anonymous: Principal = { type: 'anonymous' };
export const webIdentity: Principal = { type: 'web-identity', provider: 'cognito-identity.amazonaws.com' };

export const allow = (Action: unknown, Resource: unknown = '*', more: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const deny = (Action: unknown, Resource: unknown = '*', more: Json = {}): Json => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});

const attached = (kind: PolicyKind, id: string, statements: readonly Json[], version: string): AttachedPolicy => ({
  id,
  compiled: parsePolicy(JSON.stringify({ Version: version, Statement: statements }), kind),
});

export const decideCase = (each: PolicyCase): Decision => {
  const { policies, version = '2012-10-17', principal = user, context = {} } = each;
  const make = (kind: PolicyKind, id: string, statements: readonly Json[] | undefined) =>
    statements && attached(kind, id, statements, version);
  const several = (policy: AttachedPolicy | undefined) => policy && [policy];
  const own = {
    identity: several(make('inline', 'identity', policies.identity)),
    boundary: make('inline', 'boundary', policies.boundary),
    session: several(make('session', 'session', policies.session)),
  };
  const trust = make('trust', 'trust', policies.trust);
  const request = {
    principal,
    action: each.action ?? (trust ? 'sts:AssumeRole' : 'cognito-idp:AdminGetUser'),
    resource: each.resource ?? (trust ? ROLE : POOL),
    context: contextOf(Object.entries(context)),
  };
  if (trust) return evaluateTrust(request, trust, own);
  return evaluate(request, { ...own, resource: make('resource', 'resource', policies.resource) });
};

/** Two requests under one policy: the rule in both directions. */
export const both = (
  rule: string,
  common: Omit<PolicyCase, 'rule' | 'expected'>,
  allowed: Partial<PolicyCase>,
  denied: Partial<PolicyCase>,
): PolicyCase[] => [
  { ...common, ...allowed, rule: `${rule}: allowed`, expected: 'allowed' },
  { expected: 'implicitDeny', ...common, ...denied, rule: `${rule}: denied` },
];
