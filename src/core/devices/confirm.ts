/** ConfirmDevice: the client takes the key that its sign-in was given and leaves the device's secret. */
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError, userNotFound } from '../errors.ts';
import { GuardFailed } from '../ports.ts';
import type { Bearer } from '../tokens/verify.ts';
import type { User } from '../users/user.ts';
import type { Device } from './device.ts';
import { asksUser, assertTracksDevices } from './tracking.ts';
import { readVerifier, sealDeviceVerifier, type VerifierConfig } from './verifier.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'sealer'>;

export interface DeviceToConfirm {
  readonly key: string;
  readonly name?: string;
  readonly verifier: VerifierConfig;
  readonly ip: string;
}

/**
 * Whether the user is to be asked if the device shall be remembered. Throws InvalidUserPoolConfigurationException,
 * InvalidParameterException for a key that this sign-in was not given or whose device was forgotten,
 * DeviceKeyExistsException, UserNotFoundException.
 */
export const confirmDevice = async (core: Touches, bearer: Bearer, given: DeviceToConfirm): Promise<boolean> => {
  const { pool, user, claims } = bearer;
  assertTracksDevices(pool);
  if (claims['device_key'] !== given.key) throw invalidDeviceKey();
  const device = confirmed(core, bearer, given);
  try {
    await core.store.commit([core.store.devices.insert(device)]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    throw await whyNot(core, user, given.key);
  }
  return asksUser(pool);
};

const invalidDeviceKey = () => invalidParameter('Invalid device key given.');

const confirmed = (core: Touches, { pool, user, claims }: Bearer, given: DeviceToConfirm): Device => {
  const now = core.clock.now();
  const place = { poolId: pool.id, sub: user.sub, key: given.key };
  const verifier = readVerifier(given.verifier);
  return {
    ...place,
    name: given.name,
    status: asksUser(pool) ? 'not_remembered' : 'remembered',
    ...(verifier && { sealedVerifier: sealDeviceVerifier(core, place, verifier) }),
    lastIp: given.ip,
    createdAt: now,
    modifiedAt: now,
    lastAuthenticatedAt: Number(claims['auth_time']) * 1_000,
  };
};

const whyNot = async (core: Touches, { poolId, sub }: User, key: string): Promise<ServiceError> => {
  if (await core.store.devices.byKey(poolId, sub, key)) {
    return new ServiceError('DeviceKeyExistsException', 'Device key already exists.');
  }
  return (await core.store.users.bySub(poolId, sub)) ? invalidDeviceKey() : userNotFound();
};
