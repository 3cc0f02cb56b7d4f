import type {
  ListUsersInGroupCommandInput as Input,
  ListUsersInGroupCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listMembers } from '../../core/groups/list.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { page } from './shapes/page.ts';
import { userType } from './shapes/user.ts';

export const ListUsersInGroup = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listMembers(core, pool.id, input.GroupName, page(input));
  return { Users: rows.map((user) => userType(pool, user)), NextToken: nextToken };
});
