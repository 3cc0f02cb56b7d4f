import type { ListPolicyTagsCommandInput as Input, ListPolicyTagsCommandOutput as Output } from '@aws-sdk/client-iam';
import { pageOf } from '../../core/iam/list.ts';
import { ownPolicy } from '../../core/iam/managed-policies.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListPolicyTags = signedOperation<Input, Output>(async (core, input, { account }) => {
  const entity = await ownPolicy(core, account, input.PolicyArn);
  const listing = pageOf(core, `${account} ListPolicyTags ${entity.id}`, tagList(entity.tags), pageFrom(input));
  return { Tags: [...listing.rows], ...pageFields(listing) };
});
