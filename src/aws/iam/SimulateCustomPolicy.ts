import type {
  SimulateCustomPolicyCommandInput as Input,
  SimulateCustomPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { givenBoundary, givenPolicies, runSimulation } from '../../core/iam/simulation.ts';
import type { SimulatedPolicies } from '../../core/policies/simulate.ts';
import { signedOperation, type Valid } from '../operation.ts';
import { resourcePolicyFrom, simulationFrom, simulationPage } from './shapes/simulation.ts';

export const SimulateCustomPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const request = { ...simulationFrom(input), policies: policiesFrom(input) };
  const results = await runSimulation(core, account, request);
  return simulationPage(core, `${account} SimulateCustomPolicy`, results, input);
});

const policiesFrom = (input: Valid<Input>): SimulatedPolicies => {
  const boundary = givenBoundary(input.PermissionsBoundaryPolicyInputList);
  const organization = input.OrderedOrganizationPolicyInputList?.map((level, at) =>
    givenPolicies(
      `OrderedOrganizationPolicyInputList.${at + 1}.ServiceControlPolicyInputList`,
      level.ServiceControlPolicyInputList,
    ),
  );
  return {
    identity: givenPolicies('PolicyInputList', input.PolicyInputList),
    ...(boundary && { boundary }),
    ...(organization && { organization }),
    ...resourcePolicyFrom(input),
  };
};
