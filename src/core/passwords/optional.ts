import type { Pool } from '../pools/pool.ts';

/** Whether users can do without a password: codes sign them in, and one factor is enough. */
export const isPasswordOptional = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  settings.mfaConfiguration !== 'ON' &&
  settings.allowedFirstFactors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP');
