import type { TagPolicyCommandInput as Input, TagPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { ownPolicy } from '../../core/iam/managed-policies.ts';
import { tagEntity, tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await tagEntity(core, () => ownPolicy(core, account, input.PolicyArn), tagsFrom(input.Tags));
  return {};
});
