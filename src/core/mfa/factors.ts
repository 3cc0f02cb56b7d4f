/**
 * Which second factors a user can be asked for. Off, optional or demanded is the pool's matter (auth/next-step.ts);
 * this says only what would work.
 */
import type { Pool, PoolSettings } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import type { MfaMethod, UserMfa } from './user-mfa.ts';

type Enrolled = Pick<User, 'attributes' | 'mfa'>;

/** In the order in which choices are shown. */
const METHODS: readonly MfaMethod[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];

/** The methods that the pool offers. */
export const offeredMethods = ({ mfaMethods, smsConfiguration }: PoolSettings): MfaMethod[] => {
  const { sms, softwareToken, email } = mfaMethods ?? { sms: true, softwareToken: false };
  const offered: Record<MfaMethod, boolean> = {
    SMS_MFA: sms && smsConfiguration !== undefined,
    SOFTWARE_TOKEN_MFA: softwareToken,
    EMAIL_OTP: email !== undefined,
  };
  return METHODS.filter((method) => offered[method]);
};

/** What the user, or an administrator for them, has switched on. */
export const chosenMethods = ({ enabled = [], smsOption }: UserMfa): readonly MfaMethod[] =>
  smsOption && !enabled.includes('SMS_MFA') ? ['SMS_MFA', ...enabled] : enabled;

/**
 * What the user can be asked for. Whoever has chosen nothing in a pool that demands MFA is asked for whatever there is:
 * a message to the phone number or e-mail address that is known, or a software token.
 */
export const secondFactors = ({ settings }: Pick<Pool, 'settings'>, user: Enrolled): MfaMethod[] => {
  if (settings.mfaConfiguration === 'OFF') return [];
  const usable = METHODS.filter((method) => isUsable(settings, user, method));
  const chosen = usable.filter((method) => chosenMethods(user.mfa ?? {}).includes(method));
  return chosen.length > 0 || settings.mfaConfiguration === 'OPTIONAL' ? chosen : usable;
};

/** The one that the user prefers, as long as it works. */
export const preferredFactor = (pool: Pick<Pool, 'settings'>, user: Enrolled): MfaMethod | undefined => {
  const preferred = user.mfa?.preferred;
  return preferred && secondFactors(pool, user).includes(preferred) ? preferred : undefined;
};

/** A software token goes on working when the pool no longer offers it; messages need somebody who may send them. */
const isUsable = (settings: PoolSettings, { attributes, mfa }: Enrolled, method: MfaMethod): boolean => {
  if (method === 'SOFTWARE_TOKEN_MFA') return mfa?.totp !== undefined;
  return offeredMethods(settings).includes(method) && Boolean(attributes[contactOf(method)]);
};

/** The attribute that the code of a method goes to. */
export const contactOf = (method: Exclude<MfaMethod, 'SOFTWARE_TOKEN_MFA'>): 'email' | 'phone_number' =>
  method === 'SMS_MFA' ? 'phone_number' : 'email';

/** Whether a passkey with user verification is two factors for this user: the pool allows it and the user wants it. */
export const passkeyIsTwoFactors = ({ settings }: Pick<Pool, 'settings'>, { mfa }: Pick<User, 'mfa'>): boolean =>
  settings.webAuthn?.factorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION' && mfa?.passkey === true;
