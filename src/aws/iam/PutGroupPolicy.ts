import type { PutGroupPolicyCommandInput as Input, PutGroupPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { putInlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';

export const PutGroupPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await putInlinePolicy(core, account, 'group', input.GroupName, input.PolicyName, input.PolicyDocument);
  return {};
});
