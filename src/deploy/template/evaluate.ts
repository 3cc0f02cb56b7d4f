/**
 * Evaluates a tree: intrinsic functions become values. What is not known before a resource has been made is a text with
 * a mark in it, which travels through the functions that only join and pass on.
 */
import { type Place, refuse } from '../problems.ts';
import { attributeOf, type Call, callOf, itemsOf, subOf, substitutionsOf } from './functions.ts';
import { isFields, mappingOf, type Node, textOf, type Value } from './node.ts';

export interface Scope {
  /** A parameter, pseudo parameter or resource. NOTHING for AWS::NoValue. */
  ref(name: string, at: Place): Value | typeof NOTHING;
  attribute(resource: string, attribute: string, at: Place): Value;
  condition(name: string, at: Place): boolean;
  mapped(map: string, top: string, second: string, at: Place): Value | undefined;
  imported(name: string, at: Place): Value;
}

/** What `AWS::NoValue` stands for: the property or item is left out. */
export const NOTHING = Symbol('AWS::NoValue');

const MARK = '\u0001';

/** A text for what only a later step knows. */
export const unknown = (what: string): string => `${MARK}${what}${MARK}`;

export const isUnknown = (value: Value): boolean => {
  if (typeof value === 'string') return value.includes(MARK);
  if (Array.isArray(value)) return value.some(isUnknown);
  return isFields(value) && Object.values(value).some(isUnknown);
};

/** For people: `<Pool.Arn>`. */
export const showUnknown = (text: string): string =>
  text.replace(new RegExp(`${MARK}([^${MARK}]*)${MARK}`, 'g'), '<$1>');

const REFUSED: Readonly<Record<string, string>> = {
  'Fn::Cidr': 'there are no networks here',
  'Fn::GetAZs': 'there are no availability zones here',
  'Fn::Transform': 'macros run at AWS alone',
  'Fn::ForEach': 'write the resources out, or synthesize them with the CDK',
};

type Result = Value | typeof NOTHING;

/** Undefined where the whole value is AWS::NoValue. @throws TemplateError */
export const evaluate = (node: Node, scope: Scope): Value | undefined => {
  const result = resultOf(node, scope);
  return result === NOTHING ? undefined : result;
};

const resultOf = (node: Node, scope: Scope): Result => {
  const call = callOf(node);
  if (call !== undefined) return applied(call, scope);
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') {
    return node.items.map((item) => resultOf(item, scope)).filter((item): item is Value => item !== NOTHING);
  }
  const entries = [...node.entries].map(([name, entry]) => [name, resultOf(entry.node, scope)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Value] => entry[1] !== NOTHING));
};

/** A value that must be there. */
const given = (node: Node, scope: Scope): Value => {
  const value = resultOf(node, scope);
  return value === NOTHING ? refuse(node.at, 'AWS::NoValue cannot stand here') : value;
};

const textual = (node: Node, scope: Scope, what: string): string => {
  const value = given(node, scope);
  return typeof value === 'object' ? refuse(node.at, `${what} must be text`) : String(value);
};

type Apply = (call: Call, scope: Scope) => Result;

