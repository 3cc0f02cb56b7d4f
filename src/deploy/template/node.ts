/** A template as a tree whose every part knows its place. Functions are mappings with one key, whatever form they had. */
import { type Place, refuse } from '../problems.ts';

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly at: Place;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly at: Place;
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Place;
}

export interface Entry {
  readonly node: Node;
  /** Of the key. */
  readonly at: Place;
}

export type Node = ScalarNode | ListNode | MappingNode;

/** Values that evaluation has come to; what goes to the APIs. */
export type Value = Scalar | readonly Value[] | { readonly [name: string]: Value };
export type Fields = { readonly [name: string]: Value };

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nothing of the prototype: names in templates may be any. */
export const own = <Item>(items: Readonly<Record<string, Item>> | undefined, name: string): Item | undefined =>
  items !== undefined && Object.hasOwn(items, name) ? items[name] : undefined;

export const mappingOf = (node: Node, what: string): MappingNode =>
  node.kind === 'mapping' ? node : refuse(node.at, `${what} must be a mapping`);

export const listOf = (node: Node, what: string): ListNode =>
  node.kind === 'list' ? node : refuse(node.at, `${what} must be a list`);

/** Text of a scalar; functions are not evaluated here. */
export const textOf = (node: Node, what: string): string =>
  node.kind === 'scalar' && node.value !== null ? String(node.value) : refuse(node.at, `${what} must be text`);

export const childOf = (node: Node | undefined, name: string): Node | undefined =>
  node?.kind === 'mapping' ? node.entries.get(name)?.node : undefined;

export const scalar = (value: Scalar, at: Place): ScalarNode => ({ kind: 'scalar', value, at });

/** Values of ours as parts of a template, all at one place. */
export const nodeOf = (value: Value | Node, at: Place): Node => {
  if (isNode(value)) return value;
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => nodeOf(item, at)), at };
  if (!isFields(value)) return scalar(value as Scalar, at);
  return mapping(value, at);
};

export type Parts = { readonly [name: string]: Node | Value | Parts | readonly (Node | Value | Parts)[] | undefined };

/** Undefined parts are left out. */
export const mapping = (parts: Parts, at: Place): MappingNode => ({
  kind: 'mapping',
  entries: new Map(
    Object.entries(parts)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, { node: partOf(part as Node, at), at }]),
  ),
  at,
});

const partOf = (part: unknown, at: Place): Node => {
  if (isNode(part)) return part;
  if (Array.isArray(part)) return { kind: 'list', items: part.map((item) => partOf(item, at)), at };
  if (typeof part === 'object' && part !== null) return mapping(part as Parts, at);
  return scalar(part as Scalar, at);
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'at' in value &&
  typeof (value as { at: unknown }).at === 'object';

/** The tree as plain data, functions as they are written. */
export const plainOf = (node: Node): Value => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plainOf(entry.node)]));
};
