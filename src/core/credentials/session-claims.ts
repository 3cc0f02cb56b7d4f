/**
 * Session tags and source identity that a token carries.
 * Source: IAM user guide, "Pass session tags in AWS STS", "Passing session tags using AssumeRoleWithWebIdentity";
 * "Monitor and control actions taken with assumed roles".
 */
import { ServiceError } from '../errors.ts';
import { type Tags, tagsOf } from './session-limits.ts';
import { sessionTags } from './session-tags.ts';

export interface PassedSession {
  readonly tags?: Tags;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
}

const TAGS = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

type Claims = Readonly<Record<string, unknown>>;

/** Throws InvalidIdentityTokenException, InvalidParameterException. */
export const claimedSession = (claims: Claims): PassedSession => {
  const { [TAGS]: nested = {}, [SOURCE_IDENTITY]: sourceIdentity } = claims;
  const given = isObject(nested) ? nested : undefined;
  const passed = given && (given['principal_tags'] ?? claims[`${TAGS}/principal_tags`] ?? {});
  const transitive = given && (given['transitive_tag_keys'] ?? claims[`${TAGS}/transitive_tag_keys`] ?? []);
  if (!isObject(passed) || !isTexts(transitive)) throw unreadable();
  return passedSession(Object.entries(passed), transitive, sourceIdentity);
};

/** `tags`: each with one value. */
export const passedSession = (
  tags: readonly (readonly [string, unknown])[],
  transitive: readonly string[],
  sourceIdentity: unknown,
): PassedSession => {
  if (sourceIdentity !== undefined && !isSourceIdentity(sourceIdentity)) throw unreadable();
  const list = tags.map(([key, values]) => ({ key, value: onlyValue(values) }));
  const session = sessionTags(tagsOf(list), transitive);
  return {
    ...(list.length > 0 && { tags: session.tags }),
    ...(session.transitive.length > 0 && { transitiveTagKeys: session.transitive }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  };
};

const onlyValue = (values: unknown): string => {
  const [value, ...more] = Array.isArray(values) ? (values as unknown[]) : [values];
  if (typeof value !== 'string' || value.length > 256 || more.length > 0) throw unreadable();
  return value;
};

const isObject = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isSourceIdentity = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w+=,.@-]{2,64}$/.test(value);

const unreadable = () =>
  new ServiceError('InvalidIdentityTokenException', 'The session tags or the source identity of the token are invalid');
