/** The sections of a template, taken apart and checked for names that nothing bears. */
import { gather, type Place, type Problem, refuse, TemplateError } from '../problems.ts';
import { type Entry, listOf, type MappingNode, mappingOf, type Node, textOf } from './node.ts';
import { type ParameterRule, parameterRule } from './parameters.ts';
import { type Reference, referencesOf } from './references.ts';

export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: MappingNode | undefined;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly deletionPolicy: Policy;
  readonly updateReplacePolicy: Policy;
  readonly metadata: Node | undefined;
  readonly at: Place;
  readonly typeAt: Place;
}

export type Policy = 'Delete' | 'Retain';

export interface OutputDeclaration {
  readonly name: string;
  readonly value: Node;
  readonly exportName: Node | undefined;
  readonly condition: string | undefined;
  readonly description: string | undefined;
  readonly at: Place;
}

export interface Template {
  readonly file: string;
  readonly description: string | undefined;
  readonly parameters: ReadonlyMap<string, ParameterRule>;
  readonly mappings: ReadonlyMap<string, Node>;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  readonly notes: readonly string[];
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Transform',
  'Globals',
  'Resources',
  'Outputs',
]);

const RESOURCE_KEYS = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
]);

export const PSEUDO: ReadonlySet<string> = new Set(
  ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
    (name) => `AWS::${name}`,
  ),
);

/** `root`: after its transforms. @throws TemplateError with everything that is wrong */
export const readSections = (root: Node, file: string): Template => {
  const sections = mappingOf(root, 'a template').entries;
  const section = (name: string): [string, Entry][] => {
    const node = sections.get(name)?.node;
    return node === undefined || (node.kind === 'scalar' && node.value === null)
      ? []
      : [...mappingOf(node, name).entries];
  };
  const parameters = new Map<string, ParameterRule>();
  const resources = new Map<string, ResourceDeclaration>();
  const outputs = new Map<string, OutputDeclaration>();
  gather(
    [
      () =>
        gather(sections, ([name, { at }]) => SECTIONS.has(name) || refuse(at, `${name} is no section of a template`)),
      () =>
        gather(section('Parameters'), ([name, entry]) =>
          parameters.set(name, parameterRule(name, entry.node, entry.at)),
        ),
      () => gather(section('Resources'), ([name, entry]) => resources.set(name, resourceOf(name, entry))),
      () => gather(section('Outputs'), ([name, entry]) => outputs.set(name, outputOf(name, entry))),
      () => refuseRules(section('Rules')),
    ],
    (act) => act(),
  );
  if (resources.size === 0) refuse(root.at, 'the template has no Resources');
  const format = sections.get('AWSTemplateFormatVersion')?.node;
  if (format && textOf(format, 'AWSTemplateFormatVersion') !== '2010-09-09') {
    refuse(format.at, 'AWSTemplateFormatVersion must be 2010-09-09');
  }
  const description = sections.get('Description')?.node;
  const template: Template = {
    file,
    description: description && textOf(description, 'Description'),
    parameters,
    mappings: new Map(section('Mappings').map(([name, { node }]) => [name, node])),
    conditions: new Map(section('Conditions').map(([name, { node }]) => [name, node])),
    resources,
    outputs,
    notes: [],
  };
  checkNames(template);
  return template;
};

const resourceOf = (logicalId: string, { node, at }: Entry): ResourceDeclaration => {
  const { entries } = mappingOf(node, `the resource ${logicalId}`);
  if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId)) refuse(at, `${logicalId}: a logical id has letters and digits only`);
  for (const [name, entry] of entries) {
    if (!RESOURCE_KEYS.has(name)) refuse(entry.at, `${logicalId}: ${name} is not supported for a resource`);
  }
  const type = entries.get('Type')?.node ?? refuse(at, `${logicalId} has no Type`);
  const properties = entries.get('Properties')?.node;
  const deletion = policyOf(entries.get('DeletionPolicy')?.node, 'DeletionPolicy');
  return {
    logicalId,
    type: textOf(type, 'Type'),
    typeAt: type.at,
    properties: properties && isThere(properties) ? mappingOf(properties, `Properties of ${logicalId}`) : undefined,
    dependsOn: namesOf(entries.get('DependsOn')?.node, 'DependsOn'),
    condition: optionalText(entries.get('Condition')?.node, 'Condition'),
    deletionPolicy: deletion,
    updateReplacePolicy: policyOf(entries.get('UpdateReplacePolicy')?.node, 'UpdateReplacePolicy'),
    metadata: entries.get('Metadata')?.node,
    at,
  };
};

