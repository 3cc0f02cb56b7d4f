/** GetUserAuthFactorsResponse, and its twin for administrators. */
import type { GetUserAuthFactorsCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { configuredFactors } from '../../../core/auth/configured-factors.ts';
import type { Core } from '../../../core/core.ts';
import type { Pool } from '../../../core/pools/pool.ts';
import type { User } from '../../../core/users/user.ts';
import type { Body } from '../../operation.ts';
import { mfaSettings } from './mfa.ts';

export const authFactors = (
  core: Pick<Core, 'settings'>,
  pool: Pool,
  user: User,
): Body<GetUserAuthFactorsCommandOutput> => {
  const { PreferredMfaSetting, UserMFASettingList } = mfaSettings(user);
  return {
    Username: user.username,
    PreferredMfaSetting,
    UserMFASettingList,
    ConfiguredUserAuthFactors: configuredFactors(core, pool, user),
  };
};
