import type {
  AdminListGroupsForUserCommandInput as Input,
  AdminListGroupsForUserCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listGroupsOfUser } from '../../core/groups/list.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';
import { groupType } from './shapes/group.ts';
import { page } from './shapes/page.ts';

export const AdminListGroupsForUser = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  const { rows, nextToken } = await listGroupsOfUser(core, user, page(input));
  return { Groups: rows.map(groupType), NextToken: nextToken };
});
