/**
 * What may be passed into a session, and how much of it.
 * Source: STS API reference, AssumeRole; IAM user guide, "IAM and AWS STS quotas", "Pass session tags in AWS STS".
 */
import { deflateRawSync } from 'node:zlib';
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import { findPolicy } from '../iam/find.ts';
import { compiledPolicy } from '../iam/policies-of.ts';

export type Tags = Readonly<Record<string, string>>;

/** Policies that cut a session down. */
export interface SessionPolicies {
  /** A JSON document. */
  readonly policy?: string | undefined;
  /** Of managed policies. */
  readonly policyArns?: readonly string[] | undefined;
}

const MAX_ARNS = 10;
const MAX_POLICY = 2_048;
const MAX_PACKED = 2_048;
const MAX_TAGS = 50;

/** Throws MalformedPolicyDocumentException, InvalidParameterException. */
export const assertSessionPolicies = async (
  core: Pick<Core, 'store'>,
  account: string,
  { policy, policyArns = [] }: SessionPolicies,
): Promise<void> => {
  if (policyArns.length > MAX_ARNS) {
    throw invalidParameter(
      `1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ARNS}`,
    );
  }
  const plain = (policy ?? '') + policyArns.join('');
  if (plain.length > MAX_POLICY) {
    throw invalidParameter(
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${MAX_POLICY}`,
    );
  }
  if (policy !== undefined) compiledPolicy(policy, 'session');
  for (const arn of policyArns) {
    if ((await findPolicy(core, account, arn)) !== undefined) continue;
    throw new ServiceError('MalformedPolicyDocumentException', `Policy ${arn} does not exist or is not attachable.`);
  }
};

/**
 * How much of the room for policies and tags is taken, in percent; undefined where there are none. AWS does not say how
 * it packs them; this is what deflate makes of them. Throws PackedPolicyTooLargeException.
 */
export const packedSize = ({ policy = '', policyArns = [] }: SessionPolicies, tags: Tags): number | undefined => {
  const parts = [policy, ...policyArns, ...Object.entries(tags).flat()].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const percent = Math.ceil((deflateRawSync(parts.join('\n')).length / MAX_PACKED) * 100);
  if (percent <= 100) return percent;
  throw new ServiceError(
    'PackedPolicyTooLargeException',
    `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
  );
};

/** Throws InvalidParameterException: names are the same whatever their capitals. */
export const tagsOf = (list: readonly { readonly key: string; readonly value: string }[]): Tags => {
  const seen = new Set<string>();
  for (const { key } of list) {
    const name = key.toLowerCase();
    if (name.startsWith('aws:')) throw invalidParameter('System tags cannot be added/updated by requester');
    if (seen.has(name)) {
      throw invalidParameter('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    }
    seen.add(name);
  }
  if (list.length > MAX_TAGS) throw invalidParameter(`A session can have no more than ${MAX_TAGS} tags.`);
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
};
