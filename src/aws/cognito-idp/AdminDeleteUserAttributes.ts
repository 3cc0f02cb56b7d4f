import type {
  AdminDeleteUserAttributesCommandInput as Input,
  AdminDeleteUserAttributesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { deleteAttributes } from '../../core/users/change-attributes.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminDeleteUserAttributes = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  await deleteAttributes(core, pool, user, input.UserAttributeNames);
  return {};
});
