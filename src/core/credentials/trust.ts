/** Whether a role's trust policy lets somebody take it on. A role that is not there answers like one that does not. */
import { compiledPolicy } from '../iam/policies-of.ts';
import type { Role } from '../iam/records.ts';
import { assumptionDenialMessage } from '../policies/denial.ts';
import type { Policies } from '../policies/evaluate.ts';
import type { Context, ContextEntries, Principal } from '../policies/request.ts';
import { type Assumption, evaluateAssumption } from '../policies/trust.ts';
import { AccessDenied } from './denied.ts';

export type TrustAction = 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';

export interface TrustQuestion {
  readonly principal: Principal;
  readonly action: TrustAction;
  readonly roleArn: string;
  readonly context: Context;
  /** Whether session tags and a source identity are passed: both need a grant of their own. */
  readonly tags: boolean;
  readonly sourceIdentity: boolean;
  /** The caller's own; who comes with a token has none. */
  readonly own?: Omit<Policies, 'resource'>;
}

/** Throws AccessDeniedException, which does not say why. */
export const trusted = (role: Role | undefined, question: TrustQuestion): Role => {
  const { principal, action, roleArn, context, tags, sourceIdentity, own = {} } = question;
  const request = { principal, action, resource: roleArn, context };
  const assumption: Assumption = { request, tags, sourceIdentity };
  const trust = role && { id: 'trust', compiled: compiledPolicy(role.trustById ?? role.trust, 'trust') };
  const decided = trust && evaluateAssumption(assumption, trust, own);
  if (role !== undefined && decided?.decision === 'allowed') return role;
  throw new AccessDenied(assumptionDenialMessage(request, decided?.action ?? action));
};

/** What a trust policy can ask of the role itself and of the session that would begin. */
export const roleEntries = (role: Role | undefined, sessionName: string): ContextEntries => [
  ['sts:RoleSessionName', sessionName],
  ...Object.entries(role?.tags ?? {}).map(([key, value]) => [`iam:ResourceTag/${key}`, value] as const),
];
