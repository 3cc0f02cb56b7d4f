import type {
  UnlinkDeveloperIdentityCommandInput as Input,
  UnlinkDeveloperIdentityCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { unlinkDeveloper } from '../../core/identity-pools/developer-users.ts';
import { signedOperation } from '../operation.ts';

export const UnlinkDeveloperIdentity = signedOperation<Input, Output>(async (core, input, caller) => {
  await unlinkDeveloper(core, caller, {
    poolId: input.IdentityPoolId,
    identityId: input.IdentityId,
    provider: input.DeveloperProviderName,
    user: input.DeveloperUserIdentifier,
  });
  return {};
});
