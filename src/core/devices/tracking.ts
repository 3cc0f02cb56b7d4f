/** Which pools keep track of devices, and the names that they give them. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { Device } from './device.ts';

type Tracking = Pick<Pool, 'settings'>;

/** DeviceConfiguration, whatever is in it, switches it on. */
export const tracksDevices = ({ settings }: Tracking): boolean => settings.deviceConfiguration !== undefined;

/** Throws InvalidUserPoolConfigurationException. */
export const assertTracksDevices = (pool: Tracking): void => {
  if (tracksDevices(pool)) return;
  throw new ServiceError('InvalidUserPoolConfigurationException', 'Device tracking is not enabled for the user pool.');
};

/** Whether the user says which devices are remembered; otherwise all are. */
export const asksUser = ({ settings }: Tracking): boolean =>
  settings.deviceConfiguration?.deviceOnlyRememberedOnUserPrompt === true;

/** Whether the device proves itself in the place of a second factor. */
export const standsInForMfa = ({ settings }: Tracking, device: Device): boolean =>
  settings.deviceConfiguration?.challengeRequiredOnNewDevice === true &&
  device.status === 'remembered' &&
  device.sealedVerifier !== undefined;

export interface NewDevice {
  readonly key: string;
  readonly groupKey: string;
}

/** Nothing is stored before the client confirms it: the access token vouches for the key. */
export const newDevice = (core: Pick<Core, 'random' | 'sealer'>, pool: Pool): NewDevice => ({
  key: `${pool.region}_${core.random.uuid()}`,
  groupKey: deviceGroupKey(core, pool),
});

/** What SRP mixes into the passwords of a pool's devices in the place of the pool's name. */
export const deviceGroupKey = (core: Pick<Core, 'sealer'>, { id }: Pick<Pool, 'id'>): string => {
  const digits = Buffer.from(core.sealer.mac('device', `group/${id}`))
    .toString('base64')
    .replace(/[+/=]/g, '');
  return `-${digits.slice(0, 8)}`;
};
