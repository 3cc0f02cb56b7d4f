/**
 * Every way to break one place of an input, with the answer that it must get: each member missing, of a wrong type, too
 * short, too long, out of pattern, out of range and out of enum, in nested structures, lists and maps too.
 */
import {
  memberShapeName,
  type ServiceFacts,
  type Shape,
  type StringShape,
  shapeOf,
} from '../../../src/aws/model/model.ts';
import { isSensitive, isTaken, sampleOf, stringOfLength, untakenString } from './samples.ts';

export interface Mutation {
  readonly what: string;
  readonly input: unknown;
  readonly code: 'InvalidParameterException' | 'SerializationException';
  readonly message: string;
}

/** Where a value stands: how to put another in its place, and how messages call the place. */
interface Place {
  readonly path: string;
  with(value: unknown): unknown;
}

export const mutationsOf = (facts: ServiceFacts, inputShape: string): Mutation[] => {
  const whole: Place = { path: '', with: (value) => value };
  return mutateShape(whole, inputShape).filter((mutation) => mutation !== undefined);

  function mutateShape(place: Place, name: string): (Mutation | undefined)[] {
    const shape = shapeOf(facts, name);
    const here = place.path === '' ? [] : [wrongType(place, shape), ...limits(place, name, shape)];
    if (shape.type === 'structure') return [...here, ...mutateMembers(place, name)];
    if (shape.type === 'list') return [...here, ...mutateItem(place, name, shape.member)];
    if (shape.type === 'map') return [...here, ...mutateEntry(place, name, shape.key, shape.value)];
    return here;
  }

  function mutateMembers(place: Place, name: string): (Mutation | undefined)[] {
    const shape = shapeOf(facts, name);
    if (shape.type !== 'structure') return [];
    const full = sampleOf(facts, name) as Record<string, unknown>;
    const prefix = place.path === '' ? '' : `${place.path}.`;
    return Object.entries(shape.members).flatMap(([member, memberFacts]) => {
      const path = prefix + member.charAt(0).toLowerCase() + member.slice(1);
      const inner: Place = { path, with: (value) => place.with({ ...full, [member]: value }) };
      const missing = shape.required?.includes(member)
        ? [invalid('missing', inner, undefined, [memberShapeName(memberFacts), undefined, 'Member must not be null'])]
        : [];
      return [...missing, ...mutateShape(inner, memberShapeName(memberFacts))];
    });
  }

  function mutateItem(place: Place, list: string, item: string): (Mutation | undefined)[] {
    const shape = shapeOf(facts, item);
    if (shape.type === 'structure')
      return mutateShape({ path: `${place.path}.1.member`, with: (value) => place.with([value]) }, item);
    const told = `Member must satisfy constraint: [${constraintTexts(shape).join(', ')}]`;
    const wrong = wrongType({ path: place.path, with: (value) => place.with([value]) }, shape);
    return [
      wrong,
      ...brokenValues(shape).map((value) => invalid('broken item', place, [value], [list, [value], told])),
    ];
  }

  function mutateEntry(place: Place, map: string, key: string, item: string): (Mutation | undefined)[] {
    const [keyShape, itemShape] = [shapeOf(facts, key), shapeOf(facts, item)];
    const sampleKey = sampleOf(facts, key) as string;
    const keysTold = `Map keys must satisfy constraint: [${constraintTexts(keyShape).join(', ')}]`;
    const keys = brokenValues(keyShape).map((value) => {
      const broken = { [value as string]: sampleOf(facts, item) };
      return invalid('broken key', place, broken, [map, broken, keysTold]);
    });
    const inner: Place = {
      path: `${place.path}.${sampleKey}.member`,
      with: (value) => place.with({ [sampleKey]: value }),
    };
    if (itemShape.type === 'structure') return [...keys, ...mutateShape(inner, item)];
    const told = `Map value must satisfy constraint: [${constraintTexts(itemShape).join(', ')}]`;
    const values = brokenValues(itemShape).map((value) => {
      const broken = { [sampleKey]: value };
      return invalid('broken value', place, broken, [map, broken, told]);
    });
    return [...keys, wrongType(inner, itemShape), ...values];
  }

  function limits(place: Place, name: string, shape: Shape): (Mutation | undefined)[] {
    const refused = (what: string, value: unknown, ...texts: string[]) =>
      invalid(what, place, value, ...texts.map((text): Violation => [name, value, text]));
    if (shape.type === 'string') {
      return brokenValues(shape).map((value) => refused('broken string', value, ...violatedBy(shape, value as string)));
    }
    if (shape.type === 'integer' || shape.type === 'long') {
      return [
        shape.max === undefined ? undefined : refused('too great', shape.max + 1, greatest(shape.max, 'value')),
        shape.min === undefined ? undefined : refused('too small', shape.min - 1, least(shape.min, 'value')),
      ];
    }
    if (shape.type === 'list') return listLimits(place, name, shape);
    return [];
  }

  function listLimits(place: Place, name: string, shape: Shape & { type: 'list' }): (Mutation | undefined)[] {
    const isPrintable = shapeOf(facts, shape.member).type === 'string';
    const long = Array.from({ length: (shape.max ?? 0) + 1 }, () => sampleOf(facts, shape.member));
    return [
      shape.max === undefined || !isPrintable
        ? undefined
        : invalid('too many', place, long, [name, long, greatest(shape.max, 'length')]),
      shape.min === undefined || shape.min < 1
        ? undefined
        : invalid('too few', place, [], [name, [], least(shape.min, 'length')]),
    ];
  }

  function wrongType(place: Place, shape: Shape): Mutation | undefined {
    const wrong = WRONG[shape.type];
    if (wrong === undefined) return undefined;
    return {
      what: `${place.path}: wrong type`,
      input: place.with(wrong[0]),
      code: 'SerializationException',
      message: wrong[1],
    };
  }

  function invalid(what: string, place: Place, value: unknown, ...violations: Violation[]): Mutation {
    const told = violations.map(([shapeName, shown, text]) => {
      return `${subject(shapeName, shown)} at '${place.path}' failed to satisfy constraint: ${text}`;
    });
    const count = told.length === 1 ? '1 validation error' : `${told.length} validation errors`;
    return {
      what: `${place.path}: ${what}`,
      input: place.with(value),
      code: 'InvalidParameterException',
      message: `${count} detected: ${told.join('; ')}`,
    };
  }

  function subject(shapeName: string, value: unknown): string {
    if (isSensitive(facts, shapeOf(facts, shapeName))) return 'Value';
    return value === undefined ? 'Value null' : `Value '${printed(shapeName, value)}'`;
  }

  function printed(shapeName: string, value: unknown): string {
    const shape = shapeOf(facts, shapeName);
    const entries = Object.entries(value as object);
    if (shape.type === 'list') return `[${(value as unknown[]).map((item) => printed(shape.member, item)).join(', ')}]`;
    if (shape.type === 'map')
      return `{${entries.map(([key, item]) => `${key}=${printed(shape.value, item)}`).join(', ')}}`;
    if (shape.type !== 'structure') return String(value);
    const members = entries.map(([name, item]) => {
      const member = memberShapeName(shape.members[name] ?? '');
      return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${printed(member, item)}`;
    });
    return `${shapeName}(${members.join(', ')})`;
  }
};

/** Shape, value and the sentence about it. */
type Violation = readonly [string, unknown, string];

const WRONG: Readonly<Partial<Record<Shape['type'], readonly [unknown, string]>>> = {
  structure: ['text', 'Unexpected value type in payload'],
  list: ['text', 'Expected list or null'],
  map: ['text', 'Expected map or null'],
  string: [7, 'NUMBER_VALUE can not be converted to a String'],
  integer: ['text', 'STRING_VALUE can not be converted to an Integer'],
  long: ['text', 'STRING_VALUE can not be converted to a Long'],
  boolean: ['text', 'STRING_VALUE can not be converted to a Boolean'],
  blob: [true, 'TRUE_VALUE can not be converted to a Blob'],
  timestamp: [false, 'FALSE_VALUE can not be converted to a Timestamp'],
};

/** Longer texts take their time and show nothing that shorter ones do not. */
const LONGEST = 150_000;

const brokenValues = (shape: Shape): unknown[] => {
  if (shape.type !== 'string') return [];
  if (shape.enum !== undefined) return ['NOT-IN-THE-ENUM'];
  const { min = 0, max } = shape;
  const long = max === undefined || max > LONGEST ? undefined : (stringOfLength(shape, max + 1) ?? 'a'.repeat(max + 1));
  const short = min > 0 ? (stringOfLength(shape, min - 1) ?? 'a'.repeat(min - 1)) : undefined;
  return [long, short, shape.pattern === undefined ? undefined : untakenString(shape)].filter(
    (value) => value !== undefined,
  );
};

const violatedBy = (shape: StringShape, value: string): string[] => [
  ...(shape.max !== undefined && value.length > shape.max ? [greatest(shape.max, 'length')] : []),
  ...(shape.min !== undefined && value.length < shape.min ? [least(shape.min, 'length')] : []),
  ...(shape.enum !== undefined ? [enumText(shape.enum)] : []),
  ...(isTaken(shape, value) ? [] : [`Member must satisfy regular expression pattern: ${shape.pattern}`]),
];

const constraintTexts = (shape: Shape): string[] => {
  if (shape.type !== 'string') return [];
  return [
    ...(shape.max === undefined ? [] : [greatest(shape.max, 'length')]),
    ...(shape.min === undefined ? [] : [least(shape.min, 'length')]),
    ...(shape.enum === undefined ? [] : [enumText(shape.enum)]),
    ...(shape.pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${shape.pattern}`]),
  ];
};

const greatest = (limit: number, what: 'length' | 'value') => `Member must have ${what} less than or equal to ${limit}`;
const least = (limit: number, what: 'length' | 'value') => `Member must have ${what} greater than or equal to ${limit}`;

/** The order of a hash table: 32 buckets (64 above 24 values) over Java's string hash, later values first. */
const enumText = (values: readonly string[]): string => {
  const buckets = values.length > 24 ? 64n : 32n;
  const bucket = (text: string) =>
    [...text].reduce((hash, char) => hash * 31n + BigInt(char.charCodeAt(0)), 0n) % buckets;
  const sorted = [...values].reverse().sort((a, b) => Number(bucket(a) - bucket(b)));
  return `Member must satisfy enum value set: [${sorted.join(', ')}]`;
};
