/** Confirming, seeing, remembering and forgetting devices, as their user and as an administrator. */
import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  DeleteUserCommand,
  type DeviceSecretVerifierConfigType,
  type DeviceType,
  ForgetDeviceCommand,
  GetDeviceCommand,
  ListDevicesCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, refused } from '../auth/support/house.ts';
import { deviceVerifier } from '../auth/support/srp-client.ts';
import { createConfirmedUser } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type House, makeHouse, newDevice, newKey, OPT_IN, onDevice, signIn } from './support.ts';

let app: TestApp;
let house: House;
let optIn: House;

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app);
  optIn = await makeHouse(app, OPT_IN);
});
afterAll(() => app.stop());

const missing = 'Device does not exist.';
const UNTRACKED = 'Device tracking is not enabled for the user pool.';

const neighbourOf = async (of: House): Promise<House> => ({ ...of, user: await createConfirmedUser(app, of.poolId) });

const named = (of: House) => ({ UserPoolId: of.poolId, Username: of.user.username });

const attributesOf = (device: DeviceType | undefined) =>
  Object.fromEntries((device?.DeviceAttributes ?? []).map(({ Name, Value }) => [Name, Value]));

const confirm = (
  AccessToken: string,
  DeviceKey: string,
  config?: DeviceSecretVerifierConfigType,
  DeviceName?: string,
) =>
  app.cognito.send(
    new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig: config }),
  );

const list = (AccessToken: string) => app.cognito.send(new ListDevicesCommand({ AccessToken }));

describe('ConfirmDevice', () => {
  test('remembers at once where the pool always does', async () => {
    const device = await newDevice(app, house, 'Walter’s phone');
    expect(device.asked).toBe(false);
    const { Device } = await app.cognito.send(
      new GetDeviceCommand({ AccessToken: device.AccessToken, DeviceKey: device.key }),
    );
    const owner = `${house.user.username}.${house.poolId}`;
    expect(attributesOf(Device)).toEqual({
      device_status: 'valid',
      device_name: 'Walter’s phone',
      'dev:device_arn': `arn:aws:cognito-idp:us-east-1:000000000000:owner/${owner}/device/${device.key}`,
      'dev:device_owner': owner,
      last_ip_used: '127.0.0.1',
      'dev:device_remembered_status': 'remembered',
      'dev:device_sdk': 'aws-sdk-unknown-unknown',
    });
    expect(Device?.DeviceKey).toBe(device.key);
    for (const at of [Device?.DeviceCreateDate, Device?.DeviceLastModifiedDate, Device?.DeviceLastAuthenticatedDate]) {
      expect(Math.abs(Number(at) - app.clock.now())).toBeLessThan(60_000);
    }
  });

  test('asks the user where the pool leaves it to them, and remembers nothing before', async () => {
    const device = await newDevice(app, optIn);
    expect(device.asked).toBe(true);
    const get = () =>
      app.cognito.send(new GetDeviceCommand({ AccessToken: device.AccessToken, DeviceKey: device.key }));
    await refused(get(), 'ResourceNotFoundException', missing);
    expect((await list(device.AccessToken)).Devices).toEqual([]);
    expect((await onDevice(app, optIn, device)).AuthenticationResult?.AccessToken).toMatch(/^ey/);
    await app.cognito.send(
      new UpdateDeviceStatusCommand({
        AccessToken: device.AccessToken,
        DeviceKey: device.key,
        DeviceRememberedStatus: 'remembered',
      }),
    );
    expect(attributesOf((await get()).Device)['dev:device_remembered_status']).toBe('remembered');
    expect((await signIn(app, optIn, device.key)).ChallengeName).toBe('DEVICE_SRP_AUTH');
  });

  test('takes only the key that this sign-in was given, once', async () => {
    const [given, other] = [await newKey(app, house), await newKey(app, house)];
    const secret = deviceVerifier(given.groupKey, given.key, 'secret');
    const invalid = ['InvalidParameterException', 'Invalid device key given.'] as const;
    await refused(confirm(given.AccessToken, other.key, secret), ...invalid);
    await refused(confirm(given.AccessToken, 'us-east-1_0a0a0a0a', secret), ...invalid);
    await confirm(given.AccessToken, given.key, secret);
    await refused(confirm(given.AccessToken, given.key, secret), 'DeviceKeyExistsException', /exists/);
  });

  test('of several at once one wins', async () => {
    const given = await newKey(app, house);
    const all = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) =>
        confirm(given.AccessToken, given.key, deviceVerifier(given.groupKey, given.key, `secret ${i}`)),
      ),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const names = all.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).name] : []));
    expect(new Set(names)).toEqual(new Set(['DeviceKeyExistsException']));
  });

  test('refuses what is no verifier of the group', async () => {
    const given = await newKey(app, house);
    const right = deviceVerifier(given.groupKey, given.key, 'secret');
    const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
    const wrong: DeviceSecretVerifierConfigType[] = [
      { Salt: right.Salt },
      { PasswordVerifier: right.PasswordVerifier },
      { ...right, Salt: '' },
      { ...right, Salt: 'no base64!' },
      { ...right, Salt: base64('00'.repeat(16)) },
      { ...right, Salt: base64('7f'.repeat(65)) },
      { ...right, PasswordVerifier: base64('00') },
      { ...right, PasswordVerifier: base64('01') },
      { ...right, PasswordVerifier: base64('0002') },
      { ...right, PasswordVerifier: base64('ff'.repeat(384)) },
      { ...right, PasswordVerifier: base64(`01${'00'.repeat(384)}`) },
      { ...right, PasswordVerifier: base64('7f'.repeat(386)) },
    ];
    for (const config of wrong) {
      await refused(
        confirm(given.AccessToken, given.key, config),
        'InvalidParameterException',
        /^Invalid (Salt|PasswordVerifier) in the device secret verifier configuration\.$/,
      );
    }
    expect((await confirm(given.AccessToken, given.key, right)).UserConfirmationNecessary).toBe(false);
  });

  test('without a verifier the device is known, but has nothing to prove itself with', async () => {
    const given = await newKey(app, house);
    await confirm(given.AccessToken, given.key);
    expect((await signIn(app, house, given.key)).AuthenticationResult).not.toHaveProperty('NewDeviceMetadata');
  });

  test('keeps no secret in clear', async () => {
    const device = await newDevice(app, house);
    const stored = await app.core.store.devices.byKey(house.poolId, house.user.sub, device.key);
    expect(stored?.sealedVerifier).toMatch(/^v1\./);
  });
});

