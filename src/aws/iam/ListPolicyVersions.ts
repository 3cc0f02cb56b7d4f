import type {
  ListPolicyVersionsCommandInput as Input,
  ListPolicyVersionsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requirePolicy } from '../../core/iam/find.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { listedVersion } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListPolicyVersions = signedOperation<Input, Output>(async (core, input, { account }) => {
  const policy = await requirePolicy(core, account, input.PolicyArn);
  const newestFirst = policy.versions.toReversed();
  const listing = pageOf(core, `${account} ListPolicyVersions ${policy.id}`, newestFirst, pageFrom(input));
  return { Versions: listing.rows.map((version) => listedVersion(policy, version)), ...pageFields(listing) };
});
