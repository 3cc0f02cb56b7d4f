import type {
  ListGroupsCommandInput as Input,
  ListGroupsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listGroups } from '../../core/groups/list.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { groupType } from './shapes/group.ts';
import { page } from './shapes/page.ts';

export const ListGroups = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listGroups(core, pool.id, page(input));
  return { Groups: rows.map(groupType), NextToken: nextToken };
});
