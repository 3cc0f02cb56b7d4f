/** The policies that a user, group or role has, with where each comes from: for those who ask why. */
import type { Core } from '../core.ts';
import type { SimulatedPolicy } from '../policies/simulate.ts';
import { invalidInput } from './errors.ts';
import { findPolicy, type Holder, requireEntity } from './find.ts';
import { groupsOf } from './groups.ts';
import { defaultDocument } from './managed-policies.ts';
import { compiledPolicy } from './policies-of.ts';
import { entityArn, type IamGroup, type IamUser, type Role } from './records.ts';

type Needs = Pick<Core, 'store'>;

/** An inline policy has a holder, a managed one an ARN. */
export type SourcedPolicy = SimulatedPolicy &
  (
    | { readonly arn: string }
    | { readonly holder: { readonly kind: Holder; readonly name: string }; readonly name: string }
  );

export interface PolicySource {
  readonly entity: IamGroup | IamUser | Role;
  readonly identity: readonly SourcedPolicy[];
  readonly boundary?: SourcedPolicy;
}

const ENTITY = /^arn:aws:iam::(\d{12}):(user|group|role)\/(?:[^/]+\/)*([^/]+)$/;

/** Undefined: not the ARN of a user, group or role. */
export const readEntityArn = (arn: string): { account: string; kind: Holder; name: string } | undefined => {
  const [, account, kind, name] = ENTITY.exec(arn) ?? [];
  return account && kind && name ? { account, kind: kind as Holder, name } : undefined;
};

/** Throws InvalidInputException, NoSuchEntityException. */
export const policySource = async (core: Needs, account: string, arn: string): Promise<PolicySource> => {
  const named = readEntityArn(arn);
  if (named?.account !== account) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  const entity = await requireEntity(core, account, named.kind, named.name);
  const groups = entity.kind === 'user' ? await groupsOf(core, entity) : [];
  const identity = await Promise.all([entity, ...groups].map((holder) => policiesIn(core, holder)));
  const boundary = 'boundary' in entity && entity.boundary ? await managed(core, account, entity.boundary) : undefined;
  return { entity, identity: identity.flat(), ...(boundary && { boundary }) };
};

const policiesIn = async (core: Needs, holder: IamGroup | IamUser | Role): Promise<SourcedPolicy[]> => {
  const attached = await Promise.all(holder.attached.map((arn) => managed(core, holder.account, arn)));
  return [...inlineIn(holder), ...attached.filter((policy) => policy !== undefined)];
};

const inlineIn = ({ kind, name: owner, inline }: IamGroup | IamUser | Role): SourcedPolicy[] =>
  Object.entries(inline).map(([name, text]) => ({
    id: `${kind}_${owner}_${name}`,
    sourceType: kind,
    text,
    compiled: compiledPolicy(text, 'inline'),
    holder: { kind, name: owner },
    name,
  }));

const managed = async (core: Needs, account: string, arn: string): Promise<SourcedPolicy | undefined> => {
  const policy = await findPolicy(core, account, arn);
  if (policy === undefined) return undefined;
  const text = defaultDocument(policy);
  return {
    id: policy.name,
    sourceType: policy.account === 'aws' ? 'aws-managed' : 'user-managed',
    text,
    compiled: compiledPolicy(text, 'managed'),
    arn: entityArn(policy),
  };
};
