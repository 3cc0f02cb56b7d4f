import type {
  AttachUserPolicyCommandInput as Input,
  AttachUserPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { attachPolicy } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const AttachUserPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await attachPolicy(core, account, 'user', input.UserName, input.PolicyArn);
  return {};
});
