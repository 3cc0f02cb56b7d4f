import type {
  GetIdentityProviderByIdentifierCommandInput as Input,
  GetIdentityProviderByIdentifierCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { providerByIdentifier } from '../../core/identity-providers/find.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { providerType } from './shapes/identity-provider.ts';

export const GetIdentityProviderByIdentifier = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { IdentityProvider: providerType(core, await providerByIdentifier(core, pool.id, input.IdpIdentifier)) };
});
