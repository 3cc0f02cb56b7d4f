/** How long a temporary password may be used. */
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Epoch ms; TemporaryPasswordValidityDays, and the older UnusedAccountValidityDays is the same number. */
export const temporaryPasswordExpiry = (pool: Pool, now: number): number =>
  now + pool.settings.passwordPolicy.temporaryPasswordValidityDays * DAY;

/** Sign-in then answers "Temporary password has expired and must be reset by an administrator.". */
export const temporaryPasswordExpired = (user: User, now: number): boolean =>
  user.status === 'FORCE_CHANGE_PASSWORD' &&
  user.temporaryPasswordExpiresAt !== undefined &&
  now >= user.temporaryPasswordExpiresAt;
