/** Pages of users. */
import type { Core } from '../core.ts';
import { listPage, type Listing } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import type { UserFilter, UserListKey } from '../ports.ts';
import { searchedValue } from './filter.ts';
import type { User } from './user.ts';

export interface UserQuery {
  readonly filter: UserFilter | undefined;
  readonly limit: number;
  readonly token: string | undefined;
}

/** The order is the index's, so users who come meanwhile neither shift a page nor repeat on one. */
export const listUsers = (
  core: Pick<Core, 'store' | 'sealer'>,
  pool: Pool,
  { filter, limit, token }: UserQuery,
): Promise<Listing<User>> =>
  listPage<User, UserListKey>(core, {
    scope: `ListUsers ${pool.id} ${JSON.stringify(filter ?? null)}`,
    token,
    limit,
    keyOf: (user) => ({
      value: filter?.match === 'prefix' ? (searchedValue(user, filter.field) ?? '') : '',
      sub: user.sub,
    }),
    read: (page) => core.store.users.list(pool.id, filter, page),
  });
