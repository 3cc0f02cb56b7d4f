/**
 * DEVICE_PASSWORD_VERIFIER: the device proves by SRP the password that its client has made for it. Where a password has
 * the pool's name and the username, a device's has its group key and its key.
 */
import type { Device } from '../../devices/device.ts';
import { deviceNotFound, requireDevice } from '../../devices/manage.ts';
import { deviceGroupKey, standsInForMfa } from '../../devices/tracking.ts';
import { openDeviceVerifier } from '../../devices/verifier.ts';
import { incorrectUsernameOrPassword } from '../../errors.ts';
import { guessPassword } from '../../passwords/guess.ts';
import type { Pool } from '../../pools/pool.ts';
import { required } from '../parameters.ts';
import { invalidSession, spending } from '../session.ts';
import type { AuthCore, Given } from '../sign-in.ts';
import { withProof } from '../state.ts';
import type { Asked, Challenge } from './challenge.ts';
import { assertStillHolds } from './resume.ts';
import { knownUser } from './second-factor.ts';
import { clientValue, exchangedKey, isSigned, openExchange, resumeExchange } from './srp-exchange.ts';

export const devicePasswordVerifier: Challenge = {
  async issue(core, signIn, given) {
    const A = clientValue(given);
    if (!signIn.device) throw invalidSession();
    const device = proving(signIn.pool, signIn.device);
    const kept = openDeviceVerifier(core, device);
    return {
      parameters: {
        ...(await openExchange(core, signIn, { challenge: 'DEVICE_PASSWORD_VERIFIER', kept, A })),
        DEVICE_KEY: device.key,
        USERNAME: signIn.subject.username,
      },
    };
  },

  async resume(core, door, answer) {
    const asked = await resumeExchange(core, door, answer);
    await assertStillHolds(core, asked, answer.given);
    return asked;
  },

  async answer(core, asked, given) {
    const { pool, progress } = asked;
    const user = knownUser(asked);
    const key = required(given, 'DEVICE_KEY');
    if (key !== progress.deviceKey) throw deviceNotFound();
    const device = proving(pool, await requireDevice(core, user, key));
    if (!(await guessPassword(core, pool, `device/${key}`, () => proves(core, asked, given, device)))) {
      await spending(core.store.commit([asked.spend]));
      throw incorrectUsernameOrPassword();
    }
    return { user, progress: withProof(progress, { by: 'device', deviceKey: key }), spent: false };
  },
};

type ProvingDevice = Device & { readonly sealedVerifier: string };

/** Between the steps it may have been switched off, as may have been what it is good for. */
const proving = (pool: Pool, device: Device): ProvingDevice => {
  const { sealedVerifier } = device;
  if (sealedVerifier === undefined || !standsInForMfa(pool, device)) throw deviceNotFound();
  return { ...device, sealedVerifier };
};

const proves = async (core: AuthCore, asked: Asked, given: Given, device: ProvingDevice): Promise<boolean> => {
  const key = await exchangedKey(core, asked, openDeviceVerifier(core, device));
  if (key === undefined) return false;
  return isSigned(key, given, { poolName: deviceGroupKey(core, asked.pool), userIdForSrp: device.key });
};
