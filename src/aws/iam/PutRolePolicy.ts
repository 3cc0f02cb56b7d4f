import type { PutRolePolicyCommandInput as Input, PutRolePolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { putInlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';

export const PutRolePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await putInlinePolicy(core, account, 'role', input.RoleName, input.PolicyName, input.PolicyDocument);
  return {};
});
