import type {
  AdminEnableUserCommandInput as Input,
  AdminEnableUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { enableUser } from '../../core/users/account-state.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminEnableUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await enableUser(core, pool, await requireUser(core, pool, input.Username));
  return {};
});
