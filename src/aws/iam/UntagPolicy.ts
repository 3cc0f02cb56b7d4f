import type { UntagPolicyCommandInput as Input, UntagPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { ownPolicy } from '../../core/iam/managed-policies.ts';
import { untagEntity } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await untagEntity(core, () => ownPolicy(core, account, input.PolicyArn), input.TagKeys);
  return {};
});
