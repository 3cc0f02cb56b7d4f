/** Simulations on the wire. */
import type {
  ContextEntry,
  EvaluationResult,
  ResourceSpecificResult,
  SimulateCustomPolicyCommandInput,
  SimulateCustomPolicyCommandOutput,
  SimulatePrincipalPolicyCommandInput,
  Statement,
} from '@aws-sdk/client-iam';
import type { Core } from '../../../core/core.ts';
import { pageOf } from '../../../core/iam/list.ts';
import { givenPolicy, type SimulationRequest } from '../../../core/iam/simulation.ts';
import type { ActionResult, ResourceResult, SimulatedMatch, SimulatedPolicy } from '../../../core/policies/simulate.ts';
import type { Body, Valid } from '../../operation.ts';
import { pageFields, pageFrom } from './page.ts';

type Input = Valid<SimulateCustomPolicyCommandInput> | Valid<SimulatePrincipalPolicyCommandInput>;

/** All but whose policies they are. */
export const simulationFrom = (input: Input): Omit<SimulationRequest, 'policies'> => ({
  actions: input.ActionNames,
  resources: input.ResourceArns ?? [],
  caller: input.CallerArn,
  resourceOwner: input.ResourceOwner,
  entries: (input.ContextEntries ?? []).map(entryFrom),
  handling: input.ResourceHandlingOption,
});

const entryFrom = ({ ContextKeyName: key, ContextKeyValues: values, ContextKeyType: type }: ContextEntry) => ({
  key,
  values,
  type,
});

/** Throws InvalidInputException. */
export const resourcePolicyFrom = ({ ResourcePolicy }: Input): { resource?: SimulatedPolicy } =>
  ResourcePolicy === undefined ? {} : { resource: givenPolicy('ResourcePolicy', ResourcePolicy, 'resource') };

/** Throws InvalidParameterException for a marker that is not this simulation's. */
export const simulationPage = (
  core: Pick<Core, 'sealer'>,
  scope: string,
  results: readonly ActionResult[],
  input: Input,
): Body<SimulateCustomPolicyCommandOutput> => {
  const listing = pageOf(core, scope, results, pageFrom(input));
  return { EvaluationResults: listing.rows.map(evaluationResult), ...pageFields(listing) };
};

const evaluationResult = (result: ActionResult): EvaluationResult => ({
  EvalActionName: result.action,
  EvalResourceName: result.resource,
  EvalDecision: result.decision,
  ...common(result),
  ...(result.allowedByOrganization !== undefined && {
    OrganizationsDecisionDetail: { AllowedByOrganizations: result.allowedByOrganization },
  }),
  ResourceSpecificResults: result.resources.map(resourceResult),
});

const resourceResult = (result: ResourceResult): ResourceSpecificResult => ({
  EvalResourceName: result.resource,
  EvalResourceDecision: result.decision,
  ...common(result),
});

const common = ({ matched, missingContext, allowedByBoundary, apart }: ResourceResult) => ({
  MatchedStatements: matched.map(statement),
  MissingContextValues: [...missingContext],
  ...(allowedByBoundary !== undefined && {
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowedByBoundary },
  }),
  ...(apart && { EvalDecisionDetails: decisionDetails(apart) }),
});

const statement = ({ sourcePolicyId, sourcePolicyType, start, end }: SimulatedMatch): Statement => ({
  SourcePolicyId: sourcePolicyId,
  SourcePolicyType: sourcePolicyType,
  StartPosition: { Line: start.line, Column: start.column },
  EndPosition: { Line: end.line, Column: end.column },
});

const decisionDetails = ({ identity, resource, boundary }: NonNullable<ResourceResult['apart']>) => ({
  ...(identity && { 'IAM Policy': identity }),
  ...(resource && { 'Resource Policy': resource }),
  ...(boundary && { 'Permissions Boundary': boundary }),
});
