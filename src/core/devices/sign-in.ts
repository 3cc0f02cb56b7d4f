/** What devices have to do with signing in: the one that a client names, and the one that it is given. */
import type { AuthCore, Given, SignIn } from '../auth/sign-in.ts';
import { deviceNotFound } from './manage.ts';
import { type NewDevice, newDevice, tracksDevices } from './tracking.ts';

type Touches = Pick<AuthCore, 'store'>;

/** DeviceKeyType. */
const LONGEST_KEY = 55;

/**
 * The sign-in with the device that the client names in this step. Nothing is read before something is proved: keys of
 * devices are nobody's business but their user's. A key that leads nowhere is refused while the client can still answer
 * again without it, as the clients in the field do (amazon-cognito-identity-js sends the same SECRET_BLOCK again); where
 * the answer is used up, or the key came with an earlier step, the sign-in goes on without.
 * Throws ResourceNotFoundException "Device does not exist.".
 */
export const namingDevice = async (core: Touches, signIn: SignIn, given: Given, spent: boolean): Promise<SignIn> => {
  const key = given['DEVICE_KEY'];
  if (!key || !tracksDevices(signIn.pool)) return withDevice(core, signIn);
  const { progress } = signIn;
  if (progress.proofs.length === 0 && key.length > LONGEST_KEY) return signIn;
  const named = await withDevice(core, { ...signIn, progress: { ...progress, deviceKey: key } });
  if (progress.proofs.length > 0 && !named.device && !spent) throw deviceNotFound();
  return named;
};

/** With the device that was named before, as it is now; no reads where none was. */
export const withDevice = async (core: Touches, signIn: SignIn): Promise<SignIn> => {
  const { pool, subject, progress } = signIn;
  const { deviceKey, proofs } = progress;
  if (signIn.device || !deviceKey || proofs.length === 0 || !subject.user || !tracksDevices(pool)) return signIn;
  const device = await core.store.devices.byKey(pool.id, subject.sub, deviceKey);
  return { ...signIn, device, progress: { ...progress, deviceKey: device?.key } };
};

export const isOnNewDevice = ({ pool, device }: SignIn): boolean => tracksDevices(pool) && device === undefined;

export interface TokenDevice {
  /** Of the device that the tokens are for. */
  readonly deviceKey?: string;
  /** Where the client named none, the one that it may confirm. */
  readonly newDevice?: NewDevice;
}

/** For a sign-in that is complete. A device that was named is noted to have signed in. */
export const deviceOfTokens = async (core: AuthCore, signIn: SignIn): Promise<TokenDevice> => {
  const { pool, device, sourceIp } = signIn;
  if (!tracksDevices(pool)) return {};
  if (!device) {
    const given = newDevice(core, pool);
    return { deviceKey: given.key, newDevice: given };
  }
  await core.store.commit([core.store.devices.signedIn(device, core.clock.now(), sourceIp ?? device.lastIp)]);
  return { deviceKey: device.key };
};
