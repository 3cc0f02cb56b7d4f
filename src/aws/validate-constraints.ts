/** The constraints of a single value, each with the sentence that AWS says when it does not hold. */
import type { Shape, StringShape } from './model/model.ts';
import { matchesPattern } from './validate-pattern.ts';

export interface Constraint {
  readonly text: string;
  holds(value: unknown): boolean;
}

export const NOT_NULL = 'Member must not be null';

/** In the order in which AWS names them: length or range, enum, pattern. */
export const constraintsOf = (shape: Shape): readonly Constraint[] => {
  switch (shape.type) {
    case 'string':
      return [...lengthConstraints(shape), ...enumConstraint(shape), ...patternConstraint(shape)];
    case 'list':
    case 'map':
    case 'blob':
      return lengthConstraints(shape);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return rangeConstraints(shape);
    default:
      return [];
  }
};

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

const lengthConstraints = ({ min, max }: Bounds): Constraint[] => [
  ...bound(max, (limit) => ({
    text: `Member must have length less than or equal to ${limit}`,
    holds: (value) => sizeOf(value) <= limit,
  })),
  ...bound(min, (limit) => ({
    text: `Member must have length greater than or equal to ${limit}`,
    holds: (value) => sizeOf(value) >= limit,
  })),
];

const rangeConstraints = ({ min, max }: Bounds): Constraint[] => [
  ...bound(max, (limit) => ({
    text: `Member must have value less than or equal to ${limit}`,
    holds: (value) => (value as number) <= limit,
  })),
  ...bound(min, (limit) => ({
    text: `Member must have value greater than or equal to ${limit}`,
    holds: (value) => (value as number) >= limit,
  })),
];

const bound = (limit: number | undefined, make: (limit: number) => Constraint): Constraint[] =>
  limit === undefined ? [] : [make(limit)];

const sizeOf = (value: unknown): number => {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return Object.keys(value as object).length;
};

const enumConstraint = ({ enum: values }: StringShape): Constraint[] => {
  if (values === undefined) return [];
  const allowed = new Set(values);
  return [
    {
      text: `Member must satisfy enum value set: [${inHashOrder(values).join(', ')}]`,
      holds: (value) => allowed.has(value as string),
    },
  ];
};

/**
 * AWS prints an enum's values in the order of a hash table: by the low bits of Java's String.hashCode, 32 buckets and
 * more when three quarters are full, the later of two in one bucket first (docs/decisions/0002-validation-wording.md).
 */
export const inHashOrder = (values: readonly string[]): string[] => {
  let buckets = 32;
  while (values.length > buckets * 0.75) buckets *= 2;
  const bucket = (value: string) => javaHash(value) & (buckets - 1);
  return values.toReversed().sort((a, b) => bucket(a) - bucket(b));
};

const javaHash = (text: string): number => {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
};

/** Longest value that an expression runs over when the value is too long anyway. */
const HARMLESS = 4096;

const patternConstraint = ({ pattern, max }: StringShape): Constraint[] => {
  if (pattern === undefined) return [];
  const limit = Math.max(max ?? Number.POSITIVE_INFINITY, HARMLESS);
  return [
    {
      text: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => (value as string).length > limit || matchesPattern(pattern, value as string),
    },
  ];
};
