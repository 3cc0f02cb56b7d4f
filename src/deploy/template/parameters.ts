/** Parameters: types, defaults, constraints. Source: AWS CloudFormation user guide, "Parameters". */
import { type Place, type Problem, refuse, TemplateError } from '../problems.ts';
import { listOf, mappingOf, type Node, textOf, type Value } from './node.ts';

export interface ParameterRule {
  readonly name: string;
  readonly type: string;
  readonly fallback: string | undefined;
  readonly noEcho: boolean;
  readonly allowed: readonly string[] | undefined;
  readonly pattern: string | undefined;
  readonly length: readonly [number, number];
  readonly range: readonly [number, number];
  readonly said: string | undefined;
  readonly at: Place;
}

const KEYS = new Set([
  'Type',
  'Default',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'Description',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
]);

export const parameterRule = (name: string, node: Node, at: Place): ParameterRule => {
  const { entries } = mappingOf(node, `the parameter ${name}`);
  for (const [key, entry] of entries) if (!KEYS.has(key)) refuse(entry.at, `${key} is not supported for a parameter`);
  const text = (key: string): string | undefined => {
    const found = entries.get(key)?.node;
    return found && textOf(found, key);
  };
  const number = (key: string, otherwise: number): number => Number(text(key) ?? otherwise);
  const allowed = entries.get('AllowedValues')?.node;
  return {
    name,
    type: text('Type') ?? refuse(at, `the parameter ${name} has no Type`),
    fallback: text('Default'),
    noEcho: text('NoEcho') === 'true',
    allowed: allowed && listOf(allowed, 'AllowedValues').items.map((item) => textOf(item, 'AllowedValues')),
    pattern: text('AllowedPattern'),
    length: [number('MinLength', 0), number('MaxLength', Number.POSITIVE_INFINITY)],
    range: [number('MinValue', Number.NEGATIVE_INFINITY), number('MaxValue', Number.POSITIVE_INFINITY)],
    said: text('ConstraintDescription'),
    at,
  };
};

export type ParameterValues = ReadonlyMap<string, Value>;

/** Lists are lists; a number is a number. SSM parameters have no value, and whoever refers to one is told. */
export const parameterValues = (
  rules: ReadonlyMap<string, ParameterRule>,
  given: ReadonlyMap<string, string>,
): ParameterValues => {
  const problems: Problem[] = [];
  for (const name of given.keys()) {
    if (!rules.has(name)) problems.push({ message: `--parameter ${name}: the template has no such parameter` });
  }
  const values = new Map<string, Value>();
  for (const rule of rules.values()) {
    const text = given.get(rule.name) ?? rule.fallback;
    const wrong = isStored(rule) ? undefined : complaint(rule, text);
    if (wrong !== undefined) problems.push({ at: rule.at, message: `parameter ${rule.name} ${wrong}` });
    else if (text !== undefined && !isStored(rule)) values.set(rule.name, typed(rule, text));
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return values;
};

const isStored = ({ type }: ParameterRule): boolean => type.startsWith('AWS::SSM::');
const isList = ({ type }: ParameterRule): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');

const typed = (rule: ParameterRule, text: string): Value => {
  if (isList(rule)) return text === '' ? [] : text.split(',').map((item) => item.trim());
  return text;
};

const complaint = (rule: ParameterRule, text: string | undefined): string | undefined => {
  if (text === undefined) return `needs a value: --parameter ${rule.name}=…`;
  const items = isList(rule) ? (typed(rule, text) as string[]) : [text];
  const wrong = items.map((item) => itemComplaint(rule, item)).find((each) => each !== undefined);
  return wrong !== undefined && rule.said !== undefined ? `${wrong} (${rule.said})` : wrong;
};

const itemComplaint = (rule: ParameterRule, text: string): string | undefined => {
  const { type, allowed, pattern, length, range } = rule;
  if (!/^(String|Number|CommaDelimitedList|List<.+>|AWS::[\w:]+)$/.test(type)) return `has the unknown type ${type}`;
  if (/Number/.test(type) && (text.trim() === '' || !Number.isFinite(Number(text)))) return 'must be a number';
  if (/Number/.test(type) && (Number(text) < range[0] || Number(text) > range[1])) {
    return `must be from ${range[0]} to ${range[1]}`;
  }
  if (allowed && !allowed.includes(text)) return `must be one of ${allowed.join(', ')}`;
  if (text.length < length[0] || text.length > length[1])
    return `must have from ${length[0]} to ${length[1]} characters`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)) return `must match ${pattern}`;
  return undefined;
};
