import type {
  CreatePolicyVersionCommandInput as Input,
  CreatePolicyVersionCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { addVersion } from '../../core/iam/managed-policies.ts';
import { signedOperation } from '../operation.ts';
import { listedVersion } from './shapes/entities.ts';

export const CreatePolicyVersion = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { policy, version } = await addVersion(core, account, input.PolicyArn, {
    document: input.PolicyDocument,
    asDefault: input.SetAsDefault ?? false,
  });
  return { PolicyVersion: listedVersion(policy, version) };
});
