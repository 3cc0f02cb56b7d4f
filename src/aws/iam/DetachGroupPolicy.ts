import type {
  DetachGroupPolicyCommandInput as Input,
  DetachGroupPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { detachPolicy } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const DetachGroupPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await detachPolicy(core, account, 'group', input.GroupName, input.PolicyArn);
  return {};
});
