/** Long-term access keys of IAM users. */

import type { Core } from '../core.ts';
import { newKeyPair } from '../credentials/access-key.ts';
import { type AccessKey, GuardFailed } from '../ports.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { noSuchEntity } from './errors.ts';
import { requireEntity } from './find.ts';
import { assertQuota } from './quotas.ts';

type Needs = Pick<Core, 'clock' | 'random' | 'sealer' | 'store'>;

interface NewKey {
  readonly key: AccessKey;
  readonly secret: string;
}

/** The secret is told this once. Throws NoSuchEntityException, LimitExceededException. */
export const createAccessKey = (core: Needs, account: string, userName: string): Promise<NewKey> =>
  // An id that another key has by chance is drawn anew.
  retryOn('access-key.exists', tooManyWriters, () => newKeyOf(core, account, userName));

const newKeyOf = (core: Needs, account: string, userName: string): Promise<NewKey> =>
  retryOn('iam.changed', tooManyWriters, async () => {
    const user = await requireEntity(core, account, 'user', userName);
    const keys = await core.store.accessKeys.ofUser(account, user.id);
    assertQuota('AccessKeysPerUser', keys.length + 1);
    const { accessKeyId: id, secretAccessKey: secret } = newKeyPair(core, 'AKIA', account);
    const sealedSecret = core.sealer.seal('access-key', secret, id);
    const key = { id, account, sealedSecret, status: 'Active', createdAt: core.clock.now(), userId: user.id } as const;
    // The user changes along, so that of two keys made at once the limit holds, and none is made for a deleted user.
    await core.store.commit([...core.store.iam.update(user, user), core.store.accessKeys.insert(key)]);
    return { key, secret };
  });

/** Oldest first. Throws NoSuchEntityException. */
export const accessKeysOf = async (
  core: Pick<Core, 'store'>,
  account: string,
  userName: string,
): Promise<AccessKey[]> => {
  const user = await requireEntity(core, account, 'user', userName);
  return core.store.accessKeys.ofUser(account, user.id);
};

const notFound = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`);

const keyOf = async (core: Pick<Core, 'store'>, account: string, userName: string, id: string): Promise<AccessKey> => {
  const key = (await accessKeysOf(core, account, userName)).find((one) => one.id === id);
  if (key === undefined) throw notFound(id);
  return key;
};

/** Throws NoSuchEntityException. */
export const setKeyStatus = async (
  core: Pick<Core, 'store'>,
  account: string,
  userName: string,
  id: string,
  status: AccessKey['status'],
): Promise<void> => {
  const key = await keyOf(core, account, userName, id);
  await orGone(core.store.commit([core.store.accessKeys.setStatus(key, status)]), id);
};

/** Throws NoSuchEntityException. */
export const deleteAccessKey = async (
  core: Pick<Core, 'store'>,
  account: string,
  userName: string,
  id: string,
): Promise<void> => {
  const key = await keyOf(core, account, userName, id);
  await orGone(core.store.commit([core.store.accessKeys.delete(key)]), id);
};

const orGone = async (commit: Promise<void>, id: string): Promise<void> => {
  try {
    await commit;
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === 'access-key.missing') throw notFound(id);
    throw error;
  }
};

/** Undefined: the account has no such key. */
export const lastUseOf = async (
  core: Pick<Core, 'store'>,
  account: string,
  id: string,
): Promise<{ readonly userName: string | undefined; readonly use: AccessKey['lastUsed'] } | undefined> => {
  const key = await core.store.accessKeys.byId(id);
  if (key?.account !== account) return undefined;
  const user = key.userId === undefined ? undefined : await core.store.iam.byId(account, 'user', key.userId);
  return { userName: user?.name, use: key.lastUsed };
};
