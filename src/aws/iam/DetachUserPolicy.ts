import type {
  DetachUserPolicyCommandInput as Input,
  DetachUserPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { detachPolicy } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const DetachUserPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await detachPolicy(core, account, 'user', input.UserName, input.PolicyArn);
  return {};
});
