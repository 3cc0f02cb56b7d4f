/** What a run will do, found without touching anything: per resource, and per property that changes. */
import { KINDS, PASSED_OVER, whyUnsupported } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import { gather, type Place, type Problem, refuse, TemplateError } from '../problems.ts';
import { evaluate, isUnknown, type Scope, unknown } from '../template/evaluate.ts';
import { type Fields, isFields, own, type Value } from '../template/node.ts';
import type { ParameterValues } from '../template/parameters.ts';
import { createScope, type Resources, type Surroundings } from '../template/scope.ts';
import type { ResourceDeclaration, Template } from '../template/template.ts';
import { orderOf } from './order.ts';
import { checkedProperties, ignoredOf } from './properties.ts';
import type { ResourceRecord, StackRecord } from './record.ts';

export interface Difference {
  readonly property: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly replaces: boolean;
  readonly secret: boolean;
}

export type Action = 'create' | 'update' | 'replace' | 'keep';

export interface Change {
  readonly action: Action;
  readonly declaration: ResourceDeclaration;
  readonly kind: Kind;
  readonly record: ResourceRecord | undefined;
  readonly differences: readonly Difference[];
}

export interface Plan {
  /** In the order in which they are carried out. */
  readonly changes: readonly Change[];
  /** In the order in which they go. */
  readonly removals: readonly ResourceRecord[];
  /** Taken out of the template, and kept. */
  readonly retained: readonly ResourceRecord[];
  readonly notes: readonly string[];
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

export interface Planning {
  readonly template: Template;
  readonly parameters: ParameterValues;
  readonly surroundings: Surroundings;
  readonly record: StackRecord | undefined;
  /** What is given to the kinds that want more than the template says, such as a digest of code. */
  expand(kind: Kind, properties: Fields, at: Place): Fields;
  /** Why a kind cannot be made here. */
  lacks(kind: Kind): string | undefined;
}

/** @throws TemplateError with everything that is wrong with the template */
export const planOf = (planning: Planning): Plan => {
  const { template, record } = planning;
  const notes = [...template.notes];
  const problems: Problem[] = [];
  const active = activeResources(planning, notes, problems);
  const known = recordsOf(record);
  const decided = new Map<string, Change>();
  const scope = createScope(template, planning.parameters, planning.surroundings, plannedResources(known, decided));
  const order = orderOf(active, (condition) => scope.condition(condition, { file: template.file, line: 1, column: 1 }));
  for (const logicalId of order.logicalIds) {
    const declaration = active.get(logicalId) as ResourceDeclaration;
    try {
      const change = changeOf(planning, declaration, known.get(logicalId), scope, notes);
      decided.set(logicalId, change);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      problems.push(...error.problems);
      const kind = KINDS.get(declaration.type);
      if (kind) decided.set(logicalId, { action: 'create', declaration, kind, record: undefined, differences: [] });
    }
  }
  if (problems.length > 0) throw new TemplateError(problems);
  gather(template.outputs.values(), (output) => {
    if (output.condition === undefined || scope.condition(output.condition, output.at)) evaluate(output.value, scope);
  });
  const gone = [...(record?.resources ?? [])].filter(({ logicalId }) => !active.has(logicalId)).reverse();
  return {
    changes: order.logicalIds.flatMap((logicalId) => decided.get(logicalId) ?? []),
    removals: gone.filter(({ deletionPolicy }) => deletionPolicy === 'Delete'),
    retained: gone.filter(({ deletionPolicy }) => deletionPolicy === 'Retain'),
    notes: [...new Set(notes)],
    dependencies: order.dependencies,
  };
};

export const recordsOf = (record: StackRecord | undefined): Map<string, ResourceRecord> =>
  new Map((record?.resources ?? []).map((each) => [each.logicalId, each]));

/** Resources whose condition holds and whose type means something here. */
const activeResources = (
  planning: Planning,
  notes: string[],
  problems: Problem[],
): Map<string, ResourceDeclaration> => {
  const { template, parameters, surroundings } = planning;
  const nothing: Resources = { ref: () => undefined, attribute: () => undefined };
  const scope = createScope(template, parameters, surroundings, nothing);
  const active = new Map<string, ResourceDeclaration>();
  gather(template.conditions.keys(), (name) => scope.condition(name, { file: template.file, line: 1, column: 1 }));
  gather(template.resources.values(), (declaration) => {
    const { logicalId, type, typeAt, condition, at } = declaration;
    if (condition !== undefined && !scope.condition(condition, at)) return;
    const passedOver = own(PASSED_OVER, type);
    const kind = kindOf(type);
    if (passedOver !== undefined) notes.push(`${logicalId} (${type}) is passed over: ${passedOver}`);
    if (passedOver === undefined && kind === undefined) {
      problems.push({ at: typeAt, message: `${logicalId}: ${whyUnsupported(type)}` });
    }
    const lacking = kind && planning.lacks(kind);
    if (lacking !== undefined) problems.push({ at: typeAt, message: `${logicalId}: ${type} ${lacking}` });
    active.set(logicalId, declaration);
  });
  return active;
};

export const kindOf = (type: string): Kind | undefined =>
  KINDS.get(type) ?? (type.startsWith('Custom::') ? KINDS.get('AWS::CloudFormation::CustomResource') : undefined);

/** What is there already has its values; what will be made has unknown ones. */
const plannedResources = (
  known: ReadonlyMap<string, ResourceRecord>,
  decided: ReadonlyMap<string, Change>,
): Resources => {
  const standing = (logicalId: string): ResourceRecord | undefined => {
    const change = decided.get(logicalId);
    return change?.action === 'keep' || change?.action === 'update' ? known.get(logicalId) : undefined;
  };
  return {
    ref: (logicalId) => standing(logicalId)?.id ?? (decided.has(logicalId) ? unknown(logicalId) : undefined),
    attribute(logicalId, name) {
      const made = own(standing(logicalId)?.attributes, name);
      if (made !== undefined) return made;
      const { attributes = [] } = decided.get(logicalId)?.kind ?? {};
      return attributes.includes(name) || attributes.includes('*') ? unknown(`${logicalId}.${name}`) : undefined;
    },
  };
};

const changeOf = (
  planning: Planning,
  declaration: ResourceDeclaration,
  record: ResourceRecord | undefined,
  scope: Scope,
  notes: string[],
): Change => {
  const kind = own(PASSED_OVER, declaration.type) === undefined ? kindOf(declaration.type) : undefined;
  if (kind === undefined) return passedOver(declaration, record);
  for (const { name, why } of ignoredOf(kind, declaration)) {
    notes.push(`${declaration.logicalId}: ${name} has no effect: ${why}`);
  }
  const properties = evaluatedProperties(planning, kind, declaration, scope);
  return { declaration, kind, record, ...compared(kind, declaration, record, properties) };
};

const NOTHING_THERE: Kind = {
  type: 'nothing',
  properties: {},
  attributes: ['*'],
  create: async ({ logicalId }) => ({ id: logicalId, attributes: {} }),
  remove: async () => undefined,
  find: async () => undefined,
};

const passedOver = (declaration: ResourceDeclaration, record: ResourceRecord | undefined): Change => ({
  action: record ? 'keep' : 'create',
  declaration,
  kind: NOTHING_THERE,
  record,
  differences: [],
});

/** @throws TemplateError */
export const evaluatedProperties = (
  planning: Pick<Planning, 'expand'>,
  kind: Kind,
  declaration: ResourceDeclaration,
  scope: Scope,
): Fields => {
  if (kind === NOTHING_THERE) return {};
  const { properties, at } = declaration;
  const value = properties === undefined ? {} : evaluate(properties, scope);
  if (!isFields(value)) return refuse(at, `Properties of ${declaration.logicalId} must be a mapping`);
  refuseDynamic(value, declaration);
  return planning.expand(kind, checkedProperties(kind, declaration, value), at);
};

const refuseDynamic = (value: Value, declaration: ResourceDeclaration): void => {
  const found = /\{\{resolve:[^}]*\}\}/.exec(JSON.stringify(value));
  if (found)
    refuse(
      declaration.at,
      `${declaration.logicalId}: ${found[0]}: dynamic references are not supported: use a parameter with NoEcho`,
    );
};

