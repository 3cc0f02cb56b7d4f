/** In which order resources are made: what is referred to comes first. */
import { TemplateError } from '../problems.ts';
import { referencesOf } from '../template/references.ts';
import type { ResourceDeclaration } from '../template/template.ts';

export interface Ordered {
  readonly logicalIds: readonly string[];
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** Resources in the template's order where nothing else decides. @throws TemplateError naming a circle */
export const orderOf = (
  resources: ReadonlyMap<string, ResourceDeclaration>,
  takes: (condition: string) => boolean | undefined,
): Ordered => {
  const dependencies = new Map(
    [...resources].map(([logicalId, declaration]) => [logicalId, dependenciesOf(declaration, resources, takes)]),
  );
  const done = new Set<string>();
  const logicalIds: string[] = [];
  const visit = (logicalId: string, trail: readonly string[]): void => {
    if (done.has(logicalId)) return;
    const from = trail.indexOf(logicalId);
    if (from >= 0) throw circle([...trail.slice(from), logicalId], resources);
    for (const each of dependencies.get(logicalId) ?? []) visit(each, [...trail, logicalId]);
    done.add(logicalId);
    logicalIds.push(logicalId);
  };
  for (const logicalId of resources.keys()) visit(logicalId, []);
  return { logicalIds, dependencies };
};

const dependenciesOf = (
  { properties, dependsOn, metadata: _ }: ResourceDeclaration,
  resources: ReadonlyMap<string, ResourceDeclaration>,
  takes: (condition: string) => boolean | undefined,
): string[] => {
  const referred = properties
    ? referencesOf(properties, takes).filter(({ kind }) => kind === 'ref' || kind === 'attribute')
    : [];
  const names = [...dependsOn, ...referred.map(({ name }) => name)].filter((name) => resources.has(name));
  return [...new Set(names)];
};

const circle = (trail: readonly string[], resources: ReadonlyMap<string, ResourceDeclaration>): TemplateError =>
  new TemplateError([{ at: resources.get(trail[0] ?? '')?.at, message: `circular dependency: ${trail.join(' -> ')}` }]);
