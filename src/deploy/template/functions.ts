/** Which parts of a tree are intrinsic functions, and what each is given. */
import { type Place, refuse } from '../problems.ts';
import { listOf, type MappingNode, type Node, textOf } from './node.ts';

export interface Call {
  readonly name: string;
  readonly argument: Node;
  readonly at: Place;
}

/** A mapping with the one key `Ref`, `Condition` or `Fn::…`. */
export const callOf = (node: Node): Call | undefined => {
  if (node.kind !== 'mapping' || node.entries.size !== 1) return undefined;
  const [[name, { node: argument, at }]] = [...node.entries] as [[string, { node: Node; at: Place }]];
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? { name, argument, at } : undefined;
};

/** So many items. */
export const itemsOf = ({ name, argument }: Call, least: number, most = least): readonly Node[] => {
  const { items, at } = listOf(argument, name);
  const expected =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  return items.length < least || items.length > most ? refuse(at, `${name} takes ${expected} items`) : items;
};

/** `Pool.Arn` or `[Pool, Arn]`; the second item of a list may be a function. */
export const attributeOf = (call: Call): { resource: string; attribute: string | Node; at: Place } => {
  const { argument } = call;
  if (argument.kind !== 'list') {
    const text = textOf(argument, call.name);
    const dot = text.indexOf('.');
    if (dot < 1) return refuse(argument.at, 'Fn::GetAtt takes a resource and an attribute: Resource.Attribute');
    return { resource: text.slice(0, dot), attribute: text.slice(dot + 1), at: argument.at };
  }
  const [resource, attribute] = itemsOf(call, 2) as [Node, Node];
  const name = attribute.kind === 'scalar' ? textOf(attribute, 'an attribute') : attribute;
  return { resource: textOf(resource, 'the resource of Fn::GetAtt'), attribute: name, at: resource.at };
};

export interface Substitution {
  readonly text: string;
  /** What stands between `${` and `}`; undefined for plain text. */
  readonly name?: string;
}

/** The parts of Fn::Sub's text; `${!Name}` is the text `${Name}`. */
export const substitutionsOf = (text: string): Substitution[] => {
  const parts: Substitution[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$\{(!?)\s*([^}]*?)\s*\}/g)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push(match[1] === '!' ? { text: `\${${match[2]}}` } : { text: match[0], name: match[2] ?? '' });
    from = match.index + match[0].length;
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts;
};

/** The text and the names of Fn::Sub in either form. */
export const subOf = (call: Call): { text: string; at: Place; names: MappingNode | undefined } => {
  if (call.argument.kind !== 'list') {
    return { text: textOf(call.argument, 'Fn::Sub'), at: call.argument.at, names: undefined };
  }
  const [text, names] = itemsOf(call, 2) as [Node, Node];
  if (names.kind !== 'mapping') return refuse(names.at, 'the names of Fn::Sub must be a mapping');
  return { text: textOf(text, 'the text of Fn::Sub'), at: text.at, names };
};
