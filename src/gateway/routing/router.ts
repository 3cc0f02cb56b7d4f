/**
 * Which route a request takes. A literal segment comes before a parameter, a parameter before a greedy one; a method
 * before ANY; `$default` last.
 * Source: API Gateway developer guide, "Create routes for HTTP APIs" ("Routing API requests"), "Proxy resources".
 *
 * A segment that some server would take for a literal one beside it (other case, `;parameters`, dots or spaces at the
 * end) is no parameter: `/Admin` never goes past the lock of `/admin` by way of `/{proxy+}`.
 */
import type { Api, Route } from '../api.ts';
import { segmentsOf } from '../document/paths.ts';

export interface Found {
  readonly route: Route;
  /** Decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** `unknown`: no such path. `method`: the path is there with other methods. */
export type NotFound = 'unknown' | 'method';

export type Router = (method: string, segments: readonly string[], trailingSlash: boolean) => Found | NotFound;

interface Branch {
  readonly literals: Map<string, Branch>;
  /** The names under which servers of other habits know the literals. */
  readonly alike: Set<string>;
  parameter?: { readonly name: string; readonly branch: Branch };
  greedy?: { readonly name: string; readonly methods: Map<string, Route> };
  readonly methods: Map<string, Route>;
}

export const createRouter = (api: Pick<Api, 'form' | 'routes'>): Router => {
  const root = newBranch();
  let fallback: Route | undefined;
  for (const route of api.routes) {
    if (route.path === '$default') fallback = route;
    else add(root, route);
  }
  return (method, segments, trailingSlash) => {
    const found = search(root, segments, 0, method, trailingSlash ? '/' : '', api.form === 'http');
    if (typeof found !== 'string') return found;
    return fallback && found !== 'alike' ? { route: fallback, parameters: {} } : plain(found);
  };
};

const newBranch = (): Branch => ({ literals: new Map(), alike: new Set(), methods: new Map() });

const alikeOf = (segment: string): string =>
  (segment.split(';', 1)[0] ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[. ]+$/, '');

const add = (root: Branch, route: Route): void => {
  let branch = root;
  for (const segment of segmentsOf(route.path)) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    if (name?.[2] === '+') {
      branch.greedy ??= { name: name[1] ?? '', methods: new Map() };
      branch.greedy.methods.set(route.method, route);
      return;
    }
    if (name) branch = parameterOf(branch, name[1] ?? '');
    else branch = literalOf(branch, segment);
  }
  branch.methods.set(route.method, route);
};

const parameterOf = (branch: Branch, name: string): Branch => {
  branch.parameter ??= { name, branch: newBranch() };
  return branch.parameter.branch;
};

const literalOf = (branch: Branch, segment: string): Branch => {
  const next = branch.literals.get(segment) ?? newBranch();
  branch.literals.set(segment, next);
  branch.alike.add(alikeOf(segment));
  return next;
};

/** `alike`: it ends here, whatever else would take it. */
type Missed = NotFound | 'alike';

const plain = (missed: Missed): NotFound => (missed === 'alike' ? 'unknown' : missed);

const search = (
  branch: Branch,
  segments: readonly string[],
  at: number,
  method: string,
  slash: string,
  wider: boolean,
): Found | Missed => {
  const segment = segments[at];
  if (segment === undefined) return methodOf(branch.methods, method, {});
  let missed: Missed = 'unknown';
  const literal = branch.literals.get(segment);
  if (literal) {
    const found = search(literal, segments, at + 1, method, slash, wider);
    if (typeof found !== 'string' || found === 'alike') return found;
    // The path is there: with REST APIs the methods that it lacks are not looked for elsewhere.
    if (found === 'method' && !wider) return found;
    missed = found;
  } else if (branch.alike.has(alikeOf(segment))) return 'alike';
  if (branch.parameter) {
    const found = search(branch.parameter.branch, segments, at + 1, method, slash, wider);
    if (typeof found !== 'string') return withParameter(found, branch.parameter.name, segment);
    if (found === 'alike' || (found === 'method' && !wider)) return found;
    if (found === 'method') missed = found;
  }
  return branch.greedy ? greedyOf(branch.greedy, segments.slice(at), method, slash) : missed;
};

const withParameter = (found: Found, name: string, value: string): Found => ({
  ...found,
  parameters: { ...found.parameters, [name]: value },
});

const greedyOf = (
  greedy: NonNullable<Branch['greedy']>,
  rest: readonly string[],
  method: string,
  slash: string,
): Found | NotFound => methodOf(greedy.methods, method, { [greedy.name]: rest.join('/') + slash });

const methodOf = (
  methods: ReadonlyMap<string, Route>,
  method: string,
  parameters: Readonly<Record<string, string>>,
): Found | NotFound => {
  const route = methods.get(method) ?? methods.get('ANY');
  if (route) return { route, parameters };
  return methods.size > 0 ? 'method' : 'unknown';
};
