/** Changing and deleting entities: read, change, write, again when another came in between. */
import type { Core } from '../core.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { type Holder, requireEntity } from './find.ts';
import type { IamEntities, IamEntity } from './records.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

/** What stood in the way of a commit is found out by reading anew. */
const again = <T>(attempt: () => Promise<T>): Promise<T> =>
  retryOn('iam.changed', tooManyWriters, () => retryOn('iam-target.missing', tooManyWriters, attempt));

/** Throws NoSuchEntityException, and what `change` throws. */
export const changeEntity = <Kind extends Holder>(
  core: Needs,
  account: string,
  kind: Kind,
  name: string,
  change: (current: IamEntities[Kind]) => IamEntities[Kind] | Promise<IamEntities[Kind]>,
): Promise<IamEntities[Kind]> =>
  again(async () => {
    const before = await requireEntity(core, account, kind, name);
    return storeChange(core, before, await change(before));
  });

/** For what is found in other ways. */
export const changeFound = <Entity extends IamEntity>(
  core: Needs,
  find: () => Promise<Entity>,
  change: (current: Entity) => Entity | Promise<Entity>,
): Promise<Entity> =>
  again(async () => {
    const before = await find();
    return storeChange(core, before, await change(before));
  });

const storeChange = async <Entity extends IamEntity>(core: Needs, before: Entity, changed: Entity): Promise<Entity> => {
  if (changed === before) return before;
  const after = { ...changed, modifiedAt: core.clock.now() };
  await core.store.commit(core.store.iam.update(before, after));
  return after;
};

/** `assertFree` throws DeleteConflictException while the entity cannot go. */
export const deleteFound = <Entity extends IamEntity>(
  core: Needs,
  find: () => Promise<Entity>,
  assertFree: (current: Entity) => void | Promise<void>,
): Promise<void> =>
  again(async () => {
    const current = await find();
    await assertFree(current);
    await core.store.commit(core.store.iam.delete(current));
  });
