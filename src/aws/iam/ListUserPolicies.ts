import type {
  ListUserPoliciesCommandInput as Input,
  ListUserPoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListUserPolicies = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { id, inline } = await requireEntity(core, account, 'user', input.UserName);
  const names = Object.keys(inline).sort();
  const listing = pageOf(core, `${account} ListUserPolicies ${id}`, names, pageFrom(input));
  return { PolicyNames: [...listing.rows], ...pageFields(listing) };
});
