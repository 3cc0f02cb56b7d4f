import type {
  MergeDeveloperIdentitiesCommandInput as Input,
  MergeDeveloperIdentitiesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { mergeDevelopers } from '../../core/identity-pools/developer-users.ts';
import { signedOperation } from '../operation.ts';

export const MergeDeveloperIdentities = signedOperation<Input, Output>(async (core, input, caller) => {
  const { id } = await mergeDevelopers(core, caller, {
    poolId: input.IdentityPoolId,
    provider: input.DeveloperProviderName,
    source: input.SourceUserIdentifier,
    destination: input.DestinationUserIdentifier,
  });
  return { IdentityId: id };
});
