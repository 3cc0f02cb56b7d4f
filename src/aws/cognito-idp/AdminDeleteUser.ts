import type {
  AdminDeleteUserCommandInput as Input,
  AdminDeleteUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { deleteUser } from '../../core/users/delete.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminDeleteUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteUser(core, pool, await requireUser(core, pool, input.Username));
  return {};
});
