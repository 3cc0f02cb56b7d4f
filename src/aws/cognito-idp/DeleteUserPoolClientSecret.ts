import type {
  DeleteUserPoolClientSecretCommandInput as Input,
  DeleteUserPoolClientSecretCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteClientSecret } from '../../core/clients/rotate-secret.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const DeleteUserPoolClientSecret = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteClientSecret(core, pool, input.ClientId, input.ClientSecretId);
  return {};
});
