/** Values that satisfy the model, made from the facts; written apart from the validator that they test. */
import {
  memberShapeName,
  type ServiceFacts,
  type Shape,
  type StringShape,
  shapeOf,
} from '../../../src/aws/model/model.ts';

/** A value with every member in it, one element in every list and map. As JSON sends it. */
export const sampleOf = (facts: ServiceFacts, shapeName: string): unknown => {
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, member]) => [name, sampleOf(facts, memberShapeName(member))]),
      );
    case 'list':
      return Array.from({ length: Math.max(1, shape.min ?? 0) }, () => sampleOf(facts, shape.member));
    case 'map':
      return { [sampleOf(facts, shape.key) as string]: sampleOf(facts, shape.value) };
    case 'string':
      return sampleString(shapeName, shape);
    case 'boolean':
      return true;
    case 'blob':
      return 'YWJj';
    case 'document':
      return { any: 'thing' };
    case 'timestamp':
      return 1_700_000_000.123;
    default:
      return Math.max(1, shape.min ?? 1);
  }
};

const sampleString = (name: string, shape: StringShape): string => {
  if (shape.enum !== undefined) return shape.enum[0] as string;
  const least = Math.max(1, shape.min ?? 0);
  for (let length = least; length < least + 100; length++) {
    const value = stringOfLength(shape, length);
    if (value !== undefined) return value;
  }
  throw new Error(`no sample for ${name}: ${shape.pattern}`);
};

const BEGINNINGS = [
  '',
  '1',
  'us-east-1_',
  'arn:aws:iam::1:',
  'arn:aws:iam:a:1:',
  'arn:aws:wafv2:::',
  'a@',
  'import-',
  '{####}',
  '{##a##}',
  'a_',
  'https://',
  'terms-of-use',
  'cognito:default',
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7',
  '/',
  'v1',
  'o-aaaaaaaaaa/r-aaaa',
  'p-',
];

/** A string of just that length that the pattern takes, if there is one among a few forms. */
export const stringOfLength = (shape: StringShape, length: number): string | undefined => {
  for (const beginning of BEGINNINGS) {
    for (const filling of ['a', '1']) {
      if (beginning.length > length) continue;
      const value = beginning + filling.repeat(length - beginning.length);
      if (isTaken(shape, value)) return value;
    }
  }
  return undefined;
};

export const isTaken = ({ pattern }: StringShape, value: string): boolean =>
  pattern === undefined ||
  new RegExp(`^(?:${pattern.replace('(?s)', '')})$`, pattern.startsWith('(?s)') ? 'su' : 'u').test(value);

/** A string within the bounds that the pattern refuses. */
export const untakenString = (shape: StringShape): string | undefined => {
  const length = Math.min(Math.max(1, shape.min ?? 0), shape.max ?? 1);
  return [' ', '\u0001', '!', '_', '\ud83d'].map((char) => char.repeat(length)).find((value) => !isTaken(shape, value));
};

export const isSensitive = (facts: ServiceFacts, shape: Shape): boolean => {
  if ('sensitive' in shape && shape.sensitive) return true;
  if (shape.type === 'list') return isSensitive(facts, shapeOf(facts, shape.member));
  return shape.type === 'map' && isSensitive(facts, shapeOf(facts, shape.value));
};
