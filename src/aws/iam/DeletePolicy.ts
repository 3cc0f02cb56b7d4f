import type { DeletePolicyCommandInput as Input, DeletePolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { deletePolicy } from '../../core/iam/managed-policies.ts';
import { signedOperation } from '../operation.ts';

export const DeletePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deletePolicy(core, account, input.PolicyArn);
  return {};
});