describe('the user', () => {
  test('sees, remembers and forgets the own devices', async () => {
    const own = await neighbourOf(house);
    const [a, b] = [await newDevice(app, own, 'a'), await newDevice(app, own, 'b')];
    const keys = async () => (await list(a.AccessToken)).Devices?.map(({ DeviceKey }) => DeviceKey);
    expect(await keys()).toEqual([a.key, b.key].sort());
    const set = (DeviceRememberedStatus: 'not_remembered' | 'remembered') =>
      app.cognito.send(
        new UpdateDeviceStatusCommand({ AccessToken: a.AccessToken, DeviceKey: b.key, DeviceRememberedStatus }),
      );
    await set('not_remembered');
    expect(await keys()).toEqual([a.key]);
    await set('remembered');
    expect(await keys()).toEqual([a.key, b.key].sort());
    await app.cognito.send(new ForgetDeviceCommand({ AccessToken: a.AccessToken, DeviceKey: b.key }));
    expect(await keys()).toEqual([a.key]);
    const again = new ForgetDeviceCommand({ AccessToken: a.AccessToken, DeviceKey: b.key });
    await refused(app.cognito.send(again), 'ResourceNotFoundException', missing);
  });

  test("reaches nobody else's", async () => {
    const [own, other] = [await newDevice(app, house), await newDevice(app, await neighbourOf(house))];
    const given = { AccessToken: own.AccessToken, DeviceKey: other.key };
    const update = new UpdateDeviceStatusCommand({ ...given, DeviceRememberedStatus: 'not_remembered' });
    await refused(app.cognito.send(new GetDeviceCommand(given)), 'ResourceNotFoundException', missing);
    await refused(app.cognito.send(new ForgetDeviceCommand(given)), 'ResourceNotFoundException', missing);
    await refused(app.cognito.send(update), 'ResourceNotFoundException', missing);
    expect((await list(other.AccessToken)).Devices).toHaveLength(1);
  });

  test('cannot take a forgotten key again while an access token still names it', async () => {
    const device = await newDevice(app, house);
    await app.cognito.send(new ForgetDeviceCommand({ AccessToken: device.AccessToken, DeviceKey: device.key }));
    const secret = deviceVerifier(device.groupKey, device.key, 'secret');
    await refused(confirm(device.AccessToken, device.key, secret), 'InvalidParameterException', /Invalid device key/);
    const { sub } = house.user;
    expect(await app.core.store.devices.byKey(house.poolId, sub, device.key)).toBe(undefined);
  });

  test('forgetting and confirming at once never leave a device that was forgotten', async () => {
    for (let round = 0; round < 5; round += 1) {
      const device = await newDevice(app, house);
      const secret = deviceVerifier(device.groupKey, device.key, 'secret');
      const forget = new ForgetDeviceCommand({ AccessToken: device.AccessToken, DeviceKey: device.key });
      await Promise.allSettled([
        confirm(device.AccessToken, device.key, secret),
        app.cognito.send(forget),
        confirm(device.AccessToken, device.key, secret),
      ]);
      const get = new GetDeviceCommand({ AccessToken: device.AccessToken, DeviceKey: device.key });
      await refused(app.cognito.send(get), 'ResourceNotFoundException', missing);
    }
  });

  test('takes the devices along when deleted', async () => {
    const own = await neighbourOf(house);
    const device = await newDevice(app, own);
    await app.cognito.send(new DeleteUserCommand({ AccessToken: device.AccessToken }));
    expect(await app.core.store.devices.byKey(own.poolId, own.user.sub, device.key)).toBe(undefined);
  });

  test('needs an access token', async () => {
    const get = new GetDeviceCommand({ DeviceKey: 'us-east-1_0a', AccessToken: 'nonsense' });
    await refused(app.cognito.send(get), 'NotAuthorizedException', 'Invalid Access Token');
  });
});

