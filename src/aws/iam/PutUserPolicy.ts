import type { PutUserPolicyCommandInput as Input, PutUserPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { putInlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';

export const PutUserPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await putInlinePolicy(core, account, 'user', input.UserName, input.PolicyName, input.PolicyDocument);
  return {};
});
