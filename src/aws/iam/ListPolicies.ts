import type { ListPoliciesCommandInput as Input, ListPoliciesCommandOutput as Output } from '@aws-sdk/client-iam';
import type { PolicyUse } from '../../core/iam/linked.ts';
import { listPolicies } from '../../core/iam/list-policies.ts';
import { signedOperation } from '../operation.ts';
import { listedPolicy } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListPolicies = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { Scope: scope = 'All', PathPrefix: underPath = '/' } = input;
  const wanted = { own: scope !== 'AWS', ofAws: scope !== 'Local', underPath, isWanted: isWanted(input) };
  const listing = await listPolicies(core, account, wanted, pageFrom(input));
  return { Policies: listing.rows.map(({ policy, use }) => listedPolicy(policy, use)), ...pageFields(listing) };
});

const isWanted =
  ({ OnlyAttached = false, PolicyUsageFilter }: Input) =>
  ({ attached, boundaries }: PolicyUse): boolean => {
    if (PolicyUsageFilter === 'PermissionsBoundary') return boundaries > 0;
    return attached > 0 || (!OnlyAttached && PolicyUsageFilter === undefined);
  };
