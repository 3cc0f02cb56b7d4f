import type {
  ListGroupsForUserCommandInput as Input,
  ListGroupsForUserCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { groupsOf } from '../../core/iam/groups.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { groupType } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListGroupsForUser = signedOperation<Input, Output>(async (core, input, { account }) => {
  const user = await requireEntity(core, account, 'user', input.UserName);
  const listing = pageOf(core, `${account} ListGroupsForUser ${user.id}`, await groupsOf(core, user), pageFrom(input));
  return { Groups: listing.rows.map(groupType), ...pageFields(listing) };
});
