/**
 * The policies that decide for a principal: read by key at each request, so that a change counts at once on every node,
 * and compiled once for as long as their text stays the same.
 */
import type { Core } from '../core.ts';
import type { Principal, SessionFacts } from '../credentials/principal.ts';
import type { CompiledPolicy } from '../policies/compile.ts';
import type { PolicyKind } from '../policies/document.ts';
import type { AttachedPolicy, Policies } from '../policies/evaluate.ts';
import { parsePolicy } from '../policies/policy.ts';
import { findPolicy } from './find.ts';
import { groupsOf } from './groups.ts';
import { defaultDocument } from './managed-policies.ts';
import type { IamGroup, IamUser, Role } from './records.ts';

type Needs = Pick<Core, 'store'>;

const MAX_COMPILED = 2_000;
/** Of all texts together; compiled they take several times as much. */
const MAX_CHARACTERS = 1_000_000;
const compiled = new Map<string, CompiledPolicy>();
let characters = 0;

/** Throws MalformedPolicyDocumentException. */
export const compiledPolicy = (text: string, kind: PolicyKind): CompiledPolicy => {
  const key = `${kind} ${text}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = parsePolicy(text, kind);
  compiled.set(key, made);
  characters += key.length;
  forgetOldest();
  return made;
};

const forgetOldest = (): void => {
  for (const oldest of compiled.keys()) {
    if (compiled.size <= MAX_COMPILED && characters <= MAX_CHARACTERS) return;
    compiled.delete(oldest);
    characters -= oldest.length;
  }
};

export interface PrincipalPolicies extends Policies {
  /** Of the user or role (`aws:PrincipalTag/…`). */
  readonly tags: Readonly<Record<string, string>>;
}

/** Undefined: whose policies they were is gone, and nothing is allowed. Root has none: it may do everything. */
export const policiesOf = async (core: Needs, principal: Principal): Promise<PrincipalPolicies | undefined> => {
  const own = await ownPolicies(core, principal);
  const limits = await sessionPolicies(core, principal.account, principal.session);
  return own && { ...own, ...(limits && { session: limits }) };
};

const ownPolicies = async (core: Needs, principal: Principal): Promise<PrincipalPolicies | undefined> => {
  switch (principal.kind) {
    case 'root':
      return { tags: {} };
    case 'user':
      return ofUser(core, await core.store.iam.byId(principal.account, 'user', principal.id));
    case 'role-session':
      return ofRole(core, await core.store.iam.byId(principal.account, 'role', principal.roleId));
    case 'federated-user':
      return ownPolicies(core, principal.parent);
  }
};

const ofUser = async (core: Needs, user: IamUser | undefined): Promise<PrincipalPolicies | undefined> => {
  if (user === undefined) return undefined;
  const groups = await groupsOf(core, user);
  const identity = await Promise.all([user, ...groups].map((holder) => policiesIn(core, holder)));
  return { tags: user.tags, identity: identity.flat(), ...(await boundaryOf(core, user)) };
};

const ofRole = async (core: Needs, role: Role | undefined): Promise<PrincipalPolicies | undefined> =>
  role && { tags: role.tags, identity: await policiesIn(core, role), ...(await boundaryOf(core, role)) };

/** Inline ones, then attached ones. */
export const policiesIn = async (core: Needs, holder: IamGroup | IamUser | Role): Promise<AttachedPolicy[]> => {
  const inline = Object.entries(holder.inline).map(([id, text]) => ({ id, compiled: compiledPolicy(text, 'inline') }));
  const attached = await Promise.all(holder.attached.map((arn) => attachedPolicy(core, holder.account, arn)));
  return [...inline, ...attached.filter((policy) => policy !== undefined)];
};

const attachedPolicy = async (core: Needs, account: string, arn: string): Promise<AttachedPolicy | undefined> => {
  const policy = await findPolicy(core, account, arn);
  return policy && { id: arn, compiled: compiledPolicy(defaultDocument(policy), 'managed') };
};

/** A boundary that is gone allows nothing. */
const boundaryOf = async (core: Needs, { account, boundary }: IamUser | Role): Promise<Pick<Policies, 'boundary'>> => {
  if (boundary === undefined) return {};
  return { boundary: (await attachedPolicy(core, account, boundary)) ?? NOTHING };
};

const NOTHING: AttachedPolicy = {
  id: 'missing',
  compiled: compiledPolicy(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}',
    'managed',
  ),
};

/** Undefined: the session is not cut down. */
const sessionPolicies = async (
  core: Needs,
  account: string,
  session: SessionFacts | undefined,
): Promise<AttachedPolicy[] | undefined> => {
  const { policies = [], policyArns = [] } = session ?? {};
  if (policies.length + policyArns.length === 0) return undefined;
  const managed = await Promise.all(policyArns.map((arn) => attachedPolicy(core, account, arn)));
  const inline = policies.map((text, at) => ({ id: `session-${at}`, compiled: compiledPolicy(text, 'session') }));
  return [...inline, ...managed.filter((policy) => policy !== undefined)];
};
