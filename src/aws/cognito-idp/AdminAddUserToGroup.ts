import type {
  AdminAddUserToGroupCommandInput as Input,
  AdminAddUserToGroupCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { requireGroup } from '../../core/groups/find.ts';
import { addToGroup } from '../../core/groups/members.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';

export const AdminAddUserToGroup = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const group = await requireGroup(core, pool.id, input.GroupName);
  const user = await requireUser(core, pool, input.Username);
  await addToGroup(core, { poolId: pool.id, group: group.name, sub: user.sub });
  return {};
});
