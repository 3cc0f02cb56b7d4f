/** Lists of groups and of their members. Every token is good for one list of one pool. */
import type { Core } from '../core.ts';
import { type Listing, listPage } from '../paging.ts';
import type { User } from '../users/user.ts';
import { requireGroup } from './find.ts';
import type { Group } from './group.ts';

type Parts = Pick<Core, 'store' | 'sealer'>;
type Page = { readonly limit: number; readonly token: string | undefined };

/** By name. Throws InvalidParameterException for a token that is not this list's, as all three do. */
export const listGroups = (core: Parts, poolId: string, page: Page): Promise<Listing<Group>> =>
  listPage(core, {
    ...page,
    scope: `ListGroups ${poolId}`,
    keyOf: (group: Group) => group.name,
    read: (keys) => core.store.groups.list(poolId, keys),
  });

/** By name. */
export const listGroupsOfUser = (core: Parts, user: User, page: Page): Promise<Listing<Group>> =>
  listPage(core, {
    ...page,
    scope: `AdminListGroupsForUser ${user.poolId} ${user.sub}`,
    keyOf: (group: Group) => group.name,
    read: (keys) => core.store.groups.ofUser(user.poolId, user.sub, keys),
  });

/** By sub. Throws ResourceNotFoundException when there is no such group. */
export const listMembers = async (core: Parts, poolId: string, name: string, page: Page): Promise<Listing<User>> => {
  await requireGroup(core, poolId, name);
  return listPage(core, {
    ...page,
    scope: `ListUsersInGroup ${poolId} ${name}`,
    keyOf: (user: User) => user.sub,
    read: (keys) => core.store.groups.members(poolId, name, keys),
  });
};
