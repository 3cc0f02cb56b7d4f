/** Several operations are about the caller where they name no user. */
import { invalidParameter } from '../../../core/errors.ts';
import type { SignedCaller } from '../../operation.ts';

/** Throws InvalidParameterException for a caller who is no user. */
export const userNameOf = ({ principal }: SignedCaller, given: string | undefined): string => {
  if (given !== undefined) return given;
  if (principal.kind === 'user') return principal.name;
  throw invalidParameter('Must specify userName when calling with non-User credentials');
};
