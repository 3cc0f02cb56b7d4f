/**
 * Who may take on a role: the trust policy must say so itself, within an account too.
 * Source: IAM user guide, "Policy evaluation logic"; STS API reference, AssumeRole, AssumeRoleWithWebIdentity,
 * AssumeRoleWithSAML; "Pass session tags in AWS STS".
 */
import {
  type AttachedPolicy,
  closest,
  type Decision,
  decide,
  isAcross,
  type Match,
  matchesOf,
  missingLimit,
  missingOwn,
  type Policies,
  type PolicyRole,
} from './evaluate.ts';
import type { AccessRequest } from './request.ts';

export interface Assumption {
  /** The action is `sts:AssumeRole…`, the resource is the role's ARN. */
  readonly request: AccessRequest;
  /** Session tags are passed, by the caller or by the token: sts:TagSession must be granted too. */
  readonly tags?: boolean;
  /** A source identity is set: sts:SetSourceIdentity must be granted too. */
  readonly sourceIdentity?: boolean;
}

export interface RefusedAssumption extends Decision {
  /** Which of the actions is refused. */
  readonly action: string;
}

/** Everything that taking on the role needs; the first refusal decides. */
export const evaluateAssumption = (
  { request, tags = false, sourceIdentity = false }: Assumption,
  trust: AttachedPolicy,
  own: Omit<Policies, 'resource'>,
): RefusedAssumption => {
  const needed = [request.action];
  if (tags) needed.push('sts:TagSession');
  if (sourceIdentity) needed.push('sts:SetSourceIdentity');
  const decisions = needed.map((action) => ({ action, ...evaluateTrust({ ...request, action }, trust, own) }));
  const refused = decisions.find(({ decision }) => decision !== 'allowed');
  return (
    refused ?? { action: request.action, decision: 'allowed', matched: decisions.flatMap(({ matched }) => matched) }
  );
};

/** One action. A trust policy that names the caller's account alone leaves it to the identity policies. */
export const evaluateTrust = (
  request: AccessRequest,
  trust: AttachedPolicy,
  own: Omit<Policies, 'resource'>,
): Decision => {
  const { identity = [], boundary, session = [] } = own;
  const matches = [
    ...matchesOf('trust', [trust], request),
    ...matchesOf('identity', identity, request),
    ...matchesOf('boundary', boundary === undefined ? [] : [boundary], request),
    ...matchesOf('session', session, request),
  ];
  return decide(matches, () => missingFor(request, own, matches));
};

/** An account's root takes on no roles. */
const missingFor = (
  request: AccessRequest,
  own: Omit<Policies, 'resource'>,
  matches: readonly Match[],
): PolicyRole | undefined => {
  const naming = closest(matches);
  if (naming === undefined || request.principal.type === 'root') return 'trust';
  if (isAcross(request)) return missingOwn(request, own, matches);
  if (naming === 'direct') return undefined;
  return naming === 'limited' ? missingLimit(request, own, matches) : missingOwn(request, own, matches);
};
