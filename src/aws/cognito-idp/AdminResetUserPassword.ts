import type {
  AdminResetUserPasswordCommandInput as Input,
  AdminResetUserPasswordCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { requirePasswordReset } from '../../core/passwords/require-reset.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminResetUserPassword = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await requirePasswordReset(core, pool, await requireUser(core, pool, input.Username), input.ClientMetadata);
  return {};
});
