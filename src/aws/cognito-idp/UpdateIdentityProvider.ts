import type {
  UpdateIdentityProviderCommandInput as Input,
  UpdateIdentityProviderCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { updateProvider } from '../../core/identity-providers/write.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { providerType } from './shapes/identity-provider.ts';

export const UpdateIdentityProvider = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const provider = await updateProvider(core, pool, input.ProviderName, {
    details: input.ProviderDetails,
    attributeMapping: input.AttributeMapping,
    identifiers: input.IdpIdentifiers,
  });
  return { IdentityProvider: providerType(core, provider) };
});
