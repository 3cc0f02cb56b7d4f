import type { ListRolesCommandInput as Input, ListRolesCommandOutput as Output } from '@aws-sdk/client-iam';
import { listEntities } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { listedRole } from './shapes/entities.ts';
import { pageFields, pageFrom, underPath } from './shapes/page.ts';

export const ListRoles = signedOperation<Input, Output>(async (core, input, { account }) => {
  const listing = await listEntities(core, account, 'role', pageFrom(input), underPath(input.PathPrefix));
  return { Roles: listing.rows.map(listedRole), ...pageFields(listing) };
});
