import type {
  UpdateGroupCommandInput as Input,
  UpdateGroupCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { updateGroup } from '../../core/groups/write.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { groupMembers, groupType } from './shapes/group.ts';

export const UpdateGroup = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { Group: groupType(await updateGroup(core, pool.id, input.GroupName, groupMembers(input))) };
});
