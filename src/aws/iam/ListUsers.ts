import type { ListUsersCommandInput as Input, ListUsersCommandOutput as Output } from '@aws-sdk/client-iam';
import { listEntities } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { listedUser } from './shapes/entities.ts';
import { pageFields, pageFrom, underPath } from './shapes/page.ts';

export const ListUsers = signedOperation<Input, Output>(async (core, input, { account }) => {
  const listing = await listEntities(core, account, 'user', pageFrom(input), underPath(input.PathPrefix));
  return { Users: listing.rows.map(listedUser), ...pageFields(listing) };
});
