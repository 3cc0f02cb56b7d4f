import type {
  AdminGetUserAuthFactorsCommandInput as Input,
  AdminGetUserAuthFactorsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';
import { authFactors } from './shapes/auth-factors.ts';

export const AdminGetUserAuthFactors = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return authFactors(core, pool, await requireUser(core, pool, input.Username));
});
