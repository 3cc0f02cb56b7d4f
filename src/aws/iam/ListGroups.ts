import type { ListGroupsCommandInput as Input, ListGroupsCommandOutput as Output } from '@aws-sdk/client-iam';
import { listEntities } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { groupType } from './shapes/entities.ts';
import { pageFields, pageFrom, underPath } from './shapes/page.ts';

export const ListGroups = signedOperation<Input, Output>(async (core, input, { account }) => {
  const listing = await listEntities(core, account, 'group', pageFrom(input), underPath(input.PathPrefix));
  return { Groups: listing.rows.map(groupType), ...pageFields(listing) };
});