/** What changes between a record and what the template says now. @throws TemplateError for what cannot change */
export const compared = (
  kind: Kind,
  declaration: ResourceDeclaration,
  record: ResourceRecord | undefined,
  properties: Fields,
): Pick<Change, 'action' | 'differences'> => {
  const before = record?.properties ?? {};
  const differences = differencesOf(kind, before, properties);
  if (record === undefined) return { action: 'create', differences };
  if (record.type !== declaration.type) return { action: 'replace', differences };
  const refused = differences.find(({ property }) => ruleOf(kind, property).update === 'refused');
  if (refused)
    refuse(declaration.at, `${declaration.logicalId}: Updates are not allowed for property - ${refused.property}.`);
  if (differences.length === 0) return { action: 'keep', differences };
  if (!differences.some(({ replaces }) => replaces)) return { action: 'update', differences };
  refuseSameName(kind, declaration, before, properties);
  return { action: 'replace', differences };
};

const ruleOf = (kind: Kind, property: string) => kind.properties[property] ?? kind.properties['*'] ?? {};

const differencesOf = (kind: Kind, before: Fields, after: Fields): Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((property) => canonical(before[property]) !== canonical(after[property]))
    .map((property) => ({
      property,
      before: before[property],
      after: after[property],
      replaces: ruleOf(kind, property).update === 'replace' || kind.update === undefined,
      secret: ruleOf(kind, property).secret === true,
    }));

/** The new one is made before the old one goes, so a name of the template's own would be taken. */
const refuseSameName = (kind: Kind, declaration: ResourceDeclaration, before: Fields, after: Fields): void => {
  const property = kind.name?.property;
  const name = property && after[property];
  if (name === undefined || isUnknown(name) || canonical(name) !== canonical(before[property ?? ''])) return;
  const parents = Object.keys(after).filter(
    (each) => each !== property && kind.properties[each]?.update === 'replace' && kind.properties[each]?.required,
  );
  if (parents.some((each) => canonical(after[each]) !== canonical(before[each]))) return;
  refuse(
    declaration.at,
    `${declaration.logicalId} has to be replaced, but its name ${String(name)} is the template's own and is taken: change ${property} too`,
  );
};

/** The same whatever the order of members. */
export const canonical = (value: Value | undefined): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? '';
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
};
