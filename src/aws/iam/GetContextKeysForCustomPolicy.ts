import type {
  GetContextKeysForCustomPolicyCommandInput as Input,
  GetContextKeysForCustomPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { givenPolicies } from '../../core/iam/simulation.ts';
import { contextKeysOf } from '../../core/policies/simulate.ts';
import { signedOperation } from '../operation.ts';

export const GetContextKeysForCustomPolicy = signedOperation<Input, Output>(async (_core, input) => ({
  ContextKeyNames: contextKeysOf(givenPolicies('PolicyInputList', input.PolicyInputList)),
}));
