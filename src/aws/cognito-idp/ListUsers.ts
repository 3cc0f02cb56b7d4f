import type {
  ListUsersCommandInput as Input,
  ListUsersCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { parseFilter } from '../../core/users/filter.ts';
import { listUsers } from '../../core/users/list.ts';
import { parseSearch } from '../../core/users/search.ts';
import { signedOperation } from '../operation.ts';
import { userType } from './shapes/user.ts';

const MOST = 60;

export const ListUsers = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listUsers(core, pool, {
    search: core.settings.extendedSearch
      ? parseSearch(pool, input.Filter)
      : { index: parseFilter(input.Filter), matches: undefined },
    text: input.Filter,
    limit: input.Limit || MOST,
    token: input.PaginationToken,
    attributes: input.AttributesToGet,
  });
  return { Users: rows.map(({ user, attributes }) => userType(pool, user, attributes)), PaginationToken: nextToken };
});
