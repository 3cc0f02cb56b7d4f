/** What a part of a template refers to, found without evaluating it. */
import type { Place } from '../problems.ts';
import { attributeOf, callOf, itemsOf, subOf, substitutionsOf } from './functions.ts';
import { type Node, textOf } from './node.ts';

export interface Reference {
  /** A parameter, pseudo parameter or resource; of `condition` a condition. */
  readonly name: string;
  readonly kind: 'ref' | 'attribute' | 'condition' | 'map';
  readonly attribute?: string;
  readonly at: Place;
}

/** `takes`: which branch of an Fn::If counts; both when it does not know. */
export const referencesOf = (node: Node, takes?: (condition: string) => boolean | undefined): Reference[] => {
  const call = callOf(node);
  if (call === undefined) return partsOf(node).flatMap((part) => referencesOf(part, takes));
  const { name, argument } = call;
  switch (name) {
    case 'Ref':
      return [{ kind: 'ref', name: textOf(argument, 'Ref'), at: argument.at }];
    case 'Condition':
      return [{ kind: 'condition', name: textOf(argument, 'Condition'), at: argument.at }];
    case 'Fn::GetAtt': {
      const { resource, attribute, at } = attributeOf(call);
      if (typeof attribute === 'string') return [{ kind: 'attribute', name: resource, attribute, at }];
      return [{ kind: 'attribute', name: resource, at }, ...referencesOf(attribute, takes)];
    }
    case 'Fn::Sub': {
      const { text, at, names } = subOf(call);
      const own = new Set(names?.entries.keys());
      const used = substitutionsOf(text).flatMap((part) => (part.name && !own.has(part.name) ? [part.name] : []));
      return [...used.map((each) => dotted(each, at)), ...(names ? referencesOf(names, takes) : [])];
    }
    case 'Fn::If': {
      const [condition, yes, no] = itemsOf(call, 3) as [Node, Node, Node];
      const tested = textOf(condition, 'the condition of Fn::If');
      const taken = takes?.(tested);
      const branches = taken === undefined ? [yes, no] : [taken ? yes : no];
      return [
        { kind: 'condition', name: tested, at: condition.at },
        ...branches.flatMap((branch) => referencesOf(branch, takes)),
      ];
    }
    case 'Fn::FindInMap': {
      const [map] = itemsOf(call, 3, 4);
      const fixed = map?.kind === 'scalar' ? [{ kind: 'map' as const, name: textOf(map, 'a map'), at: map.at }] : [];
      return [...fixed, ...partsOf(argument).flatMap((part) => referencesOf(part, takes))];
    }
    default:
      return referencesOf(argument, takes);
  }
};

const partsOf = (node: Node): Node[] => {
  if (node.kind === 'scalar') return [];
  return node.kind === 'list' ? [...node.items] : [...node.entries.values()].map((entry) => entry.node);
};

const dotted = (name: string, at: Place): Reference => {
  const dot = name.indexOf('.');
  if (dot < 1) return { kind: 'ref', name, at };
  return { kind: 'attribute', name: name.slice(0, dot), attribute: name.slice(dot + 1), at };
};
