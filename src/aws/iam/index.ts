/** The operations of AWS IAM that identity needs, one line each, in the model's order (alphabetical). */
import type { Operation } from '../operation.ts';

export const iamOperations: Readonly<Record<string, Operation>> = {};
