import type { GetGroupCommandInput as Input, GetGroupCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { membersOf } from '../../core/iam/groups.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { groupType, listedUser } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const GetGroup = signedOperation<Input, Output>(async (core, input, { account }) => {
  const group = await requireEntity(core, account, 'group', input.GroupName);
  const members = await membersOf(core, group);
  const listing = pageOf(core, `${account} GetGroup ${group.id}`, members, pageFrom(input));
  return { Group: groupType(group), Users: listing.rows.map(listedUser), ...pageFields(listing) };
});
