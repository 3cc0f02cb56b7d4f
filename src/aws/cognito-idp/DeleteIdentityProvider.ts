import type {
  DeleteIdentityProviderCommandInput as Input,
  DeleteIdentityProviderCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteProvider } from '../../core/identity-providers/write.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const DeleteIdentityProvider = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteProvider(core, pool, input.ProviderName);
  return {};
});
