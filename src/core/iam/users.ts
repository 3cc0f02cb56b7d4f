/** IAM users. */
import type { Core } from '../core.ts';
import { assertAttachable } from './attach.ts';
import { changeEntity, deleteFound } from './change.ts';
import { alreadyExists, deleteConflict } from './errors.ts';
import { requireEntity } from './find.ts';
import { commonOf, insertEntity } from './new-entity.ts';
import type { IamUser } from './records.ts';

export interface NewUser {
  readonly name: string;
  readonly path?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** ARN. */
  readonly boundary?: string | undefined;
}

const taken = (name: string): string => `User with name ${name} already exists.`;

/** Throws EntityAlreadyExistsException, NoSuchEntityException (boundary). */
export const createUser = async (
  core: Pick<Core, 'clock' | 'random' | 'store'>,
  account: string,
  { boundary, ...given }: NewUser,
): Promise<IamUser> => {
  if (boundary !== undefined) await assertAttachable(core, account, boundary);
  const common = commonOf(core, { kind: 'user', account, ...given });
  const user: IamUser = {
    ...common,
    inline: {},
    attached: [],
    groups: [],
    ...(boundary !== undefined && { boundary }),
  };
  return insertEntity(core, user, taken(given.name));
};

/** Throws NoSuchEntityException, EntityAlreadyExistsException. */
export const renameUser = (
  core: Pick<Core, 'clock' | 'store'>,
  account: string,
  name: string,
  to: { readonly name?: string | undefined; readonly path?: string | undefined },
): Promise<IamUser> =>
  changeEntity(core, account, 'user', name, async (user) => {
    const { name: newName = user.name, path = user.path } = to;
    const holder = await core.store.iam.find(account, 'user', newName);
    if (holder !== undefined && holder.id !== user.id) throw alreadyExists(taken(newName));
    return { ...user, name: newName, path };
  });

/** Throws NoSuchEntityException, DeleteConflictException. */
export const deleteUser = (core: Pick<Core, 'clock' | 'store'>, account: string, name: string): Promise<void> =>
  deleteFound(
    core,
    () => requireEntity(core, account, 'user', name),
    async (user) => {
      if (user.attached.length > 0) throw deleteConflict('detach all policies');
      if (Object.keys(user.inline).length > 0) throw deleteConflict('delete policies');
      if ((await core.store.accessKeys.ofUser(account, user.id)).length > 0) throw deleteConflict('delete access keys');
      if (user.groups.length > 0) throw deleteConflict('remove users from group');
    },
  );
