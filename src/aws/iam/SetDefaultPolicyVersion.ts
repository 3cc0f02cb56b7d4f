import type {
  SetDefaultPolicyVersionCommandInput as Input,
  SetDefaultPolicyVersionCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { setDefaultVersion } from '../../core/iam/managed-policies.ts';
import { signedOperation } from '../operation.ts';

export const SetDefaultPolicyVersion = signedOperation<Input, Output>(async (core, input, { account }) => {
  await setDefaultVersion(core, account, input.PolicyArn, input.VersionId);
  return {};
});
