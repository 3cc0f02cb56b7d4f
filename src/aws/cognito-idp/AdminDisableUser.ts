import type {
  AdminDisableUserCommandInput as Input,
  AdminDisableUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { disableUser } from '../../core/users/account-state.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminDisableUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await disableUser(core, pool, await requireUser(core, pool, input.Username));
  return {};
});
