/** Seeing, remembering and forgetting the devices of a user. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import { GuardFailed } from '../ports.ts';
import type { User } from '../users/user.ts';
import type { Device, RememberedStatus } from './device.ts';

/** Users see the devices that are remembered, administrators all. */
export type Viewer = 'user' | 'administrator';

type Stored = Pick<Core, 'store'>;
type Page = { readonly limit: number; readonly token: string | undefined };

export const deviceNotFound = () => new ServiceError('ResourceNotFoundException', 'Device does not exist.');

/** Throws ResourceNotFoundException, also for another user's device. */
export const requireDevice = async (
  { store }: Stored,
  { poolId, sub }: User,
  key: string,
  viewer: Viewer = 'administrator',
): Promise<Device> => {
  const device = await store.devices.byKey(poolId, sub, key);
  if (!device || (viewer === 'user' && device.status !== 'remembered')) throw deviceNotFound();
  return device;
};

/** By key. Throws InvalidParameterException for a token that is not this list's. */
export const listDevices = (
  core: Pick<Core, 'store' | 'sealer'>,
  { poolId, sub }: User,
  viewer: Viewer,
  page: Page,
): Promise<Listing<Device>> =>
  listPage(core, {
    ...page,
    scope: `ListDevices ${poolId} ${sub} ${viewer}`,
    keyOf: (device: Device) => device.key,
    read: (keys) =>
      viewer === 'user'
        ? core.store.devices.rememberedOf(poolId, sub, keys)
        : core.store.devices.ofUser(poolId, sub, keys),
  });

/** Without a status nothing changes. Throws ResourceNotFoundException. */
export const setDeviceStatus = async (
  core: Pick<Core, 'store' | 'clock'>,
  user: User,
  key: string,
  status: RememberedStatus | undefined,
): Promise<void> => {
  const device = await requireDevice(core, user, key);
  if (status === undefined) return;
  await ofDevice(core.store.commit([core.store.devices.setStatus({ ...device, status }, core.clock.now())]));
};

/** An access token lives for a day at most: as long a forgotten key stays refused to it. */
const KEY_REFUSED_MS = 25 * 3_600_000;

/** Its refresh tokens end with it: they work only while their device is there. Throws ResourceNotFoundException. */
export const forgetDevice = async (core: Pick<Core, 'store' | 'clock'>, user: User, key: string): Promise<void> => {
  const device = await requireDevice(core, user, key);
  await ofDevice(core.store.commit([core.store.devices.forget(device, core.clock.now() + KEY_REFUSED_MS)]));
};

/** Somebody else has forgotten it meanwhile. */
const ofDevice = async (commit: Promise<void>): Promise<void> => {
  try {
    await commit;
  } catch (error) {
    throw error instanceof GuardFailed ? deviceNotFound() : error;
  }
};
