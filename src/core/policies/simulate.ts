/**
 * What SimulatePrincipalPolicy and SimulateCustomPolicy answer: for each action and each resource the decision, the
 * statements that made it and where they stand in their policy's text, and the condition keys that were not given.
 */
import type { CompiledStatement } from './compile.ts';
import {
  type AttachedPolicy,
  type Decision,
  evaluate,
  isAcross,
  type Match,
  matchesOf,
  type Policies,
} from './evaluate.ts';
import { type Position, positionOf } from './json.ts';
import type { AccessRequest } from './request.ts';

/** What IAM calls the place that a policy comes from. */
export type SourceType = 'user' | 'group' | 'role' | 'aws-managed' | 'user-managed' | 'resource' | 'none';

export interface SimulatedPolicy extends AttachedPolicy {
  readonly sourceType: SourceType;
  readonly text: string;
}

export interface Simulation {
  readonly principal: AccessRequest['principal'];
  readonly actions: readonly string[];
  /** None: `*`. */
  readonly resources: readonly string[];
  readonly resourceAccount?: string;
  readonly context: AccessRequest['context'];
  readonly policies: SimulatedPolicies;
}

export interface SimulatedPolicies extends Policies {
  readonly identity?: readonly SimulatedPolicy[];
  readonly boundary?: SimulatedPolicy;
  readonly session?: readonly SimulatedPolicy[];
  readonly resource?: SimulatedPolicy;
  /** Service control policies, from the organization's root down to the account: each level must grant. */
  readonly organization?: readonly (readonly SimulatedPolicy[])[];
}

type Verdict = Decision['decision'];
/** Kinds of policies that decide apart where caller and resource are of different accounts. */
type Kind = 'identity' | 'resource' | 'boundary';

export interface SimulatedMatch {
  readonly sourcePolicyId: string;
  readonly sourcePolicyType: SourceType;
  readonly start: Position;
  /** The place after its last character. */
  readonly end: Position;
}

export interface ResourceResult {
  readonly resource: string;
  readonly decision: Verdict;
  readonly matched: readonly SimulatedMatch[];
  /** As a policy writes them, by name. */
  readonly missingContext: readonly string[];
  /** Where a boundary was given. */
  readonly allowedByBoundary?: boolean;
  /** Where service control policies were given. */
  readonly allowedByOrganization?: boolean;
  /** Between accounts: what each kind of policy decides by itself. */
  readonly apart?: Readonly<Partial<Record<Kind, Verdict>>>;
}

export interface ActionResult extends ResourceResult {
  readonly action: string;
  /** Where resources were named; the result itself is then of all of them together. */
  readonly resources: readonly ResourceResult[];
}

export const simulate = (simulation: Simulation): ActionResult[] =>
  simulation.actions.map((action) => simulateAction(simulation, action));

const simulateAction = (simulation: Simulation, action: string): ActionResult => {
  const named = simulation.resources.filter((resource) => resource !== '*');
  if (named.length === 0) return { action, ...simulateResource(simulation, action, '*'), resources: [] };
  const resources = simulation.resources.map((resource) => simulateResource(simulation, action, resource));
  return { action, ...together(resources), resources };
};

const simulateResource = (simulation: Simulation, action: string, resource: string): ResourceResult => {
  const { principal, resourceAccount, context, policies } = simulation;
  const request: AccessRequest = { principal, action, resource, resourceAccount, context };
  const { decision: own, matched } = evaluate(request, policies);
  const organization = verdictOfOrganization(request, policies);
  const decision = worstOf([own, organization ?? 'allowed']);
  const shown = decision === own ? matched.filter(isShown) : [];
  return {
    resource,
    decision,
    matched: shown.map(({ policy, statement }) => locate(policy as SimulatedPolicy, statement)),
    missingContext: missingKeys(request, policies),
    allowedByBoundary: policies.boundary && verdictAlone(request, [policies.boundary]) === 'allowed',
    allowedByOrganization: organization && organization === 'allowed',
    apart: isAcross(request) ? verdictsApart(request, policies) : undefined,
  };
};

