/**
 * The access decision. Every signed operation asks it.
 * Source: IAM user guide, "Policy evaluation logic" and the pages below it.
 */
import { accountIn } from './arn.ts';
import { applies, type CompiledPolicy, type CompiledStatement } from './compile.ts';
import type { Naming } from './principals.ts';
import { type AccessRequest, accountOf } from './request.ts';

/** What a policy is to a request. */
export type PolicyRole = 'identity' | 'resource' | 'boundary' | 'session' | 'trust';

export interface AttachedPolicy {
  /** Its name or ARN, for whoever asks why. */
  readonly id: string;
  readonly compiled: CompiledPolicy;
}

/** What bears on a request. An absent boundary or session policy limits nothing; an empty list allows nothing. */
export interface Policies {
  /** Of the user and its groups, or of the role. */
  readonly identity?: readonly AttachedPolicy[];
  readonly boundary?: AttachedPolicy;
  /** All that were passed when the session began; together they limit it. */
  readonly session?: readonly AttachedPolicy[];
  readonly resource?: AttachedPolicy;
}

export interface Match {
  readonly role: PolicyRole;
  readonly policy: AttachedPolicy;
  readonly statement: CompiledStatement;
  readonly naming: Naming;
}

export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** The statements that made it: denials of an explicit deny, else grants. */
  readonly matched: readonly Match[];
  /** Of a denial: which kind of policy denies, or lacks a grant. */
  readonly deniedBy?: PolicyRole;
}

export const evaluate = (request: AccessRequest, policies: Policies): Decision => {
  const missing = isAcross(request) ? missingAcross : missingWithin;
  return decide(matchAll(request, policies), (matches) => missing(request, policies, matches));
};

/** A denial that speaks of the request ends it; else `missing` names what does not grant. */
export const decide = (
  matches: readonly Match[],
  missing: (grants: readonly Match[]) => PolicyRole | undefined,
): Decision => {
  const denials = matches.filter(({ statement }) => statement.denies);
  const [first] = denials;
  if (first !== undefined) return { decision: 'explicitDeny', matched: denials, deniedBy: first.role };
  const deniedBy = missing(matches);
  if (deniedBy === undefined) return { decision: 'allowed', matched: matches };
  return { decision: 'implicitDeny', matched: [], deniedBy };
};

const matchAll = (request: AccessRequest, { identity = [], boundary, session = [], resource }: Policies): Match[] => [
  ...matchesOf('identity', identity, request),
  ...matchesOf('resource', resource === undefined ? [] : [resource], request),
  ...matchesOf('boundary', boundary === undefined ? [] : [boundary], request),
  ...matchesOf('session', session, request),
];

/** The statements that speak of the request. */
export const matchesOf = (role: PolicyRole, policies: readonly AttachedPolicy[], request: AccessRequest): Match[] => {
  const matches: Match[] = [];
  const action = request.action.toLowerCase();
  for (const policy of policies) {
    for (const statement of policy.compiled.statements) {
      const naming = applies(statement, request, action);
      if (naming !== undefined) matches.push({ role, policy, statement, naming });
    }
  }
  return matches;
};

const ownerOf = ({ resource, resourceAccount }: AccessRequest) => resourceAccount ?? accountIn(resource);

/** The resource is another account's than the caller's, or the caller has none. */
export const isAcross = (request: AccessRequest): boolean => {
  const caller = accountOf(request.principal);
  const owner = ownerOf(request);
  return caller === undefined || (owner !== undefined && /^\d{12}$/.test(owner) && owner !== caller);
};

const grants = (matches: readonly Match[], role: PolicyRole): boolean => matches.some((match) => match.role === role);

/** A federated user of the account's root has all that the session policies leave. */
const hasOwnGrant = ({ principal }: AccessRequest, matches: readonly Match[]): boolean =>
  grants(matches, 'identity') || (principal.type === 'federated-user' && /:root$/.test(principal.issuerArn));

/**
 * Within an account a resource policy that names just the caller is enough; one that names the role behind a session
 * stands in for identity policies, and boundary and session policies still limit; one that names the account leaves
 * all to the identity policies.
 */
const missingWithin = (
  request: AccessRequest,
  policies: Policies,
  matches: readonly Match[],
): PolicyRole | undefined => {
  if (request.principal.type === 'root') return undefined;
  const naming = closest(matches);
  if (naming === 'direct') return undefined;
  const granted = naming === 'limited' || hasOwnGrant(request, matches);
  return granted ? missingLimit(request, policies, matches) : 'identity';
};

export const closest = (matches: readonly Match[]): Naming | undefined => {
  const named = matches.filter(({ role }) => role === 'resource' || role === 'trust').map(({ naming }) => naming);
  return (['direct', 'limited', 'account'] as const).find((naming) => named.includes(naming));
};

/** Between accounts both must grant. Who has no account has no policies of its own either. */
const missingAcross = (
  request: AccessRequest,
  policies: Policies,
  matches: readonly Match[],
): PolicyRole | undefined => {
  const missing = missingOwn(request, policies, matches);
  if (missing !== undefined) return missing;
  return grants(matches, 'resource') ? undefined : 'resource';
};

/** What the caller's own account does not grant. */
export const missingOwn = (
  request: AccessRequest,
  policies: Policies,
  matches: readonly Match[],
): PolicyRole | undefined => {
  const { principal } = request;
  if (principal.type === 'root' || accountOf(principal) === undefined) return undefined;
  return hasOwnGrant(request, matches) ? missingLimit(request, policies, matches) : 'identity';
};

/** A federated user has what the session policies give; without any it has nothing. */
export const missingLimit = (
  { principal }: AccessRequest,
  { boundary, session }: Policies,
  matches: readonly Match[],
): PolicyRole | undefined => {
  if (boundary !== undefined && !grants(matches, 'boundary')) return 'boundary';
  const limited = session !== undefined || principal.type === 'federated-user';
  return limited && !grants(matches, 'session') ? 'session' : undefined;
};
