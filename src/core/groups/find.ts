import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Group } from './group.ts';

export const groupNotFound = () => new ServiceError('ResourceNotFoundException', 'Group not found.');

/** Throws ResourceNotFoundException. */
export const requireGroup = async (core: Pick<Core, 'store'>, poolId: string, name: string): Promise<Group> => {
  const group = await core.store.groups.byName(poolId, name);
  if (group === undefined) throw groupNotFound();
  return group;
};
