import type { CreatePolicyCommandInput as Input, CreatePolicyCommandOutput as Output } from '@aws-sdk/client-iam';
import { createPolicy } from '../../core/iam/managed-policies.ts';
import { tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';
import { policyType } from './shapes/entities.ts';

export const CreatePolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const policy = await createPolicy(core, account, {
    name: input.PolicyName,
    path: input.Path,
    document: input.PolicyDocument,
    description: input.Description,
    tags: tagsFrom(input.Tags ?? []),
  });
  return { Policy: policyType(policy, { attached: 0, boundaries: 0 }) };
});
