/** What a user has to sign in with (GetUserAuthFactors), by the names of the API's AuthFactorType. */
import type { Core } from '../core.ts';
import type { FirstFactor, Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import { factorsOf } from './first-factors.ts';

/** First factors that USER_AUTH would take from this user, and a software token, which is a second one only. */
export const configuredFactors = (
  core: Pick<Core, 'settings'>,
  pool: Pool,
  user: User,
): (FirstFactor | 'SOFTWARE_TOKEN')[] => [
  ...factorsOf(core, pool, user),
  ...(user.mfa?.totp ? ['SOFTWARE_TOKEN' as const] : []),
];
