/** IAM roles. */
import type { Core } from '../core.ts';
import { assertAttachable } from './attach.ts';
import { changeEntity, deleteFound } from './change.ts';
import { deleteConflict } from './errors.ts';
import { requireEntity } from './find.ts';
import { commonOf, insertEntity } from './new-entity.ts';
import type { Role } from './records.ts';
import { trustOf } from './trusted-principals.ts';

export interface NewRole {
  readonly name: string;
  readonly path?: string | undefined;
  /** Who may assume it: a JSON document. */
  readonly trust: string;
  readonly description?: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration?: number | undefined;
  readonly boundary?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

const AN_HOUR = 3_600;

/** Throws EntityAlreadyExistsException, MalformedPolicyDocumentException, NoSuchEntityException (boundary). */
export const createRole = async (
  core: Pick<Core, 'clock' | 'random' | 'store'>,
  account: string,
  { trust, description, maxSessionDuration = AN_HOUR, boundary, ...given }: NewRole,
): Promise<Role> => {
  const trustMembers = await trustOf(core, account, trust);
  if (boundary !== undefined) await assertAttachable(core, account, boundary);
  const role: Role = {
    ...commonOf(core, { kind: 'role', account, ...given }),
    inline: {},
    attached: [],
    ...trustMembers,
    maxSessionDuration,
    ...(description !== undefined && { description }),
    ...(boundary !== undefined && { boundary }),
  };
  return insertEntity(core, role, `Role with name ${given.name} already exists.`);
};

/** Members that are left out stay. Throws NoSuchEntityException. */
export const updateRole = (
  core: Pick<Core, 'clock' | 'store'>,
  account: string,
  name: string,
  to: { readonly description?: string | undefined; readonly maxSessionDuration?: number | undefined },
): Promise<Role> =>
  changeEntity(core, account, 'role', name, (role) => ({
    ...role,
    ...(to.description !== undefined && { description: to.description }),
    maxSessionDuration: to.maxSessionDuration ?? role.maxSessionDuration,
  }));

/** Throws NoSuchEntityException, MalformedPolicyDocumentException. */
export const updateTrust = async (
  core: Pick<Core, 'clock' | 'store'>,
  account: string,
  name: string,
  trust: string,
): Promise<void> => {
  const members = await trustOf(core, account, trust);
  await changeEntity(core, account, 'role', name, (role) => ({ ...role, ...members }));
};

/** Throws NoSuchEntityException, DeleteConflictException. */
export const deleteRole = (core: Pick<Core, 'clock' | 'store'>, account: string, name: string): Promise<void> =>
  deleteFound(
    core,
    () => requireEntity(core, account, 'role', name),
    (role) => {
      if (role.attached.length > 0) throw deleteConflict('detach all policies');
      if (Object.keys(role.inline).length > 0) throw deleteConflict('delete policies');
    },
  );
