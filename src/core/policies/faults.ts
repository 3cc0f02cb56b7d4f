/**
 * What IAM says of a bad policy. It names one fault; `faults` has all of them.
 * Source: the answers of the real service to CreatePolicy, PutRolePolicy and CreateRole.
 */
import { ServiceError } from '../errors.ts';
import type { Fault, PolicyKind } from './document.ts';

export const SYNTAX = 'Syntax errors in policy.';
export const VERSION = 'Policy document must be version 2012-10-17 or greater.';
export const SID_FORM =
  'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';
export const SID_TWICE = 'Statement IDs (SID) in a single policy must be unique.';
export const PRINCIPAL_FORBIDDEN = 'Policy document should not specify a principal.';
export const NO_ACTIONS = 'Policy statement must contain actions.';
export const NO_RESOURCES = 'Policy statement must contain resources.';
export const NO_VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
export const MANY_COLONS = 'Actions/Condition can contain only one colon.';
export const TRUST_ACTIONS = 'AssumeRole policy may only specify STS AssumeRole actions.';
export const VENDOR_FORM = 'Resource vendor must be fully qualified and cannot contain regexes.';
export const NOT_JSON = 'This policy contains invalid Json';

export class MalformedPolicy extends ServiceError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly [Fault, ...Fault[]]) {
    super('MalformedPolicyDocumentException', faults[0].message);
    this.faults = faults;
  }
}

/** Characters without white space. Source: IAM user guide, "IAM and AWS STS quotas". */
export const POLICY_SIZES = { managed: 6_144, user: 2_048, group: 5_120, role: 10_240, trust: 2_048, session: 2_048 };

/** White space between the parts is free; so is that within texts, as IAM counts. */
export const policySize = (text: string): number => text.replace(/\s/g, '').length;

/** @throws ServiceError LimitExceededException "Cannot exceed quota for PolicySize: 6144" */
export const assertPolicySize = (kind: PolicyKind, text: string): void => {
  if (kind === 'managed' && policySize(text) > POLICY_SIZES.managed) throw quota('PolicySize', POLICY_SIZES.managed);
  if (kind === 'trust' && policySize(text) > POLICY_SIZES.trust) throw quota('ACLSizePerRole', POLICY_SIZES.trust);
};

const quota = (name: string, limit: number) =>
  new ServiceError('LimitExceededException', `Cannot exceed quota for ${name}: ${limit}`);

/**
 * All inline policies of one owner together.
 * @throws ServiceError LimitExceededException "Maximum policy size of 10240 bytes exceeded for role …"
 */
export const assertInlineSize = (owner: 'user' | 'group' | 'role', name: string, texts: readonly string[]): void => {
  const total = texts.reduce((sum, text) => sum + policySize(text), 0);
  if (total <= POLICY_SIZES[owner]) return;
  throw new ServiceError(
    'LimitExceededException',
    `Maximum policy size of ${POLICY_SIZES[owner]} bytes exceeded for ${owner} ${name}`,
  );
};
