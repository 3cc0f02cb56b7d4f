/** Policies that a simulation leaves out, as if they were not attached. */
import { matchesGlob } from '../policies/glob.ts';
import { globTemplate, tokensOf } from '../policies/template.ts';
import { invalidInput } from './errors.ts';
import type { Holder } from './find.ts';
import type { PolicySource, SourcedPolicy } from './policy-source.ts';

export interface Exclusion {
  /** `scp` and `rcp`: there is no organization, so that they leave nothing out. */
  readonly type?: 'inline' | 'aws-managed' | 'user-managed' | 'permission-boundary' | 'scp' | 'rcp' | undefined;
  /** With wildcards in the name. */
  readonly arn?: string | undefined;
  readonly inline?: { readonly kind: Holder; readonly holder: string; readonly name: string } | undefined;
}

/** Throws InvalidInputException. */
export const withoutExcluded = (source: PolicySource, exclusions: readonly Exclusion[]): PolicySource => {
  for (const exclusion of exclusions) assertExclusion(exclusion);
  const { boundary, ...rest } = source;
  const isExcluded = (policy: SourcedPolicy) => exclusions.some((exclusion) => excludes(exclusion, policy));
  const keepsBoundary = boundary && !isExcluded(boundary) && !exclusions.some(({ type }) => type === BOUNDARY);
  return {
    ...rest,
    identity: source.identity.filter((policy) => !isExcluded(policy)),
    ...(keepsBoundary && { boundary }),
  };
};

const BOUNDARY = 'permission-boundary';
const POLICY_ARN = /^arn:aws:iam::(aws|\d{12}):policy\/[^*]*\*?[^*]*$/;

const assertExclusion = ({ type, arn, inline }: Exclusion): void => {
  if ([type, arn, inline].filter((given) => given !== undefined).length !== 1) {
    throw invalidInput(
      'A policy identifier must have exactly one of PolicyType, PolicyArn and InlinePolicyIdentifier.',
    );
  }
  if (arn !== undefined && !POLICY_ARN.test(arn)) throw invalidInput(`Invalid policy ARN: ${arn}`);
};

const excludes = ({ type, arn, inline }: Exclusion, policy: SourcedPolicy): boolean => {
  if ('arn' in policy) return type === policy.sourceType || (arn !== undefined && isLike(arn, policy.arn));
  if (type === 'inline') return true;
  if (inline === undefined) return false;
  const { kind, name } = policy.holder;
  return inline.kind === kind && inline.name === policy.name && inline.holder.toLowerCase() === name.toLowerCase();
};

const isLike = (pattern: string, text: string): boolean => {
  const glob = globTemplate(tokensOf(pattern, { variables: false, wildcards: true }))(new Map());
  return glob !== undefined && matchesGlob(glob, text);
};
