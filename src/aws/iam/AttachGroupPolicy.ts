import type {
  AttachGroupPolicyCommandInput as Input,
  AttachGroupPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { attachPolicy } from '../../core/iam/attach.ts';
import { signedOperation } from '../operation.ts';

export const AttachGroupPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await attachPolicy(core, account, 'group', input.GroupName, input.PolicyArn);
  return {};
});
