import type {
  AdminUserGlobalSignOutCommandInput as Input,
  AdminUserGlobalSignOutCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signOutEverywhere } from '../../core/tokens/revoke.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminUserGlobalSignOut = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await signOutEverywhere(core, pool, await requireUser(core, pool, input.Username));
  return {};
});
