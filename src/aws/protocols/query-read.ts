/** Reads a form by the facts: `Tags.member.1.Key=…` becomes `{ Tags: [{ Key: … }] }`. */
import { serializationError } from '../errors.ts';
import {
  type MemberFacts,
  memberShapeName,
  type ServiceFacts,
  type Shape,
  type StructureShape,
  shapeOf,
} from '../model/model.ts';

/** Names with dots as a tree; a leaf has a value. */
interface Branch {
  value?: string;
  readonly children: Map<string, Branch>;
}

/** Deeper and more than any shape of the models. */
const MAX_DEPTH = 16;
const MAX_FIELDS = 10_000;
const MAX_INTEGER = 2 ** 31 - 1;

/** Fields that the shape does not know are passed over. @throws AwsError SerializationException */
export const readForm = (facts: ServiceFacts, shape: StructureShape, form: URLSearchParams): object =>
  readStructure(facts, shape, treeOf(form));

const treeOf = (form: URLSearchParams): Branch => {
  const root = newBranch();
  let fields = 0;
  for (const [name, value] of form) {
    const path = name.split('.');
    fields += 1;
    if (fields > MAX_FIELDS || path.length > MAX_DEPTH) throw serializationError('The form has too many fields');
    let branch = root;
    for (const part of path) branch = childOf(branch, part);
    branch.value ??= value;
  }
  return root;
};

const newBranch = (): Branch => ({ children: new Map() });

const childOf = ({ children }: Branch, name: string): Branch => {
  const known = children.get(name);
  if (known !== undefined) return known;
  const made = newBranch();
  children.set(name, made);
  return made;
};

const readShape = (facts: ServiceFacts, shapeName: string, branch: Branch): unknown => {
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure':
      return readStructure(facts, shape, branch);
    case 'list':
      return numbered(branch.children.get('member')).map((item) => readShape(facts, shape.member, item));
    case 'map':
      return readMap(facts, shape.value, branch);
    default:
      return readSimple(shape, branch.value ?? '');
  }
};

const readStructure = (facts: ServiceFacts, shape: StructureShape, { children }: Branch): object => {
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const branch = children.get(wireName(name, member));
    if (branch !== undefined) value[name] = readShape(facts, memberShapeName(member), branch);
  }
  return value;
};

const wireName = (name: string, member: MemberFacts): string =>
  typeof member === 'string' ? name : (member.name ?? name);

/** By their numbers, which need not be without gaps. */
const numbered = (branch: Branch | undefined): Branch[] =>
  [...(branch?.children ?? [])]
    .filter(([number]) => /^[1-9]\d{0,8}$/.test(number))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, item]) => item);

const readMap = (facts: ServiceFacts, valueShape: string, branch: Branch): object =>
  Object.fromEntries(
    numbered(branch.children.get('entry')).map(({ children }) => [
      children.get('key')?.value ?? '',
      readShape(facts, valueShape, children.get('value') ?? newBranch()),
    ]),
  );

const readSimple = (shape: Shape, text: string): unknown => {
  switch (shape.type) {
    case 'boolean':
      return expect(/^(true|false)$/i.test(text), text.toLowerCase() === 'true');
    case 'integer':
      return expect(/^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= MAX_INTEGER, Number(text));
    case 'long':
      return expect(/^[+-]?\d{1,15}$/.test(text), Number(text));
    case 'float':
    case 'double':
      return expect(text.trim() !== '' && Number.isFinite(Number(text)), Number(text));
    case 'timestamp':
      return expect(!Number.isNaN(Date.parse(text)), new Date(text));
    case 'blob':
      return expect(/^[A-Za-z0-9+/]*={0,2}$/.test(text), new Uint8Array(Buffer.from(text, 'base64')));
    default:
      return text;
  }
};

/** The value itself is not said: it may be a secret. */
const expect = (holds: boolean, value: unknown): unknown => {
  if (!holds) throw serializationError('A value of the request has the wrong type');
  return value;
};
