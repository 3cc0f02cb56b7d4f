/** What names stand for while a template is evaluated: parameters, pseudo parameters, mappings, conditions, resources. */
import { refuse } from '../problems.ts';
import { evaluateCondition, NOTHING, type Scope } from './evaluate.ts';
import { callOf } from './functions.ts';
import { childOf, type Node, type Value } from './node.ts';
import type { ParameterValues } from './parameters.ts';
import type { Template } from './template.ts';

export interface Resources {
  /** What Ref gives. Undefined: no such resource in this deployment (its condition is false). */
  ref(logicalId: string): Value | undefined;
  attribute(logicalId: string, name: string): Value | undefined;
}

export interface Surroundings {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  /** What other stacks export. */
  exported(name: string): Value | undefined;
}

export const createScope = (
  template: Template,
  parameters: ParameterValues,
  around: Surroundings,
  resources: Resources,
): Scope => {
  const pseudo: Readonly<Record<string, Value | typeof NOTHING>> = {
    'AWS::AccountId': around.account,
    'AWS::NoValue': NOTHING,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': around.region,
    'AWS::StackId': around.stackId,
    'AWS::StackName': around.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const decided = new Map<string, boolean>();
  const deciding = new Set<string>();
  const scope: Scope = {
    ref(name, at) {
      const own = pseudo[name] ?? parameters.get(name) ?? resources.ref(name);
      if (own !== undefined) return own;
      const rule = template.parameters.get(name);
      if (rule) return refuse(at, `the parameter ${name} has the type ${rule.type}, which is not supported`);
      return refuse(at, `${name} is not part of this deployment: its condition is false`);
    },
    attribute(resource, name, at) {
      const found = resources.attribute(resource, name);
      if (found !== undefined) return found;
      const type = template.resources.get(resource)?.type ?? 'a resource';
      return refuse(
        at,
        `Fn::GetAtt: ${resource} (${type}) has no attribute ${name}, or is not part of this deployment`,
      );
    },
    condition(name, at) {
      const known = decided.get(name);
      if (known !== undefined) return known;
      const node = template.conditions.get(name) ?? refuse(at, `no condition is called ${name}`);
      if (deciding.has(name)) return refuse(at, `the condition ${name} refers to itself`);
      deciding.add(name);
      const result = evaluateCondition(node, scope);
      decided.set(name, result);
      return result;
    },
    mapped(map, top, second) {
      const found = childOf(childOf(template.mappings.get(map), top), second);
      return found === undefined ? undefined : fixed(found);
    },
    imported: (name, at) =>
      around.exported(name) ?? refuse(at, `Fn::ImportValue: no stack here exports ${JSON.stringify(name)}`),
  };
  return scope;
};

/** Mappings hold texts and lists of them. */
const fixed = (node: Node): Value => {
  if (callOf(node) || node.kind === 'mapping') return refuse(node.at, 'a mapping holds texts and lists of texts only');
  return node.kind === 'scalar' ? node.value : node.items.map(fixed);
};
