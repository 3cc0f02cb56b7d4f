import type {
  AdminGetUserCommandInput as Input,
  AdminGetUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';
import { mfaSettings } from './shapes/mfa.ts';
import { userType } from './shapes/user.ts';

export const AdminGetUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  const { Attributes, ...rest } = userType(pool, user);
  return { ...rest, Username: user.username, UserAttributes: Attributes, ...mfaSettings(user) };
});
