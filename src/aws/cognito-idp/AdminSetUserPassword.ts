import type {
  AdminSetUserPasswordCommandInput as Input,
  AdminSetUserPasswordCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { assignPassword } from '../../core/passwords/assign.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminSetUserPassword = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  await assignPassword(core, pool, user, input.Password, input.Permanent ?? false);
  return {};
});