const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  (['explicitDeny', 'implicitDeny'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'allowed';

const verdictOfOrganization = (request: AccessRequest, { organization }: SimulatedPolicies): Verdict | undefined =>
  organization && worstOf(organization.map((level) => verdictAlone(request, level)));

const verdictsApart = (request: AccessRequest, { identity = [], resource, boundary }: SimulatedPolicies) => ({
  identity: verdictAlone(request, identity),
  ...(resource && { resource: verdictAlone(request, [resource]) }),
  ...(boundary && { boundary: verdictAlone(request, [boundary]) }),
});

const verdictAlone = (request: AccessRequest, policies: readonly AttachedPolicy[]): Verdict => {
  const matches = matchesOf('identity', policies, request);
  if (matches.some(({ statement }) => statement.denies)) return 'explicitDeny';
  return matches.length > 0 ? 'allowed' : 'implicitDeny';
};

/** IAM shows those of identity and resource policies only. */
const isShown = ({ role }: Match): boolean => role === 'identity' || role === 'resource';

const locate = ({ id, sourceType, text }: SimulatedPolicy, { source }: CompiledStatement): SimulatedMatch => ({
  sourcePolicyId: id,
  sourcePolicyType: sourceType,
  start: positionOf(text, source.span.start),
  end: positionOf(text, source.span.end),
});

/** Keys of statements that the request could meet, were they known. */
const missingKeys = (request: AccessRequest, policies: SimulatedPolicies): string[] => {
  const { action, context } = request;
  const statements = allPolicies(policies).flatMap(({ compiled }) => compiled.statements);
  const asked = statements.filter(({ matchesAction }) => matchesAction(action.toLowerCase()));
  const keys = new Set(asked.flatMap((statement) => [...statement.keys]));
  return spelled(
    [...keys].filter((key) => !context.has(key)),
    allPolicies(policies),
  );
};

export const allPolicies = (policies: SimulatedPolicies): SimulatedPolicy[] => {
  const { identity = [], boundary, session = [], resource, organization = [] } = policies;
  return [...identity, boundary, ...session, resource, ...organization.flat()].filter((policy) => policy !== undefined);
};

/** Every condition key that the policies ask for (GetContextKeysForCustomPolicy), as they write it, by name. */
export const contextKeysOf = (policies: readonly SimulatedPolicy[]): string[] => {
  const statements = policies.flatMap(({ compiled }) => compiled.statements);
  return spelled([...new Set(statements.flatMap(({ keys }) => [...keys]))], policies);
};

/** @param keys in lower case */
const spelled = (keys: readonly string[], policies: readonly SimulatedPolicy[]): string[] => {
  const texts = policies.map(({ text }) => ({ text, lower: text.toLowerCase() }));
  return keys.toSorted().map((key) => {
    const place = texts.find(({ lower }) => lower.includes(key));
    const at = place?.lower.indexOf(key) ?? 0;
    return place?.text.slice(at, at + key.length) ?? key;
  });
};

/** The worst of all, with what made it. */
const together = (results: readonly ResourceResult[]): ResourceResult => {
  const decision = worstOf(results.map((result) => result.decision));
  const same = results.filter((result) => result.decision === decision);
  return {
    resource: '*',
    decision,
    matched: unique(same.flatMap(({ matched }) => matched)),
    missingContext: [],
    allowedByBoundary: everywhere(results.map(({ allowedByBoundary }) => allowedByBoundary)),
    allowedByOrganization: everywhere(results.map(({ allowedByOrganization }) => allowedByOrganization)),
    apart: worstApart(results.map(({ apart }) => apart).filter((apart) => apart !== undefined)),
  };
};

/** Undefined where nothing was asked. */
const everywhere = (answers: readonly (boolean | undefined)[]): boolean | undefined => {
  const known = answers.filter((answer) => answer !== undefined);
  return known.length === 0 ? undefined : known.every(Boolean);
};

const worstApart = (all: readonly NonNullable<ResourceResult['apart']>[]): ResourceResult['apart'] => {
  if (all.length === 0) return undefined;
  const kinds = (['identity', 'resource', 'boundary'] as const).filter((kind) => all[0]?.[kind] !== undefined);
  return Object.fromEntries(kinds.map((kind) => [kind, worstOf(all.map((apart) => apart[kind] ?? 'allowed'))]));
};

const unique = (matches: readonly SimulatedMatch[]): SimulatedMatch[] => [
  ...new Map(matches.map((match) => [JSON.stringify(match), match])).values(),
];
