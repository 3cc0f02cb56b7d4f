/** Reading AuthParameters and ChallengeResponses. */
import { invalidParameter } from '../errors.ts';
import type { Given } from './sign-in.ts';

/** Throws InvalidParameterException "Missing required parameter NAME"; an empty value is a missing one. */
export const required = (given: Given, name: string): string => {
  const value = given[name];
  if (!value) throw missingParameter(name);
  return value;
};

export const missingParameter = (name: string) => invalidParameter(`Missing required parameter ${name}`);
