/** Length and range limits of an attribute, as an owner gives them: numbers written as text. */
import { defined } from '../defined.ts';
import { invalidParameter } from '../errors.ts';
import type { AttributeDefinition } from './pool.ts';

export interface GivenConstraints {
  readonly stringConstraints?: { readonly minLength?: string; readonly maxLength?: string };
  readonly numberConstraints?: { readonly minValue?: string; readonly maxValue?: string };
}

type Constraints = Pick<AttributeDefinition, 'minLength' | 'maxLength' | 'minValue' | 'maxValue'>;

const MAX_LENGTH = 2_048;

/** Only the limits that fit the type; those given for another type are dropped. Throws InvalidParameterException. */
export const constraintsOf = (
  name: string,
  type: AttributeDefinition['type'],
  given: GivenConstraints,
): Partial<Constraints> => {
  if (type === 'String') return defined(lengths(name, given.stringConstraints ?? {}));
  if (type === 'Number') return defined(values(name, given.numberConstraints ?? {}));
  return {};
};

const lengths = (name: string, given: NonNullable<GivenConstraints['stringConstraints']>): Constraints => {
  const min = limit(name, 'StringAttributeConstraints', given.minLength);
  const max = limit(name, 'StringAttributeConstraints', given.maxLength);
  for (const length of [min, max]) {
    if (length === undefined) continue;
    if (length < 0 || !Number.isInteger(length)) throw invalidLimit(name, 'StringAttributeConstraints');
    if (length > MAX_LENGTH) {
      throw invalidParameter(`user.${name}: String attributes cannot have a length of more than ${MAX_LENGTH}`);
    }
  }
  if (min !== undefined && max !== undefined && min > max) {
    throw invalidParameter(`Attribute ${name} cannot have a max length shorter than it's min length`);
  }
  return { minLength: given.minLength, maxLength: given.maxLength };
};

const values = (name: string, given: NonNullable<GivenConstraints['numberConstraints']>): Constraints => {
  const min = limit(name, 'NumberAttributeConstraints', given.minValue);
  const max = limit(name, 'NumberAttributeConstraints', given.maxValue);
  if (min !== undefined && max !== undefined && min > max) {
    throw invalidParameter(`Attribute ${name} cannot have a max value smaller than it's min value`);
  }
  return { minValue: given.minValue, maxValue: given.maxValue };
};

const limit = (name: string, kind: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw invalidLimit(name, kind);
  return value;
};

const invalidLimit = (name: string, kind: string) => invalidParameter(`Invalid ${kind} for schema attribute ${name}`);
