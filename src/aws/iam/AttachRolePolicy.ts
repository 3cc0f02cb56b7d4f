import type {
  AttachRolePolicyCommandInput as Input,
  AttachRolePolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { attachPolicy } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const AttachRolePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await attachPolicy(core, account, 'role', input.RoleName, input.PolicyArn);
  return {};
});
