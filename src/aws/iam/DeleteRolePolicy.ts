import type {
  DeleteRolePolicyCommandInput as Input,
  DeleteRolePolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteInlinePolicy } from '../../core/iam/inline.ts';
import { signedOperation } from '../operation.ts';

export const DeleteRolePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteInlinePolicy(core, account, 'role', input.RoleName, input.PolicyName);
  return {};
});
