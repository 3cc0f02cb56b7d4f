/** What an administrator makes of an account: enabled or not, confirmed. */
import type { Core } from '../core.ts';
import { notAuthorized } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { signOutInstant } from '../tokens/origin.ts';
import type { Metadata } from '../triggers/event.ts';
import { postConfirmation } from '../triggers/post-confirmation.ts';
import { commitUser } from './update.ts';
import type { User } from './user.ts';

type Touches = Pick<Core, 'store' | 'clock'>;

export const enableUser = async (core: Touches, pool: Pool, user: User): Promise<void> => {
  await commitUser(core, pool, user, (current) => ({ user: { ...current, enabled: true } }));
};

/** Tokens that the user has stay revoked when the account is enabled again. */
export const disableUser = async (core: Touches, pool: Pool, user: User): Promise<void> => {
  await commitUser(core, pool, user, (current) => ({
    user: { ...current, enabled: false, tokensValidAfter: signOutInstant(current, core.clock.now()) },
  }));
};

const assertUnconfirmed = (user: User): void => {
  if (user.status === 'UNCONFIRMED') return;
  throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
};

/**
 * Confirms without a code: contacts stay unverified, the code that was sent is void. Throws NotAuthorizedException, and
 * what PostConfirmation throws: then the user is confirmed all the same.
 */
export const confirmUser = async (
  core: Touches & Pick<Core, 'functions'>,
  pool: Pool,
  user: User,
  clientMetadata?: Metadata,
): Promise<void> => {
  const confirmed = await commitUser(core, pool, user, (current) => {
    assertUnconfirmed(current);
    return {
      user: { ...current, status: 'CONFIRMED' },
      writes: [core.store.codes.discard(pool.id, current.sub, 'sign-up')],
    };
  });
  await postConfirmation(core, { pool, clientMetadata }, 'PostConfirmation_ConfirmSignUp', confirmed);
};
