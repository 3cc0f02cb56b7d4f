import type {
  ListGroupPoliciesCommandInput as Input,
  ListGroupPoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListGroupPolicies = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { id, inline } = await requireEntity(core, account, 'group', input.GroupName);
  const names = Object.keys(inline).sort();
  const listing = pageOf(core, `${account} ListGroupPolicies ${id}`, names, pageFrom(input));
  return { PolicyNames: [...listing.rows], ...pageFields(listing) };
});
