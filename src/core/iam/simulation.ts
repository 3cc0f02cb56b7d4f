/** SimulatePrincipalPolicy and SimulateCustomPolicy: what is asked, made ready for the simulator (core/policies). */
import type { Core } from '../core.ts';
import { splitArn } from '../policies/arn.ts';
import { requestContext } from '../policies/context.ts';
import type { PolicyKind } from '../policies/document.ts';
import { MalformedPolicy } from '../policies/faults.ts';
import type { Context, Principal } from '../policies/request.ts';
import {
  type ActionResult,
  type SimulatedPolicies,
  type SimulatedPolicy,
  type Simulation,
  simulate,
} from '../policies/simulate.ts';
import { invalidInput } from './errors.ts';
import type { Holder } from './find.ts';
import { compiledPolicy } from './policies-of.ts';
import { readEntityArn } from './policy-source.ts';
import type { IamEntities } from './records.ts';
import { type ContextEntry, contextValues } from './simulation-context.ts';
import { assertResourcesFor } from './simulation-resources.ts';
import { assertSimulationSize } from './simulation-size.ts';

export interface SimulationRequest {
  readonly actions: readonly string[];
  /** ARNs, or `*`. */
  readonly resources: readonly string[];
  /** The ARN of a user, group or role. */
  readonly caller?: string | undefined;
  readonly resourceOwner?: string | undefined;
  readonly entries: readonly ContextEntry[];
  readonly handling?: string | undefined;
  readonly policies: SimulatedPolicies;
}

/** Throws InvalidInputException. */
export const runSimulation = async (
  core: Pick<Core, 'clock' | 'store'>,
  account: string,
  request: SimulationRequest,
): Promise<ActionResult[]> => {
  const { actions, resources, caller, resourceOwner, entries, handling, policies } = request;
  for (const action of actions) assertAction(action);
  for (const resource of resources) assertResource(resource);
  assertResourcesFor(handling, resources);
  if (policies.resource && caller === undefined) throw invalidInput('CallerArn is required with a ResourcePolicy.');
  const known = caller === undefined ? undefined : await readCaller(core, caller);
  const principal = known?.principal ?? someoneOf(account);
  const simulation: Simulation = {
    principal,
    actions,
    resources,
    ...(resourceOwner !== undefined && { resourceAccount: ownerIn(resourceOwner) }),
    context: contextOf(core, known, contextValues(entries)),
    policies,
  };
  assertSimulationSize(simulation);
  return simulate(simulation);
};

const assertAction = (action: string): void => {
  if (!/^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(action)) throw invalidInput(`Invalid Action: ${action}`);
};

const ARN_FIELDS = 6;

const assertResource = (resource: string): void => {
  if (resource !== '*' && !(resource.startsWith('arn:') && splitArn(resource).length === ARN_FIELDS)) {
    throw invalidInput(`ResourceNames are not in a valid ARN format: ${resource}.`);
  }
};

const ownerIn = (owner: string): string => {
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(owner)?.[1];
  if (account === undefined) throw invalidInput(`'${owner}' is not a valid as a Resource Owner.`);
  return account;
};

interface Caller {
  readonly principal: Principal;
  /** Undefined: nobody of that name is here. */
  readonly entity: IamEntities[Holder] | undefined;
}

const readCaller = async (core: Pick<Core, 'store'>, arn: string): Promise<Caller> => {
  const named = readEntityArn(arn);
  if (named === undefined) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  const entity = await core.store.iam.find(named.account, named.kind, named.name);
  return { principal: principalOf(arn, { ...named, id: entity?.id ?? '' }), entity };
};

interface Named {
  readonly account: string;
  readonly kind: Holder;
  readonly name: string;
  readonly id: string;
}

/** A role acts in sessions only. */
const principalOf = (arn: string, { account, kind, name, id }: Named): Principal => {
  if (kind !== 'role') return { type: 'user', account, arn, id, name };
  const sessionName = 'simulation';
  const session = `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`;
  return { type: 'role-session', account, arn: session, roleArn: arn, roleId: id, sessionName };
};

const someoneOf = (account: string): Principal => ({ type: 'user', account, arn: '', id: '', name: '' });

const NOT_OF_A_CALLER = /^aws:(currenttime|epochtime|securetransport|viaawsservice|principalisawsservice)$/;

/** Values that are given come above those that the caller's entity has. Of the rest nothing is made up. */
const contextOf = (core: Pick<Core, 'clock'>, caller: Caller | undefined, given: Context): Context => {
  if (caller?.entity === undefined || caller.entity.kind === 'group') return given;
  const about = { at: core.clock.now(), secure: true, principalTags: caller.entity.tags };
  const own = [...requestContext(caller.principal, about)].filter(([key]) => !NOT_OF_A_CALLER.test(key));
  return new Map([...own, ...given]);
};

/**
 * Policies that are passed along; `list` is the member they came in.
 * @throws ServiceError InvalidInputException
 */
export const givenPolicies = (list: string, texts: readonly string[] = []): SimulatedPolicy[] =>
  texts.map((text, at) => givenPolicy(`${list}.${at + 1}`, text));

/** Throws InvalidInputException. */
export const givenPolicy = (id: string, text: string, kind: PolicyKind = 'inline'): SimulatedPolicy => {
  try {
    const sourceType = kind === 'resource' ? 'resource' : 'none';
    return { id, text, sourceType, compiled: compiledPolicy(text, kind) };
  } catch (error) {
    if (error instanceof MalformedPolicy) throw invalidInput(`Invalid policy ${id}: ${error.message}`);
    throw error;
  }
};

/** Throws InvalidInputException. */
export const givenBoundary = (texts: readonly string[] = []): SimulatedPolicy | undefined => {
  if (texts.length > 1) throw invalidInput('Only one permissions boundary policy may be given.');
  return givenPolicies('PermissionsBoundaryPolicyInputList', texts)[0];
};
