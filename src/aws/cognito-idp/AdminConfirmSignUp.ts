import type {
  AdminConfirmSignUpCommandInput as Input,
  AdminConfirmSignUpCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { confirmUser } from '../../core/users/account-state.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminConfirmSignUp = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await confirmUser(core, pool, await requireUser(core, pool, input.Username), input.ClientMetadata);
  return {};
});
