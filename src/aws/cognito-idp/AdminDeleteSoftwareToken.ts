import type {
  AdminDeleteSoftwareTokenCommandInput as Input,
  AdminDeleteSoftwareTokenCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteToken } from '../../core/mfa/software-token.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminDeleteSoftwareToken = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  await deleteToken(core, pool, await requireUser(core, pool, input.Username));
  return {};
});
