import type {
  CreateGroupCommandInput as Input,
  CreateGroupCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createGroup } from '../../core/groups/write.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { groupMembers, groupType } from './shapes/group.ts';

export const CreateGroup = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { Group: groupType(await createGroup(core, pool.id, input.GroupName, groupMembers(input))) };
});
