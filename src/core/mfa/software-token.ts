/** A signed-in user sets up an authenticator app; an administrator takes one away. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import { countTry } from './attempts.ts';
import { softwareTokenNotEnabled, softwareTokenNotOffered, softwareTokenUnknown } from './errors.ts';
import { offeredMethods } from './factors.ts';
import { newSeed, shownCode, useCode } from './totp.ts';
import type { MfaMethod, UserMfa } from './user-mfa.ts';

type Touches = Pick<Core, 'clock' | 'random' | 'sealer' | 'store'>;

/** Throws SoftwareTokenMFANotFoundException. */
export const assertOffered = ({ settings }: Pool): void => {
  if (!offeredMethods(settings).includes('SOFTWARE_TOKEN_MFA')) throw softwareTokenNotOffered();
};

/**
 * Answers the seed, this once. The token in use stays until the new one is verified.
 * Throws SoftwareTokenMFANotFoundException where the pool offers none.
 */
export const associateToken = async (core: Touches, pool: Pool, user: User): Promise<string> => {
  assertOffered(pool);
  const seed = newSeed(core, user);
  await commitUser(core, pool, user, (current) => ({
    user: { ...current, mfa: { ...current.mfa, pendingTotp: { sealed: seed.sealed } } },
  }));
  return seed.shown;
};

/**
 * The associated token becomes the user's; whether they are asked for it is their preference's matter.
 * Throws EnableSoftwareTokenMFAException for a wrong code, SoftwareTokenMFANotFoundException when there is nothing to
 * verify, NotAuthorizedException after too many wrong codes.
 */
export const verifyToken = async (
  core: Touches,
  pool: Pool,
  user: User,
  code: string,
  name: string | undefined,
): Promise<void> => {
  assertOffered(pool);
  const pending = user.mfa?.pendingTotp;
  if (!pending) throw softwareTokenUnknown();
  const { forget } = await countTry(core, user, 'mfa-setup');
  const shown = shownCode(core, user, pending, code);
  if (shown === undefined) throw softwareTokenNotEnabled();
  const writes = [useCode(core, shown), forget];
  const stored = commitUser(core, pool, user, (current) => {
    const { pendingTotp, ...mfa } = current.mfa ?? {};
    if (pendingTotp?.sealed !== pending.sealed) throw softwareTokenNotEnabled();
    return { user: { ...current, mfa: { ...mfa, totp: { ...pending, ...(name !== undefined && { name }) } } }, writes };
  });
  await stored.catch((error: unknown) => {
    throw error instanceof GuardFailed && error.guard === 'ticket.used' ? softwareTokenNotEnabled() : error;
  });
};

/** Throws nothing for a user without one. */
export const deleteToken = async (core: Touches, pool: Pool, user: User): Promise<void> => {
  await commitUser(core, pool, user, (current) => ({ user: { ...current, mfa: withoutToken(current.mfa ?? {}) } }));
};

const withoutToken = ({ totp: _, pendingTotp: __, preferred, enabled = [], ...mfa }: UserMfa): UserMfa => ({
  ...mfa,
  enabled: enabled.filter((method) => method !== TOKEN),
  ...(preferred !== undefined && preferred !== TOKEN && { preferred }),
});

const TOKEN: MfaMethod = 'SOFTWARE_TOKEN_MFA';
