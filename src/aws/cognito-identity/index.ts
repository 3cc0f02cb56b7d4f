/** The operations of `AWSCognitoIdentityService`, one line each, in the model's order (alphabetical). */
import type { Operation } from '../operation.ts';

export const cognitoIdentityOperations: Readonly<Record<string, Operation>> = {};
