/**
 * Reads a template, YAML with CloudFormation's short forms or JSON, into a tree that keeps lines.
 * Source: AWS CloudFormation user guide, "Template format", "Intrinsic function reference".
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, type Node as YamlNode } from 'yaml';
import { type Place, type Problem, refuse, TemplateError } from '../problems.ts';
import { type Entry, type Node, type Scalar, scalar } from './node.ts';

/** Short form to the function's name; `!Ref` and `!Condition` have no `Fn::`. */
const TAGS: Readonly<Record<string, string>> = {
  '!Ref': 'Ref',
  '!Condition': 'Condition',
  ...Object.fromEntries(
    [
      'GetAtt',
      'Sub',
      'Join',
      'Select',
      'Split',
      'If',
      'And',
      'Or',
      'Not',
      'Equals',
      'FindInMap',
      'Base64',
      'ImportValue',
      'Cidr',
      'GetAZs',
      'Transform',
      'ToJsonString',
      'Length',
      'ForEach',
      'Contains',
      'EachMemberEquals',
      'EachMemberIn',
      'RefAll',
      'ValueOf',
      'ValueOfAll',
    ].map((name) => [`!${name}`, `Fn::${name}`]),
  ),
};

/** CloudFormation's own limit of a template is 1 MB. */
const MOST_BYTES = 1_000_000;
const MOST_DEPTH = 100;

/** @throws TemplateError */
export const readTemplate = (text: string, file: string): Node => {
  const lines = new LineCounter();
  const start: Place = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > MOST_BYTES) return refuse(start, 'the template is longer than 1,000,000 bytes');
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', schema: 'core' });
  const placeOf = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: Problem[] = document.errors.map((error) => ({
    at: placeOf(error.pos[0]),
    message: error.message.split(' at line')[0] ?? error.message,
  }));
  if (problems.length > 0) throw new TemplateError(problems);
  if (document.contents === null) return refuse(start, 'the template is empty');
  return treeOf(document.contents, placeOf, 0);
};

type PlaceOf = (offset: number | undefined) => Place;

const treeOf = (node: YamlNode | null, placeOf: PlaceOf, depth: number): Node => {
  const at = placeOf(node?.range?.[0]);
  if (depth > MOST_DEPTH) return refuse(at, 'the template is nested too deeply');
  if (node === null) return scalar(null, at);
  if (isAlias(node)) return refuse(at, 'aliases (*name) are not supported in templates');
  const bare = bareOf(node, at, placeOf, depth);
  return taggedOf(node.tag, bare, at);
};

const bareOf = (node: YamlNode, at: Place, placeOf: PlaceOf, depth: number): Node => {
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => treeOf(item as YamlNode, placeOf, depth + 1)), at };
  }
  if (isMap(node)) {
    const entries = node.items.map((pair) => entryOf(pair as Pair<YamlNode, YamlNode | null>, placeOf, depth));
    return { kind: 'mapping', entries: new Map(entries), at };
  }
  return scalar(isScalar(node) ? scalarOf(node.value, node.source) : null, at);
};

const entryOf = ({ key, value }: Pair<YamlNode, YamlNode | null>, placeOf: PlaceOf, depth: number): [string, Entry] => {
  const at = placeOf(key.range?.[0]);
  if (!isScalar(key)) return refuse(at, 'a key must be text');
  if (key.value === '<<') return refuse(at, 'merge keys (<<) are not supported in templates');
  const name = key.source ?? String(key.value);
  return [name, { at, node: value === null ? scalar(null, at) : treeOf(value, placeOf, depth + 1) }];
};

/** `012345678901` is an account, not a number: what a number would not say the same way stays text. */
const scalarOf = (value: unknown, source: string | undefined): Scalar => {
  if (typeof value === 'bigint') return source ?? String(value);
  if (typeof value === 'number') return source !== undefined && String(value) !== source ? source : value;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
};

const taggedOf = (tag: string | undefined, node: Node, at: Place): Node => {
  if (tag === undefined || tag.startsWith('tag:yaml.org,2002:')) return node;
  const name = TAGS[tag];
  if (name === undefined) return refuse(at, `${tag} is no intrinsic function`);
  return { kind: 'mapping', entries: new Map([[name, { node, at }]]), at };
};
