/**
 * Reading what functions answer. A member that is absent or null counts as not set; one of another type than Cognito
 * takes refuses the whole answer, so that a slip in a function never reads as consent.
 */
import { ServiceError } from '../errors.ts';

export type Answer = Readonly<Record<string, unknown>>;

export const unrecognizable = () => new ServiceError('InvalidLambdaResponseException', 'Unrecognizable lambda output');

export const isObject = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const optional = <Value>(answer: Answer, name: string, is: (value: unknown) => value is Value): Value | undefined => {
  const value = answer[name];
  if (value === undefined || value === null) return undefined;
  if (!is(value)) throw unrecognizable();
  return value;
};

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

/** Throws InvalidLambdaResponseException, as all of these do. */
export const flag = (answer: Answer, name: string): boolean => optional(answer, name, isBoolean) ?? false;
export const text = (answer: Answer, name: string): string | undefined => optional(answer, name, isText);
export const texts = (answer: Answer, name: string): string[] | undefined => optional(answer, name, isTexts);
export const object = (answer: Answer, name: string): Answer | undefined => optional(answer, name, isObject);

export const oneOf = <Value extends string>(
  answer: Answer,
  name: string,
  values: readonly Value[],
): Value | undefined => {
  const value = text(answer, name);
  if (value !== undefined && !(values as readonly string[]).includes(value)) throw unrecognizable();
  return value as Value | undefined;
};

/** Text by name. Numbers and booleans are taken as their text, null as absent, as Cognito does. */
export const textMap = (answer: Answer, name: string): Record<string, string> | undefined => {
  const map = object(answer, name);
  if (map === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (value === null ? [] : [[key, scalar(value)]])),
  );
};

const scalar = (value: unknown): string => {
  if (typeof value === 'object' || value === undefined) throw unrecognizable();
  return String(value);
};
