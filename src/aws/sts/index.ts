/** The operations of AWS STS. */
import type { Operation } from '../operation.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';

export const stsOperations: Readonly<Record<string, Operation>> = {
  GetCallerIdentity,
};
