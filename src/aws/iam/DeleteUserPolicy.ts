import type {
  DeleteUserPolicyCommandInput as Input,
  DeleteUserPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteInlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';

export const DeleteUserPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteInlinePolicy(core, account, 'user', input.UserName, input.PolicyName);
  return {};
});
