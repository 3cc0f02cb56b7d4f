import type {
  ListRolePoliciesCommandInput as Input,
  ListRolePoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListRolePolicies = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { id, inline } = await requireEntity(core, account, 'role', input.RoleName);
  const names = Object.keys(inline).sort();
  const listing = pageOf(core, `${account} ListRolePolicies ${id}`, names, pageFrom(input));
  return { PolicyNames: [...listing.rows], ...pageFields(listing) };
});
