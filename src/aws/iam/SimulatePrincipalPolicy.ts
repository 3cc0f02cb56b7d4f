import type {
  SimulatePrincipalPolicyCommandInput as Input,
  SimulatePrincipalPolicyCommandOutput as Output,
  PolicyIdentifier,
} from '@aws-sdk/client-iam';
import { type Exclusion, withoutExcluded } from '../../core/iam/policy-exclusions.ts';
import { type PolicySource, policySource } from '../../core/iam/policy-source.ts';
import { givenBoundary, givenPolicies, runSimulation } from '../../core/iam/simulation.ts';
import type { SimulatedPolicies } from '../../core/policies/simulate.ts';
import { signedOperation, type Valid } from '../operation.ts';
import { resourcePolicyFrom, simulationFrom, simulationPage } from './shapes/simulation.ts';

export const SimulatePrincipalPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { PolicySourceArn, PolicyExclusionList: exclusions = [] } = input;
  const all = await policySource(core, account, PolicySourceArn);
  const policies = policiesFrom(input, withoutExcluded(all, exclusions.map(exclusionFrom)));
  const request = { ...simulationFrom(input), caller: input.CallerArn ?? PolicySourceArn, policies };
  const results = await runSimulation(core, account, request);
  return simulationPage(core, `${account} SimulatePrincipalPolicy`, results, input);
});

/** A boundary that is passed stands in for the one that is set. */
const policiesFrom = (input: Valid<Input>, source: PolicySource): SimulatedPolicies => {
  const boundary = givenBoundary(input.PermissionsBoundaryPolicyInputList) ?? source.boundary;
  return {
    identity: [...source.identity, ...givenPolicies('PolicyInputList', input.PolicyInputList)],
    ...(boundary && { boundary }),
    ...resourcePolicyFrom(input),
  };
};

const exclusionFrom = ({ PolicyType, PolicyArn, InlinePolicyIdentifier: inline }: PolicyIdentifier): Exclusion => ({
  type: PolicyType,
  arn: PolicyArn,
  // Validation has seen to its members, which the SDK's type leaves open.
  inline: inline && {
    kind: inline.AttachmentType ?? 'user',
    holder: inline.AttachmentName ?? '',
    name: inline.PolicyName ?? '',
  },
});
