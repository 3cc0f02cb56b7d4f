import type {
  AdminUpdateUserAttributesCommandInput as Input,
  AdminUpdateUserAttributesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { changeAttributes } from '../../core/users/change-attributes.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';
import { attributeRecord } from './shapes/user.ts';

export const AdminUpdateUserAttributes = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  await changeAttributes(core, pool, user, attributeRecord(input.UserAttributes), input.ClientMetadata);
  return {};
});
