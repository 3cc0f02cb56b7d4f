import type { Core } from '../core.ts';
import type { Group } from './group.ts';

const PAGE = 500;

/** All groups of a user, the one that wins first: by precedence (none counts as last), then by name. */
export const groupsOfUser = async (core: Pick<Core, 'store'>, poolId: string, sub: string): Promise<Group[]> => {
  const groups: Group[] = [];
  for (let page: Group[] | undefined; page === undefined || page.length === PAGE; ) {
    page = await core.store.groups.ofUser(poolId, sub, { limit: PAGE, after: groups.at(-1)?.name });
    groups.push(...page);
  }
  return groups.sort(byPrecedence);
};

const byPrecedence = (a: Group, b: Group): number =>
  rank(a) === rank(b) ? (a.name < b.name ? -1 : 1) : rank(a) < rank(b) ? -1 : 1;

const rank = (group: Group): number => group.precedence ?? Number.POSITIVE_INFINITY;
