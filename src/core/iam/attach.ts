/** Managed policies on users, groups and roles, and permissions boundaries. */
import type { Core } from '../core.ts';
import { changeEntity } from './change.ts';
import { noSuchEntity } from './errors.ts';
import { findPolicy, type Holder } from './find.ts';
import { assertQuota, type Quota } from './quotas.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

const QUOTA: Readonly<Record<Holder, Quota>> = {
  group: 'PoliciesPerGroup',
  role: 'PoliciesPerRole',
  user: 'PoliciesPerUser',
};

/** Throws NoSuchEntityException, InvalidInputException. */
export const assertAttachable = async (core: Pick<Core, 'store'>, account: string, arn: string): Promise<void> => {
  if ((await findPolicy(core, account, arn)) !== undefined) return;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
};

/** Attaching twice is no error. Throws NoSuchEntityException, LimitExceededException. */
export const attachPolicy = async (
  core: Needs,
  account: string,
  kind: Holder,
  name: string,
  arn: string,
): Promise<void> => {
  await changeEntity(core, account, kind, name, async (current) => {
    await assertAttachable(core, account, arn);
    if (current.attached.includes(arn)) return current;
    assertQuota(QUOTA[kind], current.attached.length + 1);
    return { ...current, attached: [...current.attached, arn] };
  });
};

/** Throws NoSuchEntityException. */
export const detachPolicy = async (
  core: Needs,
  account: string,
  kind: Holder,
  name: string,
  arn: string,
): Promise<void> => {
  await changeEntity(core, account, kind, name, (current) => {
    if (!current.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    return { ...current, attached: current.attached.filter((one) => one !== arn) };
  });
};

/** Throws NoSuchEntityException. */
export const putBoundary = async (
  core: Needs,
  account: string,
  kind: 'role' | 'user',
  name: string,
  arn: string,
): Promise<void> => {
  await changeEntity(core, account, kind, name, async (current) => {
    await assertAttachable(core, account, arn);
    return { ...current, boundary: arn };
  });
};

/** Throws NoSuchEntityException. */
export const deleteBoundary = async (
  core: Needs,
  account: string,
  kind: 'role' | 'user',
  name: string,
): Promise<void> => {
  await changeEntity(core, account, kind, name, (current) => {
    if (current.boundary === undefined) throw noSuchEntity(`The ${kind} ${name} does not have a permissions boundary.`);
    const { boundary: _, ...rest } = current;
    return rest as typeof current;
  });
};
