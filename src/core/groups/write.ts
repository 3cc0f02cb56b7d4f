/** Making, changing and deleting groups. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { GuardFailed } from '../ports.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { groupNotFound, requireGroup } from './find.ts';
import type { Group } from './group.ts';

type Parts = Pick<Core, 'store' | 'clock'>;
export type GroupMembers = Pick<Group, 'description' | 'roleArn' | 'precedence'>;

/** Throws GroupExistsException. */
export const createGroup = async (core: Parts, poolId: string, name: string, members: GroupMembers): Promise<Group> => {
  const now = core.clock.now();
  const group: Group = { poolId, name, ...members, createdAt: now, modifiedAt: now, version: 1 };
  try {
    await core.store.commit([core.store.groups.insert(group)]);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'group.exists')) throw error;
    throw new ServiceError('GroupExistsException', 'A group with the name already exists.');
  }
  return group;
};

/** Members that are left out stay as they are. Throws ResourceNotFoundException. */
export const updateGroup = (core: Parts, poolId: string, name: string, change: GroupMembers): Promise<Group> =>
  retryOn('group.changed', tooManyWriters, async () => {
    const before = await requireGroup(core, poolId, name);
    const after: Group = {
      ...before,
      description: change.description ?? before.description,
      roleArn: change.roleArn ?? before.roleArn,
      precedence: change.precedence ?? before.precedence,
      modifiedAt: core.clock.now(),
    };
    await core.store.commit([core.store.groups.update(after)]);
    return after;
  });

/** Members of the group stay users; only the membership goes. Throws ResourceNotFoundException. */
export const deleteGroup = async (core: Parts, poolId: string, name: string): Promise<void> => {
  const group = await requireGroup(core, poolId, name);
  await core.store.commit(core.store.groups.delete(group)).catch(missingIsNotFound);
};

/** Rethrows, with the guard for a group that has gone meanwhile as ResourceNotFoundException. */
export const missingIsNotFound = (error: unknown): never => {
  throw error instanceof GuardFailed && error.guard === 'group.missing' ? groupNotFound() : error;
};
