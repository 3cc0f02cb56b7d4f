import { invalidParameter } from '../errors.ts';
import type { ProviderDetails } from './provider.ts';

/** Throws InvalidParameterException naming all of them, as Cognito does. */
export const requireDetails = (given: Readonly<Record<string, string | undefined>>, names: readonly string[]): void => {
  if (names.every((name) => given[name]?.trim())) return;
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  throw invalidParameter(`${list} are all required idp details.`);
};

/** Throws InvalidParameterException. */
export const requireOneOf = (given: ProviderDetails, name: string, values: readonly string[]): void => {
  const value = given[name];
  if (value === undefined || values.includes(value)) return;
  throw invalidParameter(`Invalid value for ${name}: must be one of ${values.join(', ')}.`);
};
