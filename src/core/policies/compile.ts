/** From a document to what requests are compared with. Compiled once, asked many times; holds no state. */
import { resourceTest } from './arn.ts';
import { type Condition, compileCondition } from './conditions.ts';
import type { PolicyDocument, Statement } from './document.ts';
import { matchesGlob } from './glob.ts';
import { type CompiledPrincipal, compilePrincipal, type Naming, namingOf } from './principals.ts';
import type { AccessRequest } from './request.ts';
import { globTemplate, keysOf, type Test, tokensOf } from './template.ts';

export interface CompiledPolicy {
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
}

export interface CompiledStatement {
  readonly source: Statement;
  readonly denies: boolean;
  /** In lower case. */
  readonly matchesAction: (action: string) => boolean;
  readonly matchesResource: (request: AccessRequest) => boolean;
  readonly principal?: CompiledPrincipal;
  readonly conditions: readonly Condition[];
  /** Condition keys that the statement asks for, those of its variables included. */
  readonly keys: ReadonlySet<string>;
}

export const compilePolicy = (document: PolicyDocument): CompiledPolicy => ({
  document,
  statements: document.statements.map((statement) => compileStatement(statement, document.version === '2012-10-17')),
});

const compileStatement = (source: Statement, variables: boolean): CompiledStatement => {
  const { effect, principal, action, resource } = source;
  const conditions = source.conditions.map((line) => compileCondition(line, { variables, effect }));
  return {
    source,
    denies: effect === 'Deny',
    matchesAction: compileActions(action),
    matchesResource: compileResources(resource, effect, variables),
    principal: principal && compilePrincipal(principal.names, principal.not),
    conditions,
    keys: new Set([
      ...conditions.flatMap(({ key, variableKeys }) => [key, ...variableKeys]),
      ...(variables ? (resource?.patterns ?? []).flatMap(resourceKeys) : []),
    ]),
  };
};

const resourceKeys = (pattern: string): string[] => keysOf(tokensOf(pattern, { variables: true, wildcards: true }));

const compileActions = ({ not, patterns }: Statement['action']): CompiledStatement['matchesAction'] => {
  const exact = new Set<string>();
  const tests: Array<(action: string) => boolean> = [];
  for (const pattern of patterns.map((text) => text.toLowerCase())) {
    if (/[*?]/.test(pattern)) tests.push(actionTest(pattern));
    else exact.add(pattern);
  }
  return (action) => (exact.has(action) || tests.some((test) => test(action))) !== not;
};

const actionTest = (pattern: string): ((action: string) => boolean) => {
  const glob = globTemplate(tokensOf(pattern, { variables: false, wildcards: true }))(new Map());
  return (action) => glob !== undefined && matchesGlob(glob, action);
};

/**
 * Where a variable of NotResource has no value, nobody can say what is left out: then a grant grants nothing, and a
 * denial denies everything.
 */
const compileResources = (
  resource: Statement['resource'],
  effect: Statement['effect'],
  variables: boolean,
): CompiledStatement['matchesResource'] => {
  if (resource === undefined) return () => true;
  const tests = resource.patterns.map((pattern) => resourceTest(pattern, variables));
  if (!resource.not) return (request) => anyHolds(tests, request) === true;
  return (request) => {
    const excluded = anyHolds(tests, request);
    return excluded === undefined ? effect === 'Deny' : !excluded;
  };
};

/** Undefined: none holds, and of one it cannot be said. */
const anyHolds = (tests: readonly Test[], { resource, context }: AccessRequest): boolean | undefined => {
  let unknown = false;
  for (const test of tests) {
    const holds = test(resource, context);
    if (holds === true) return true;
    if (holds === undefined) unknown = true;
  }
  return unknown ? undefined : false;
};

/**
 * How the statement speaks of the request; undefined when it does not. Without a Principal element it speaks of whom
 * the policy is attached to.
 * @param action the request's, in lower case
 */
export const applies = (statement: CompiledStatement, request: AccessRequest, action: string): Naming | undefined => {
  if (!statement.matchesAction(action) || !statement.matchesResource(request)) return undefined;
  const { principal, conditions, denies } = statement;
  const naming = principal === undefined ? 'direct' : namingOf(principal, request.principal, denies);
  if (naming === undefined) return undefined;
  return conditions.every(({ holds }) => holds(request.context)) ? naming : undefined;
};
