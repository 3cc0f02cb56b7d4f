import type {
  DeleteResourceServerCommandInput as Input,
  DeleteResourceServerCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { deleteResourceServer } from '../../core/resource-servers/write.ts';
import { signedOperation } from '../operation.ts';

export const DeleteResourceServer = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteResourceServer(core, pool.id, input.Identifier);
  return {};
});
