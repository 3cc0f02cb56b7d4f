import type { ListRoleTagsCommandInput as Input, ListRoleTagsCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListRoleTags = signedOperation<Input, Output>(async (core, input, { account }) => {
  const entity = await requireEntity(core, account, 'role', input.RoleName);
  const listing = pageOf(core, `${account} ListRoleTags ${entity.id}`, tagList(entity.tags), pageFrom(input));
  return { Tags: [...listing.rows], ...pageFields(listing) };
});
