import type { GetPolicyCommandInput as Input, GetPolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { requirePolicy } from '../../core/iam/find.ts';
import { usesOfPolicies } from '../../core/iam/linked.ts';
import { signedOperation } from '../operation.ts';
import { policyType } from './shapes/entities.ts';

export const GetPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const policy = await requirePolicy(core, account, input.PolicyArn);
  const useOf = await usesOfPolicies(core, account);
  return { Policy: policyType(policy, useOf(input.PolicyArn)) };
});
