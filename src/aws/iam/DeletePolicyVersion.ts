import type {
  DeletePolicyVersionCommandInput as Input,
  DeletePolicyVersionCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteVersion } from '../../core/iam/managed-policies.ts';
import { signedOperation } from '../operation.ts';

export const DeletePolicyVersion = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteVersion(core, account, input.PolicyArn, input.VersionId);
  return {};
});
