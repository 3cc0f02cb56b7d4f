/** The second factors of a pool: SetUserPoolMfaConfig. */
import type { Core } from '../core.ts';
import { defined } from '../defined.ts';
import { invalidParameter } from '../errors.ts';
import { type Owner, storedPool } from '../pools/owned-pool.ts';
import type { Pool, PoolSettings } from '../pools/pool.ts';
import { checkPoolSettings } from '../pools/rules.ts';
import { storePool } from '../pools/update.ts';
import { concurrentModification, retryOn } from '../retry.ts';
import { offeredMethods } from './factors.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'directory'>;

export interface MfaConfigInput {
  /** What is left out stays. */
  readonly mode?: PoolSettings['mfaConfiguration'] | undefined;
  readonly sms?: { readonly message?: string | undefined; readonly configuration?: PoolSettings['smsConfiguration'] };
  readonly softwareToken?: boolean | undefined;
  readonly email?: { readonly message?: string | undefined; readonly subject?: string | undefined } | undefined;
  /** What is left out stays. */
  readonly webAuthn?: PoolSettings['webAuthn'] | undefined;
}

/**
 * A method that is left out is switched off, unless the request is about passkeys alone. Throws
 * InvalidParameterException, FeatureUnavailableInTierException, ConcurrentModificationException.
 */
export const setPoolMfaConfig = (core: Touches, owner: Owner, poolId: string, input: MfaConfigInput): Promise<Pool> =>
  retryOn('pool.changed', concurrentModification, async () => {
    const before = await storedPool(core, owner, poolId);
    const settings = configured(before.settings, input);
    checkPoolSettings(settings, {});
    return storePool(core, { ...before, settings });
  });

const configured = (before: PoolSettings, input: MfaConfigInput): PoolSettings => {
  const { mode = before.mfaConfiguration, webAuthn = before.webAuthn } = input;
  const { webAuthn: _, ...rest } = before;
  const settings = { ...rest, mfaConfiguration: mode, ...(webAuthn && { webAuthn }) };
  const untouched = input.mode === undefined && !input.sms && !input.email && input.softwareToken === undefined;
  if (untouched) return settings;
  return mode === 'OFF' ? switchedOff(settings, input) : switchedOn(settings, input);
};

const switchedOff = ({ mfaMethods: _, ...settings }: PoolSettings, input: MfaConfigInput): PoolSettings => {
  if (input.sms || input.email || input.softwareToken) {
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.");
  }
  return settings;
};

const switchedOn = (before: PoolSettings, { sms, softwareToken = false, email }: MfaConfigInput): PoolSettings => {
  const settings: PoolSettings = {
    ...before,
    ...defined({ smsAuthenticationMessage: sms?.message, smsConfiguration: sms?.configuration }),
    mfaMethods: { sms: sms !== undefined, softwareToken, ...(email && { email: defined(email) }) },
  };
  if (sms && settings.smsConfiguration === undefined) {
    throw invalidParameter(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    );
  }
  if (offeredMethods(settings).length > 0) return settings;
  throw invalidParameter(
    "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
  );
};
