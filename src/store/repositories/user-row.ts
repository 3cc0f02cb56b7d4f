import type { PasswordAlgorithm } from '../../core/imports/job.ts';
import type { UserMfa } from '../../core/mfa/user-mfa.ts';
import type { StoredPassword, User, UserStatus } from '../../core/users/user.ts';
import type { UserRow } from '../schema.ts';
import { folded, searchValues } from '../search.ts';

/** What a statement that stores a user binds; `toColumns` makes the row's columns of it. */
export type UserValues = ReturnType<typeof toValues>;

export const toValues = (user: User) => ({
  pool_id: user.poolId,
  sub: user.sub,
  username: user.username,
  status: user.status as string,
  enabled: user.enabled ? 'Enabled' : 'Disabled',
  created_at: user.createdAt,
  modified_at: user.modifiedAt,
  version: user.version,
  attributes: JSON.stringify(user.attributes),
  pending_attributes: JSON.stringify(user.pendingAttributes),
  password_sealed: user.password?.sealed ?? null,
  password_set_at: user.password?.setAt ?? null,
  password_algorithm: user.password?.algorithm ?? null,
  password_history: JSON.stringify(user.passwordHistory),
  temporary_password_expires_at: user.temporaryPasswordExpiresAt ?? null,
  tokens_valid_after: user.tokensValidAfter,
  passkeys: user.passkeys ?? 0,
  mfa: user.mfa === undefined ? null : JSON.stringify(user.mfa),
  identities: user.identities === undefined ? null : JSON.stringify(user.identities),
  ...searchValues(user),
});

export const toColumns = ({ username_lower, email_lower, preferred_username_lower, ...v }: UserValues) => ({
  ...v,
  username_search: folded('username_search', { pool: v.pool_id, asGiven: v.username_search, lower: username_lower }),
  email_search: folded('email_search', { pool: v.pool_id, asGiven: v.email_search, lower: email_lower }),
  preferred_username_search: folded('preferred_username_search', {
    pool: v.pool_id,
    asGiven: v.preferred_username_search,
    lower: preferred_username_lower,
  }),
});

export type StoredUser = Omit<UserRow, `${string}_search`>;

/** All but the search columns, which only searches read. */
export const userColumns = [
  'users.pool_id',
  'users.sub',
  'users.username',
  'users.status',
  'users.enabled',
  'users.created_at',
  'users.modified_at',
  'users.version',
  'users.attributes',
  'users.pending_attributes',
  'users.password_sealed',
  'users.password_set_at',
  'users.password_algorithm',
  'users.password_history',
  'users.temporary_password_expires_at',
  'users.tokens_valid_after',
  'users.passkeys',
  'users.mfa',
  'users.identities',
] as const;

export const toUser = (row: StoredUser): User => ({
  poolId: row.pool_id,
  sub: row.sub,
  username: row.username,
  status: row.status as UserStatus,
  enabled: row.enabled === 'Enabled',
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
  attributes: JSON.parse(row.attributes) as User['attributes'],
  pendingAttributes: JSON.parse(row.pending_attributes) as User['pendingAttributes'],
  ...(row.password_sealed !== null && {
    password: {
      sealed: row.password_sealed,
      setAt: row.password_set_at!,
      ...(row.password_algorithm !== null && { algorithm: row.password_algorithm as PasswordAlgorithm }),
    },
  }),
  passwordHistory: JSON.parse(row.password_history) as StoredPassword[],
  ...(row.temporary_password_expires_at !== null && {
    temporaryPasswordExpiresAt: row.temporary_password_expires_at,
  }),
  tokensValidAfter: row.tokens_valid_after,
  ...(row.passkeys > 0 && { passkeys: row.passkeys }),
  ...(row.mfa !== null && { mfa: JSON.parse(row.mfa) as UserMfa }),
  ...(row.identities !== null && { identities: JSON.parse(row.identities) as NonNullable<User['identities']> }),
});
