import type {
  DetachRolePolicyCommandInput as Input,
  DetachRolePolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { detachPolicy } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const DetachRolePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await detachPolicy(core, account, 'role', input.RoleName, input.PolicyArn);
  return {};
});
