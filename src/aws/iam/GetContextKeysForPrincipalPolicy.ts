import type {
  GetContextKeysForPrincipalPolicyCommandInput as Input,
  GetContextKeysForPrincipalPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { policySource } from '../../core/iam/policy-source.ts';
import { givenPolicies } from '../../core/iam/simulation.ts';
import { contextKeysOf } from '../../core/policies/simulate.ts';
import { signedOperation } from '../operation.ts';

export const GetContextKeysForPrincipalPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { identity } = await policySource(core, account, input.PolicySourceArn);
  return { ContextKeyNames: contextKeysOf([...identity, ...givenPolicies('PolicyInputList', input.PolicyInputList)]) };
});
