import type {
  LookupDeveloperIdentityCommandInput as Input,
  LookupDeveloperIdentityCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { lookupDeveloper } from '../../core/identity-pools/developer-users.ts';
import { signedOperation } from '../operation.ts';

export const LookupDeveloperIdentity = signedOperation<Input, Output>(async (core, input, caller) => {
  const { identityId, users, nextToken } = await lookupDeveloper(core, caller, {
    poolId: input.IdentityPoolId,
    identityId: input.IdentityId,
    user: input.DeveloperUserIdentifier,
    limit: input.MaxResults ?? 60,
    token: input.NextToken,
  });
  return { IdentityId: identityId, DeveloperUserIdentifierList: [...users], NextToken: nextToken };
});
