import type {
  GetGroupCommandInput as Input,
  GetGroupCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { requireGroup } from '../../core/groups/find.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { groupType } from './shapes/group.ts';

export const GetGroup = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { Group: groupType(await requireGroup(core, pool.id, input.GroupName)) };
});
