/** Users as the wire shows them. */
import type { AttributeType, UserType } from '@aws-sdk/client-cognito-identity-provider';
import type { Pool } from '../../../core/pools/pool.ts';
import { type Attributes, readableAttributes } from '../../../core/users/attributes.ts';
import type { User } from '../../../core/users/user.ts';
import { mfaOptions } from './mfa.ts';

/** AttributeListType, in the order of the record. */
export const attributeList = (attributes: Attributes): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** The last of several values of one name wins; a name without a value counts as empty. */
export const attributeRecord = (list: readonly AttributeType[] | undefined): Record<string, string> =>
  Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name as string, Value ?? '']));

/** UserType as administrators see it; with every attribute unless they asked for some. */
export const userType = (
  pool: Pool,
  user: User,
  attributes: Attributes = readableAttributes(pool, user),
): UserType => ({
  Username: user.username,
  Attributes: attributeList(attributes),
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
  MFAOptions: mfaOptions(user),
});
