/**
 * Tags of a session that is begun by another: those that are transitive go along.
 * Source: IAM user guide, "Pass session tags in AWS STS", "Chaining roles with session tags".
 */
import { invalidParameter } from '../errors.ts';
import type { SessionFacts } from './principal.ts';
import type { Tags } from './session-limits.ts';

export interface SessionTags {
  readonly tags: Tags;
  readonly transitive: readonly string[];
}

/** Throws InvalidParameterException. `transitive` names tags that are passed. */
export const sessionTags = (passed: Tags, transitive: readonly string[], from?: SessionFacts): SessionTags => {
  const inherited = inheritedFrom(from);
  const names = new Set(Object.keys(passed).map((key) => key.toLowerCase()));
  if (transitive.some((key) => !names.has(key.toLowerCase()))) {
    throw invalidParameter('The specified transitive tag key must be included in the requested tags.');
  }
  if (Object.keys(inherited).some((key) => names.has(key.toLowerCase()))) {
    throw invalidParameter(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return { tags: { ...passed, ...inherited }, transitive: [...new Set([...transitive, ...Object.keys(inherited)])] };
};

const inheritedFrom = ({ tags = {}, transitiveTagKeys = [] }: Partial<SessionFacts> = {}): Tags => {
  const names = new Set(transitiveTagKeys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => names.has(key.toLowerCase())));
};
