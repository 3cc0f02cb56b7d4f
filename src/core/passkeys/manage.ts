/** The passkeys that a user has, and giving one up. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import type { Passkey } from './passkey.ts';

type Position = Pick<Passkey, 'createdAt' | 'id'>;

const isAfter = (one: Position, other: Position): boolean =>
  one.createdAt > other.createdAt || (one.createdAt === other.createdAt && one.id > other.id);

/** Oldest first. Throws InvalidParameterException for a token of another list. */
export const listPasskeys = (
  core: Pick<Core, 'sealer' | 'store'>,
  user: User,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<Passkey>> =>
  listPage<Passkey, Position>(core, {
    ...page,
    scope: `ListWebAuthnCredentials ${user.poolId} ${user.sub}`,
    keyOf: ({ createdAt, id }) => ({ createdAt, id }),
    read: async ({ limit, after }) => {
      const all = user.passkeys ? await core.store.passkeys.ofUser(user.poolId, user.sub) : [];
      return all.filter((passkey) => after === undefined || isAfter(passkey, after)).slice(0, limit);
    },
  });

const notFound = () => new ServiceError('ResourceNotFoundException', 'The requested credential does not exist.');

/** Throws ResourceNotFoundException, for another user's as well. */
export const deletePasskey = async (
  core: Pick<Core, 'clock' | 'store'>,
  pool: Pool,
  user: User,
  id: string,
): Promise<void> => {
  const passkey = await core.store.passkeys.byId(pool.id, id);
  if (passkey?.sub !== user.sub) throw notFound();
  try {
    await commitUser(core, pool, user, (current) => ({
      user: { ...current, passkeys: Math.max(0, (current.passkeys ?? 0) - 1) || undefined },
      writes: [core.store.passkeys.delete(passkey)],
    }));
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === 'passkey.changed') throw notFound();
    throw error;
  }
};
