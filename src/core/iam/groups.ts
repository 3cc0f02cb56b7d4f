/** IAM groups and who is in them. */
import type { Core } from '../core.ts';
import { changeEntity, deleteFound } from './change.ts';
import { alreadyExists, deleteConflict } from './errors.ts';
import { requireEntity } from './find.ts';
import { linkedTo } from './linked.ts';
import { commonOf, insertEntity } from './new-entity.ts';
import { assertQuota } from './quotas.ts';
import type { IamGroup, IamUser } from './records.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

const taken = (name: string): string => `Group with name ${name} already exists.`;

/** Throws EntityAlreadyExistsException. */
export const createGroup = (
  core: Pick<Core, 'clock' | 'random' | 'store'>,
  account: string,
  name: string,
  path: string | undefined,
): Promise<IamGroup> => {
  const group: IamGroup = { ...commonOf(core, { kind: 'group', account, name, path }), inline: {}, attached: [] };
  return insertEntity(core, group, taken(name));
};

/** Throws NoSuchEntityException, EntityAlreadyExistsException. */
export const renameGroup = (
  core: Needs,
  account: string,
  name: string,
  to: { readonly name?: string | undefined; readonly path?: string | undefined },
): Promise<IamGroup> =>
  changeEntity(core, account, 'group', name, async (group) => {
    const { name: newName = group.name, path = group.path } = to;
    const holder = await core.store.iam.find(account, 'group', newName);
    if (holder !== undefined && holder.id !== group.id) throw alreadyExists(taken(newName));
    return { ...group, name: newName, path };
  });

/** Throws NoSuchEntityException, DeleteConflictException. */
export const deleteGroup = (core: Needs, account: string, name: string): Promise<void> =>
  deleteFound(
    core,
    () => requireEntity(core, account, 'group', name),
    async (group) => {
      if (group.attached.length > 0) throw deleteConflict('detach all policies');
      if (Object.keys(group.inline).length > 0) throw deleteConflict('delete policies');
      const members = await core.store.iam.linked(account, 'member', group.id, { limit: 1 });
      if (members.length > 0) throw deleteConflict('remove users from group');
    },
  );

/** Adding twice is no error. Throws NoSuchEntityException, LimitExceededException. */
export const addToGroup = async (core: Needs, account: string, groupName: string, userName: string): Promise<void> => {
  await changeEntity(core, account, 'user', userName, async (user) => {
    const group = await requireEntity(core, account, 'group', groupName);
    if (user.groups.includes(group.id)) return user;
    assertQuota('GroupsPerUser', user.groups.length + 1);
    return { ...user, groups: [...user.groups, group.id] };
  });
};

/** Throws NoSuchEntityException. */
export const removeFromGroup = async (
  core: Needs,
  account: string,
  groupName: string,
  userName: string,
): Promise<void> => {
  const group = await requireEntity(core, account, 'group', groupName);
  await changeEntity(core, account, 'user', userName, (user) => ({
    ...user,
    groups: user.groups.filter((id) => id !== group.id),
  }));
};

/** In the order in which the user was added. */
export const groupsOf = async (core: Pick<Core, 'store'>, user: IamUser): Promise<IamGroup[]> => {
  const found = await Promise.all(user.groups.map((id) => core.store.iam.byId(user.account, 'group', id)));
  return found.filter((group) => group !== undefined);
};

/** By id. */
export const membersOf = async (core: Pick<Core, 'store'>, group: IamGroup): Promise<IamUser[]> => {
  const members = await linkedTo(core, group.account, group.id, 'member');
  return members.filter((member) => member.kind === 'user');
};
