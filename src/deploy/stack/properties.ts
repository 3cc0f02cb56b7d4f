/** A resource's properties as its kind takes them: known, of the right type, complete. Complaints have their places. */
import { loadFacts } from '../../aws/model/model.ts';
import { type Complaint, shaped } from '../client/shaped.ts';
import type { Kind, Property } from '../kinds/kind.ts';
import { type Place, type Problem, TemplateError } from '../problems.ts';
import { isUnknown } from '../template/evaluate.ts';
import { callOf } from '../template/functions.ts';
import { type Fields, isFields, type Node, own, type Value } from '../template/node.ts';
import type { ResourceDeclaration } from '../template/template.ts';

/** @throws TemplateError with everything that is wrong */
export const checkedProperties = (kind: Kind, declaration: ResourceDeclaration, given: Fields): Fields => {
  const complaints: Complaint[] = [];
  const checked: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    const rule = own(kind.properties, name) ?? kind.properties['*'];
    if (rule === undefined) complaints.push({ path: [name], message: `${name} is not supported` });
    else if (rule.unsupported !== undefined) {
      complaints.push({ path: [name], message: `${name} is not supported: ${rule.unsupported}` });
    } else if (rule.ignored === undefined) checked[name] = typed(rule, value, name, complaints);
  }
  for (const [name, rule] of Object.entries(kind.properties)) {
    if (rule.required && given[name] === undefined && kind.name?.property !== name)
      complaints.push({ path: [], message: `needs ${name}` });
  }
  for (const message of kind.check?.(checked) ?? []) {
    complaints.push({ path: [/^\w+/.exec(message)?.[0] ?? ''], message });
  }
  if (complaints.length > 0) throw new TemplateError(complaints.map((each) => problemOf(declaration, each)));
  return checked;
};

/** Properties without effect, with the reason. */
export const ignoredOf = (
  kind: Kind,
  { properties }: ResourceDeclaration,
): { name: string; why: string; at: Place }[] =>
  [...(properties?.entries ?? [])].flatMap(([name, { at }]) => {
    const why = own(kind.properties, name)?.ignored;
    return why === undefined ? [] : [{ name, why, at }];
  });

const problemOf = (declaration: ResourceDeclaration, { path, message }: Complaint): Problem => ({
  at: (declaration.properties && placeAt(declaration.properties, path)) ?? declaration.at,
  message: `${declaration.logicalId} (${declaration.type}): ${message}`,
});

/** The place of what is at a path, or of the nearest thing around it: functions may hide the rest. */
const placeAt = (node: Node, path: readonly string[]): Place | undefined => {
  let current = node;
  let at: Place | undefined;
  for (const name of path) {
    if (callOf(current)) break;
    const entry = current.kind === 'mapping' ? current.entries.get(name) : undefined;
    const next = current.kind === 'list' ? current.items[Number(name)] : entry?.node;
    if (next === undefined) break;
    at = entry?.at ?? next.at;
    current = next;
  }
  return at;
};

const typed = (rule: Property, value: Value, name: string, complaints: Complaint[]): Value => {
  if (typeof value === 'string' && isUnknown(value)) return value;
  if (rule.shape) return shaped(loadFacts(rule.shape.service), rule.shape.name, value, [name], complaints);
  const complain = (message: string): Value => {
    complaints.push({ path: [name], message: `${name} ${message}` });
    return value;
  };
  switch (rule.type) {
    case 'text':
      return typeof value === 'object' ? complain('must be text') : String(value);
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : complain('must be a number');
    }
    case 'flag':
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : complain('must be true or false');
    case 'texts': {
      const items = Array.isArray(value) ? value : [value];
      return items.every((item) => typeof item !== 'object') ? items.map(String) : complain('must be a list of texts');
    }
    case 'fields':
      return isFields(value) ? value : complain('must be a mapping');
    case 'list':
      return Array.isArray(value) ? value : complain('must be a list');
    default:
      return value;
  }
};
