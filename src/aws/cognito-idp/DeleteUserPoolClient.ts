import type {
  DeleteUserPoolClientCommandInput as Input,
  DeleteUserPoolClientCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteClient } from '../../core/clients/update.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const DeleteUserPoolClient = signedOperation<Input, Output>(async (core, input, caller) => {
  await deleteClient(core, await ownedPool(core, caller, input.UserPoolId), input.ClientId);
  return {};
});
