import type {
  UpdateAssumeRolePolicyCommandInput as Input,
  UpdateAssumeRolePolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { updateTrust } from '../../core/iam/roles.ts';
import { signedOperation } from '../operation.ts';

export const UpdateAssumeRolePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  await updateTrust(core, account, input.RoleName, input.PolicyDocument);
  return {};
});