describe('the administrator', () => {
  test('sees all devices, page by page', async () => {
    const own = await neighbourOf(optIn);
    const made = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) made.push((await newDevice(app, own, name)).key);
    const found: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    let pages = 0;
    do {
      const page = await app.cognito.send(new AdminListDevicesCommand({ ...named(own), Limit: 2, PaginationToken }));
      expect(page.Devices?.length).toBeLessThanOrEqual(2);
      found.push(...(page.Devices ?? []).map(({ DeviceKey }) => DeviceKey));
      PaginationToken = page.PaginationToken;
      pages += 1;
    } while (PaginationToken);
    expect([pages, found]).toEqual([3, made.sort()]);
  });

  test('a page goes on for its own user alone', async () => {
    const own = await neighbourOf(optIn);
    for (const name of ['a', 'b']) await newDevice(app, own, name);
    const { PaginationToken } = await app.cognito.send(new AdminListDevicesCommand({ ...named(own), Limit: 1 }));
    const foreign = new AdminListDevicesCommand({ ...named(optIn), PaginationToken });
    await refused(app.cognito.send(foreign), 'InvalidParameterException', 'Invalid pagination token');
    const tooMany = new AdminListDevicesCommand({ ...named(own), Limit: 61 });
    await refused(app.cognito.send(tooMany), 'InvalidParameterException', /limit.*less than or equal to 60/);
  });

  test('sees one, remembers and forgets it', async () => {
    const own = await neighbourOf(optIn);
    const device = await newDevice(app, own);
    const given = { ...named(own), DeviceKey: device.key };
    const status = async () =>
      attributesOf((await app.cognito.send(new AdminGetDeviceCommand(given))).Device)['dev:device_remembered_status'];
    expect(await status()).toBe('not_remembered');
    await app.cognito.send(new AdminUpdateDeviceStatusCommand({ ...given, DeviceRememberedStatus: 'remembered' }));
    expect(await status()).toBe('remembered');
    await app.cognito.send(new AdminUpdateDeviceStatusCommand(given));
    expect(await status()).toBe('remembered');
    await app.cognito.send(new AdminForgetDeviceCommand(given));
    const attempts = [
      app.cognito.send(new AdminGetDeviceCommand(given)),
      app.cognito.send(new AdminForgetDeviceCommand(given)),
      app.cognito.send(new AdminUpdateDeviceStatusCommand({ ...given, DeviceRememberedStatus: 'remembered' })),
    ];
    await Promise.all(attempts.map((attempt) => refused(attempt, 'ResourceNotFoundException', missing)));
  });

  test('hears of users and pools that do not exist', async () => {
    const given = { UserPoolId: house.poolId, Username: 'nobody', DeviceKey: 'us-east-1_0a' };
    const unknown = 'User does not exist.';
    await refused(app.cognito.send(new AdminForgetDeviceCommand(given)), 'UserNotFoundException', unknown);
    await refused(app.cognito.send(new AdminUpdateDeviceStatusCommand(given)), 'UserNotFoundException', unknown);
    // These two declare no UserNotFoundException.
    await refused(app.cognito.send(new AdminGetDeviceCommand(given)), 'ResourceNotFoundException', unknown);
    await refused(app.cognito.send(new AdminListDevicesCommand(given)), 'ResourceNotFoundException', unknown);
    const elsewhere = new AdminListDevicesCommand({ ...given, UserPoolId: 'us-east-1_AAAAAAAAA' });
    await refused(app.cognito.send(elsewhere), 'ResourceNotFoundException', /us-east-1_AAAAAAAAA does not exist/);
  });
});

test('a pool that tracks no devices says so', async () => {
  const plain = await makeHouse(app, 'none');
  const { AuthenticationResult } = await begin(app, plain, 'USER_PASSWORD_AUTH', {
    USERNAME: plain.user.username,
    PASSWORD: plain.user.password,
  });
  const own = { AccessToken: AuthenticationResult?.AccessToken as string, DeviceKey: 'us-east-1_0a' };
  const theirs = { ...named(plain), DeviceKey: 'us-east-1_0a' };
  const attempts = [
    app.cognito.send(new ConfirmDeviceCommand(own)),
    app.cognito.send(new GetDeviceCommand(own)),
    app.cognito.send(new ListDevicesCommand(own)),
    app.cognito.send(new ForgetDeviceCommand(own)),
    app.cognito.send(new UpdateDeviceStatusCommand(own)),
    app.cognito.send(new AdminGetDeviceCommand(theirs)),
    app.cognito.send(new AdminListDevicesCommand(theirs)),
    app.cognito.send(new AdminForgetDeviceCommand(theirs)),
    app.cognito.send(new AdminUpdateDeviceStatusCommand(theirs)),
  ];
  await Promise.all(attempts.map((attempt) => refused(attempt, 'InvalidUserPoolConfigurationException', UNTRACKED)));
});
