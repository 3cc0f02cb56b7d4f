/**
 * What SimulatePrincipalPolicy and SimulateCustomPolicy answer: for each action and each resource the decision, the
 * statements that made it and where they stand in their policy's text, and the condition keys that were not given.
 */
import type { CompiledStatement } from './compile.ts';
import { type AttachedPolicy, type Decision, evaluate, type Match, matchesOf, type Policies } from './evaluate.ts';
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
}

export interface SimulatedMatch {
  readonly sourcePolicyId: string;
  readonly sourcePolicyType: SourceType;
  readonly start: Position;
  /** The place after its last character. */
  readonly end: Position;
}

export interface ResourceResult {
  readonly resource: string;
  readonly decision: Decision['decision'];
  readonly matched: readonly SimulatedMatch[];
  /** In lower case, by name. */
  readonly missingContext: readonly string[];
  /** Where a boundary was given. */
  readonly allowedByBoundary?: boolean;
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
  const { decision, matched } = evaluate(request, policies);
  return {
    resource,
    decision,
    matched: matched.filter(isShown).map(({ policy, statement }) => locate(policy as SimulatedPolicy, statement)),
    missingContext: missingKeys(request, policies),
    allowedByBoundary: policies.boundary && allowsAlone(request, policies.boundary),
  };
};

/** IAM shows those of identity and resource policies only. */
const isShown = ({ role }: Match): boolean => role === 'identity' || role === 'resource';

const locate = ({ id, sourceType, text }: SimulatedPolicy, { source }: CompiledStatement): SimulatedMatch => ({
  sourcePolicyId: id,
  sourcePolicyType: sourceType,
  start: positionOf(text, source.span.start),
  end: positionOf(text, source.span.end),
});

const allowsAlone = (request: AccessRequest, policy: AttachedPolicy): boolean => {
  const matches = matchesOf('boundary', [policy], request);
  return matches.length > 0 && !matches.some(({ statement }) => statement.denies);
};

/** Keys of statements that the request could meet, were they known. */
const missingKeys = (request: AccessRequest, policies: SimulatedPolicies): string[] => {
  const { action, context } = request;
  const statements = allPolicies(policies).flatMap(({ compiled }) => compiled.statements);
  const asked = statements.filter(({ matchesAction }) => matchesAction(action.toLowerCase()));
  const keys = new Set(asked.flatMap((statement) => [...statement.keys]));
  return [...keys].filter((key) => !context.has(key)).sort();
};

const allPolicies = ({ identity = [], boundary, session = [], resource }: SimulatedPolicies): SimulatedPolicy[] =>
  [...identity, boundary, ...session, resource].filter((policy) => policy !== undefined);

/** Every condition key that the policies ask for (GetContextKeysForCustomPolicy), in lower case, by name. */
export const contextKeysOf = (policies: readonly AttachedPolicy[]): string[] => {
  const statements = policies.flatMap(({ compiled }) => compiled.statements);
  return [...new Set(statements.flatMap(({ keys }) => [...keys]))].sort();
};

/** The worst of all, with what made it. */
const together = (results: readonly ResourceResult[]): ResourceResult => {
  const decision = (['explicitDeny', 'implicitDeny', 'allowed'] as const).find((kind) =>
    results.some((result) => result.decision === kind),
  );
  const same = results.filter((result) => result.decision === decision);
  const boundaries = results.map(({ allowedByBoundary }) => allowedByBoundary).filter((known) => known !== undefined);
  return {
    resource: '*',
    decision: decision ?? 'implicitDeny',
    matched: unique(same.flatMap(({ matched }) => matched)),
    missingContext: [],
    allowedByBoundary: boundaries.length === 0 ? undefined : boundaries.every(Boolean),
  };
};

const unique = (matches: readonly SimulatedMatch[]): SimulatedMatch[] => [
  ...new Map(matches.map((match) => [JSON.stringify(match), match])).values(),
];