const isThere = (node: Node): boolean => node.kind !== 'scalar' || node.value !== null;

const optionalText = (node: Node | undefined, what: string): string | undefined => node && textOf(node, what);

const namesOf = (node: Node | undefined, what: string): string[] => {
  if (node === undefined) return [];
  return node.kind === 'list' ? listOf(node, what).items.map((item) => textOf(item, what)) : [textOf(node, what)];
};

const policyOf = (node: Node | undefined, what: string): Policy => {
  const text = optionalText(node, what) ?? 'Delete';
  if (text === 'Delete' || text === 'Retain') return text;
  if (text === 'RetainExceptOnCreate') return 'Retain';
  return refuse(
    node?.at,
    text === 'Snapshot'
      ? `${what}: Snapshot is not supported: nothing here has snapshots`
      : `${what} must be Delete or Retain`,
  );
};

const outputOf = (name: string, { node, at }: Entry): OutputDeclaration => {
  const { entries } = mappingOf(node, `the output ${name}`);
  const value = entries.get('Value')?.node ?? refuse(at, `the output ${name} has no Value`);
  const exported = entries.get('Export')?.node;
  return {
    name,
    value,
    exportName:
      exported &&
      (mappingOf(exported, 'Export').entries.get('Name')?.node ?? refuse(exported.at, 'Export has no Name')),
    condition: optionalText(entries.get('Condition')?.node, 'Condition'),
    description: optionalText(entries.get('Description')?.node, 'Description'),
    at,
  };
};

/** The CDK's own rule asks whether the account was bootstrapped; there is nothing to bootstrap. */
const refuseRules = (rules: readonly [string, Entry][]): void =>
  gather(rules, ([name, { at }]) => {
    if (name !== 'CheckBootstrapVersion')
      refuse(at, `Rules are not supported (${name}): use AllowedValues of parameters`);
  });

/** Every name that is used stands for something. */
const checkNames = (template: Template): void => {
  const { parameters, resources, conditions, mappings } = template;
  const problems: Problem[] = [];
  const known = (name: string): boolean => parameters.has(name) || resources.has(name) || PSEUDO.has(name);
  const check = ({ kind, name, at }: Reference): void => {
    if (kind === 'ref' && !known(name)) problems.push({ at, message: `nothing is called ${name}` });
    if (kind === 'attribute' && !resources.has(name)) problems.push({ at, message: `no resource is called ${name}` });
    if (kind === 'condition' && !conditions.has(name)) problems.push({ at, message: `no condition is called ${name}` });
    if (kind === 'map' && !mappings.has(name)) problems.push({ at, message: `no mapping is called ${name}` });
  };
  const condition = (name: string | undefined, at: Place): void => {
    if (name !== undefined) check({ kind: 'condition', name, at });
  };
  for (const { properties, dependsOn, condition: tested, at } of resources.values()) {
    if (properties) for (const reference of referencesOf(properties)) check(reference);
    for (const name of dependsOn) {
      if (!resources.has(name)) problems.push({ at, message: `DependsOn: no resource is called ${name}` });
    }
    condition(tested, at);
  }
  for (const node of conditions.values()) for (const reference of referencesOf(node)) check(reference);
  for (const { value, exportName, condition: tested, at } of template.outputs.values()) {
    for (const node of [value, ...(exportName ? [exportName] : [])]) for (const each of referencesOf(node)) check(each);
    condition(tested, at);
  }
  if (problems.length > 0) throw new TemplateError(problems);
};
