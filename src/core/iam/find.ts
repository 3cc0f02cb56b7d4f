/** Finding what an account has in IAM, or saying that it is not there. */
import type { Core } from '../core.ts';
import { managedPolicyOfAws } from './aws-policies.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { entityArn, type IamEntities, type ManagedPolicy } from './records.ts';

type Needs = Pick<Core, 'store'>;

/** Those who have policies of their own. */
export type Holder = 'group' | 'role' | 'user';

/** Throws NoSuchEntityException. */
export const requireEntity = async <Kind extends Holder>(
  core: Needs,
  account: string,
  kind: Kind,
  name: string,
): Promise<IamEntities[Kind]> => {
  const found = await core.store.iam.find(account, kind, name);
  if (found === undefined) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
  return found;
};

/** Throws InvalidInputException for what is no ARN of a managed policy. */
const readPolicyArn = (arn: string): RegExpExecArray => {
  const named = /^arn:aws:iam::(aws|\d{12}):policy\/((?:[^/]+\/)*)([^/]+)$/.exec(arn);
  if (!named) throw invalidInput(`ARN ${arn} is not valid.`);
  return named;
};

/** The account's own, or one of AWS's. Throws InvalidInputException. */
export const findPolicy = async (core: Needs, account: string, arn: string): Promise<ManagedPolicy | undefined> => {
  const named = readPolicyArn(arn);
  if (named[1] === 'aws') return managedPolicyOfAws(arn);
  if (named[1] !== account) return undefined;
  const policy = await core.store.iam.find(account, 'policy', named[3] ?? '');
  return policy && entityArn(policy) === arn ? policy : undefined;
};

/** Throws NoSuchEntityException, InvalidInputException. */
export const requirePolicy = async (core: Needs, account: string, arn: string): Promise<ManagedPolicy> => {
  const policy = await findPolicy(core, account, arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
};

/** In the ARN's very capitals. */
export const roleByArn = async (core: Needs, arn: string): Promise<IamEntities['role'] | undefined> => {
  const named = /^arn:aws:iam::(\d{12}):role(\/(?:[^/]+\/)*)([^/]+)$/.exec(arn);
  if (!named) return undefined;
  const role = await core.store.iam.find(named[1] ?? '', 'role', named[3] ?? '');
  return role && entityArn(role) === arn ? role : undefined;
};
