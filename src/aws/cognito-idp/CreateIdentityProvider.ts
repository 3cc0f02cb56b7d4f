import type {
  CreateIdentityProviderCommandInput as Input,
  CreateIdentityProviderCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createProvider } from '../../core/identity-providers/write.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { providerType } from './shapes/identity-provider.ts';

export const CreateIdentityProvider = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const provider = await createProvider(core, pool, {
    name: input.ProviderName,
    type: input.ProviderType,
    details: input.ProviderDetails,
    attributeMapping: input.AttributeMapping,
    identifiers: input.IdpIdentifiers,
  });
  return { IdentityProvider: providerType(core, provider) };
});
