import type {
  DeleteGroupCommandInput as Input,
  DeleteGroupCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteGroup } from '../../core/groups/write.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const DeleteGroup = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteGroup(core, pool.id, input.GroupName);
  return {};
});
