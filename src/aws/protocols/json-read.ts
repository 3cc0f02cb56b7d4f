/** Reads parsed JSON by the facts: the right JSON type everywhere, or AWS's SerializationException. */
import { serializationError } from '../errors.ts';
import { memberShapeName, type ServiceFacts, type Shape, type StructureShape, shapeOf } from '../model/model.ts';

/** Unknown members are ignored; null is as good as absent, except in a list. */
export const readShape = (facts: ServiceFacts, shapeName: string, json: unknown): unknown => {
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure':
      return readStructure(facts, shape, json);
    case 'list':
      return readList(facts, shape.member, json);
    case 'map':
      return readMap(facts, shape.value, json);
    case 'document':
      return json;
    default:
      return readSimple(shape, json);
  }
};

export const readStructure = (facts: ServiceFacts, shape: StructureShape, json: unknown): object => {
  if (!isObject(json)) throw serializationError(notAStructure(json));
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const item = Object.hasOwn(json, name) ? json[name] : undefined;
    if (item !== undefined && item !== null) value[name] = readShape(facts, memberShapeName(member), item);
  }
  return value;
};

const readList = (facts: ServiceFacts, member: string, json: unknown): unknown[] => {
  if (!Array.isArray(json)) throw serializationError(isObject(json) ? MISPLACED_OBJECT : 'Expected list or null');
  return json.map((item: unknown) => (item === null ? null : readShape(facts, member, item)));
};

/** `fromEntries`, because assigning to a key that a caller chose could reach the prototype. */
const readMap = (facts: ServiceFacts, valueShape: string, json: unknown): object => {
  if (!isObject(json)) throw serializationError('Expected map or null');
  const entries = Object.entries(json).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [wellFormed(key), readShape(facts, valueShape, item)]));
};

const readSimple = (shape: Shape, json: unknown): unknown => {
  if (typeof json === 'object') throw serializationError(Array.isArray(json) ? MISPLACED_LIST : MISPLACED_OBJECT);
  switch (shape.type) {
    case 'string':
      return wellFormed(expect(typeof json === 'string', json, 'String') as string);
    case 'boolean':
      return expect(typeof json === 'boolean', json, 'Boolean');
    case 'integer':
      return Math.trunc(expect(isWithin(json, MAX_INTEGER), json, 'Integer') as number);
    case 'long':
      return Math.trunc(expect(isWithin(json, Number.MAX_SAFE_INTEGER), json, 'Long') as number);
    case 'timestamp':
      return new Date(1000 * (expect(isWithin(json, MAX_SECONDS), json, 'Timestamp') as number));
    case 'blob':
      return readBlob(expect(typeof json === 'string', json, 'Blob') as string);
    default:
      return expect(typeof json === 'number' && Number.isFinite(json), json, 'Double');
  }
};

const MISPLACED_OBJECT = 'Start of structure or map found where not expected.';
const MISPLACED_LIST = 'Start of list found where not expected';
const MAX_INTEGER = 2 ** 31 - 1;
/** What a `Date` can hold (ECMA-262, "Time Values and Time Range"). */
const MAX_SECONDS = 8.64e12;

const expect = (holds: boolean, json: unknown, type: string): unknown => {
  if (!holds)
    throw serializationError(`${tokenName(json)} can not be converted to ${type === 'Integer' ? 'an ' : 'a '}${type}`);
  return json;
};

/** The parser's names for JSON tokens, which AWS shows. */
const tokenName = (json: unknown): string => {
  if (typeof json === 'string') return 'STRING_VALUE';
  if (typeof json === 'number') return Number.isInteger(json) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return json === true ? 'TRUE_VALUE' : 'FALSE_VALUE';
};

const notAStructure = (json: unknown): string =>
  Array.isArray(json) ? MISPLACED_LIST : 'Unexpected value type in payload';

const isWithin = (json: unknown, limit: number): boolean => typeof json === 'number' && Math.abs(json) <= limit;

/** Half a surrogate pair has no UTF-8: no store keeps it, and functions of the language throw on it. */
const wellFormed = (text: string): string => {
  if (text.isWellFormed()) return text;
  throw serializationError('Unpaired surrogate in a string');
};

const readBlob = (text: string): Uint8Array => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw serializationError('Invalid Base64 value');
  return new Uint8Array(Buffer.from(text, 'base64'));
};

const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
