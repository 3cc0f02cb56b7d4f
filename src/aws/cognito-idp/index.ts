/** The operations of `AWSCognitoIdentityProviderService`, one line each, in the model's order (alphabetical). */
import type { Operation } from '../operation.ts';

export const cognitoIdpOperations: Readonly<Record<string, Operation>> = {};
