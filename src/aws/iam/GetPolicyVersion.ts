import type {
  GetPolicyVersionCommandInput as Input,
  GetPolicyVersionCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requirePolicy } from '../../core/iam/find.ts';
import { versionOf } from '../../core/iam/managed-policies.ts';
import { signedOperation } from '../operation.ts';
import { versionType } from './shapes/entities.ts';

export const GetPolicyVersion = signedOperation<Input, Output>(async (core, input, { account }) => {
  const policy = await requirePolicy(core, account, input.PolicyArn);
  return { PolicyVersion: versionType(policy, versionOf(policy, input.PolicyArn, input.VersionId)) };
});