const APPLY: Readonly<Record<string, Apply>> = {
  Ref: ({ argument }, scope) => scope.ref(textOf(argument, 'Ref'), argument.at),
  Condition: ({ argument }, scope) => scope.condition(textOf(argument, 'Condition'), argument.at),
  'Fn::GetAtt': (call, scope) => {
    const { resource, attribute, at } = attributeOf(call);
    const name = typeof attribute === 'string' ? attribute : textual(attribute, scope, 'an attribute');
    return scope.attribute(resource, name, at);
  },
  'Fn::Sub': (call, scope) => substituted(call, scope),
  'Fn::Join': (call, scope) => {
    const [separator, list] = itemsOf(call, 2) as [Node, Node];
    const items = given(list, scope);
    if (typeof items === 'string' && isUnknown(items)) return items;
    if (!Array.isArray(items)) return refuse(list.at, 'Fn::Join takes a separator and a list');
    return items.map((item) => scalarText(item, list.at)).join(textual(separator, scope, 'the separator'));
  },
  'Fn::Split': (call, scope) => {
    const [separator, text] = itemsOf(call, 2) as [Node, Node];
    const whole = textual(text, scope, 'what Fn::Split takes apart');
    return isUnknown(whole) ? whole : whole.split(textual(separator, scope, 'the separator'));
  },
  'Fn::Select': (call, scope) => {
    const [index, list] = itemsOf(call, 2) as [Node, Node];
    const items = given(list, scope);
    if (typeof items === 'string' && isUnknown(items)) return items;
    const at = Number(textual(index, scope, 'the index of Fn::Select'));
    if (!Array.isArray(items)) return refuse(list.at, 'Fn::Select takes an index and a list');
    const item = items[at] as Value | undefined;
    return item === undefined ? refuse(index.at, `Fn::Select: the list has no item ${at}`) : item;
  },
  'Fn::If': (call, scope) => {
    const [condition, yes, no] = itemsOf(call, 3) as [Node, Node, Node];
    return resultOf(scope.condition(textOf(condition, 'the condition of Fn::If'), condition.at) ? yes : no, scope);
  },
  'Fn::And': (call, scope) =>
    itemsOf(call, 2, 10)
      .map((item) => truth(item, scope))
      .every(Boolean),
  'Fn::Or': (call, scope) =>
    itemsOf(call, 2, 10)
      .map((item) => truth(item, scope))
      .some(Boolean),
  'Fn::Not': (call, scope) => !truth(itemsOf(call, 1)[0] as Node, scope),
  'Fn::Equals': (call, scope) => {
    const [one, other] = itemsOf(call, 2).map((item) => given(item, scope)) as [Value, Value];
    return comparable(one) === comparable(other);
  },
  'Fn::FindInMap': (call, scope) => {
    const [map, top, second, options] = itemsOf(call, 3, 4) as [Node, Node, Node, Node | undefined];
    const names = [map, top, second].map((item) => textual(item, scope, 'a name of Fn::FindInMap'));
    const [mapName = '', topName = '', secondName = ''] = names;
    const found = scope.mapped(mapName, topName, secondName, map.at);
    if (found !== undefined) return found;
    const fallback = options && mappingOf(options, 'the options of Fn::FindInMap').entries.get('DefaultValue');
    if (fallback) return given(fallback.node, scope);
    return refuse(call.at, `Fn::FindInMap: ${mapName} has no ${topName}.${secondName}`);
  },
  'Fn::Base64': ({ argument }, scope) => {
    const text = textual(argument, scope, 'Fn::Base64');
    return isUnknown(text) ? text : Buffer.from(text).toString('base64');
  },
  'Fn::ImportValue': ({ argument }, scope) => scope.imported(textual(argument, scope, 'Fn::ImportValue'), argument.at),
  'Fn::ToJsonString': ({ argument }, scope) => JSON.stringify(given(argument, scope)),
  'Fn::Length': ({ argument }, scope) => {
    const items = given(argument, scope);
    return Array.isArray(items) ? items.length : refuse(argument.at, 'Fn::Length takes a list');
  },
};

const applied = (call: Call, scope: Scope): Result => {
  const apply = APPLY[call.name];
  if (apply !== undefined) return apply(call, scope);
  const why = REFUSED[call.name];
  return refuse(call.at, why ? `${call.name} is not supported: ${why}` : `${call.name} is no intrinsic function`);
};

const substituted = (call: Call, scope: Scope): string => {
  const { text, at, names } = subOf(call);
  const own = new Map([...(names?.entries ?? [])].map(([name, { node }]) => [name, given(node, scope)]));
  return substitutionsOf(text)
    .map((part) => (part.name === undefined ? part.text : scalarText(named(part.name, own, scope, at), at)))
    .join('');
};

const named = (name: string, own: ReadonlyMap<string, Value>, scope: Scope, at: Place): Value => {
  const given = own.get(name);
  if (given !== undefined) return given;
  const dot = name.indexOf('.');
  if (dot > 0) return scope.attribute(name.slice(0, dot), name.slice(dot + 1), at);
  const value = scope.ref(name, at);
  return value === NOTHING ? '' : value;
};

const scalarText = (value: Value, at: Place): string => {
  if (Array.isArray(value)) return value.map((item) => scalarText(item, at)).join(',');
  return isFields(value) ? refuse(at, 'a mapping cannot stand within text') : String(value ?? '');
};

const truth = (node: Node, scope: Scope): boolean => {
  const value = given(node, scope);
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : refuse(node.at, 'a condition must be true or false');
};

const comparable = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** A condition's own expression. */
export const evaluateCondition = (node: Node, scope: Scope): boolean => truth(node, scope);
