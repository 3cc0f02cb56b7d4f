import type {
  DeleteGroupPolicyCommandInput as Input,
  DeleteGroupPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteInlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';

export const DeleteGroupPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteInlinePolicy(core, account, 'group', input.GroupName, input.PolicyName);
  return {};
});
