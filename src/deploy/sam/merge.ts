/** Globals below a resource's own properties: mappings are merged, lists joined, anything else is the resource's. */

import type { Place } from '../problems.ts';
import { callOf } from '../template/functions.ts';
import { type Entry, type MappingNode, mapping, type Node } from '../template/node.ts';

export const merged = (below: Node | undefined, above: Node | undefined, at: Place): MappingNode => {
  const result = both(below, above);
  return result?.kind === 'mapping' ? result : mapping({}, at);
};

const both = (below: Node | undefined, above: Node | undefined): Node | undefined => {
  if (below === undefined || above === undefined) return above ?? below;
  if (callOf(below) || callOf(above)) return above;
  if (below.kind === 'list' && above.kind === 'list') return { ...above, items: [...below.items, ...above.items] };
  if (below.kind !== 'mapping' || above.kind !== 'mapping') return above;
  const entries = new Map<string, Entry>(below.entries);
  for (const [name, entry] of above.entries) {
    entries.set(name, { at: entry.at, node: both(below.entries.get(name)?.node, entry.node) ?? entry.node });
  }
  return { ...above, entries };
};

/** What stands beside Type and Properties. */
export const beside = (resource: Node): Record<string, Node> =>
  Object.fromEntries(
    (resource.kind === 'mapping' ? [...resource.entries] : [])
      .filter(([name]) => name !== 'Type' && name !== 'Properties')
      .map(([name, { node }]) => [name, node]),
  );
