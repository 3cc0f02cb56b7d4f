/** Signing in on a device that the pool knows, over the wire. */
import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateDeviceStatusCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answer, begin, bySrp, claims, refused, srpAnswer, WRONG } from '../auth/support/house.ts';
import { srpClient } from '../auth/support/srp-client.ts';
import { createConfirmedUser } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { deviceAnswer, type House, makeHouse, newDevice, newKey, onDevice, signIn } from './support.ts';

let app: TestApp;
let house: House;

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app);
});
afterAll(() => app.stop());

const missing = 'Device does not exist.';

const adminDevice = async (DeviceKey: string) => {
  const { Device } = await app.cognito.send(
    new AdminGetDeviceCommand({ UserPoolId: house.poolId, Username: house.user.username, DeviceKey }),
  );
  return Device;
};

const setStatus = (DeviceKey: string, DeviceRememberedStatus: 'not_remembered' | 'remembered') =>
  app.cognito.send(
    new AdminUpdateDeviceStatusCommand({
      UserPoolId: house.poolId,
      Username: house.user.username,
      DeviceKey,
      DeviceRememberedStatus,
    }),
  );

const forget = (DeviceKey: string) =>
  app.cognito.send(
    new AdminForgetDeviceCommand({ UserPoolId: house.poolId, Username: house.user.username, DeviceKey }),
  );

describe('a sign-in without a known device', () => {
  test('is given a new one, which the access token names', async () => {
    const { tokens, key, groupKey } = await newKey(app, house);
    expect(key).toMatch(/^us-east-1_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(groupKey).toMatch(/^-[A-Za-z0-9]{8}$/);
    expect(claims(tokens.AccessToken)['device_key']).toBe(key);
    expect(claims(tokens.IdToken)).not.toHaveProperty('device_key');
    const other = await newKey(app, house);
    expect(other.key).not.toBe(key);
    expect(other.groupKey).toBe(groupKey);
    expect((await newKey(app, await makeHouse(app))).groupKey).not.toBe(groupKey);
  });

  test('is given none where the pool tracks none', async () => {
    const untracked = await makeHouse(app, 'none');
    const { AuthenticationResult: tokens } = await signIn(app, untracked, 'us-east-1_0a0a0a0a');
    expect(tokens?.AccessToken).toMatch(/^ey/);
    expect(tokens).not.toHaveProperty('NewDeviceMetadata');
    expect(claims(tokens?.AccessToken)).not.toHaveProperty('device_key');
  });
});

test('whoever names no device, or whose pool tracks none, pays no read for devices', async () => {
  const reads = vi.spyOn(app.core.store.devices, 'byKey');
  const plain = await makeHouse(app, 'none');
  await signIn(app, plain, 'us-east-1_0a0a0a0a');
  await signIn(app, house);
  await bySrp(app, house, house.user.username, house.user.password);
  expect(reads).not.toHaveBeenCalled();
  await newDevice(app, house);
  await refused(signIn(app, house, 'us-east-1_0a0a0a0a'), 'ResourceNotFoundException', missing);
  expect(reads).toHaveBeenCalledTimes(1);
  reads.mockRestore();
});

describe('a remembered device', () => {
  test('proves itself after the password, and no new one is given', async () => {
    const device = await newDevice(app, house);
    const { username, password } = house.user;
    const asked = await bySrp(app, house, username, password, { DEVICE_KEY: device.key });
    expect(asked).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH', ChallengeParameters: {} });
    const { exchange, given } = await deviceAnswer(app, house, asked, device);
    expect(exchange.ChallengeName).toBe('DEVICE_PASSWORD_VERIFIER');
    expect(Object.keys(exchange.ChallengeParameters ?? {}).sort()).toEqual(
      ['DEVICE_KEY', 'SALT', 'SECRET_BLOCK', 'SRP_B', 'USERNAME'].sort(),
    );
    expect(exchange.ChallengeParameters).toMatchObject({ DEVICE_KEY: device.key, USERNAME: username });
    const done = await answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given);
    expect(done.AuthenticationResult).not.toHaveProperty('NewDeviceMetadata');
    expect(claims(done.AuthenticationResult?.AccessToken)['device_key']).toBe(device.key);
  });

  test('is asked in password flows too, and by the key of the first request alone', async () => {
    const device = await newDevice(app, house);
    expect((await signIn(app, house, device.key)).ChallengeName).toBe('DEVICE_SRP_AUTH');
    const client = srpClient();
    const { username, password } = house.user;
    const asked = await begin(app, house, 'USER_SRP_AUTH', {
      USERNAME: username,
      SRP_A: client.SRP_A,
      DEVICE_KEY: device.key,
    });
    const proof = client.prove(house.poolId, asked.ChallengeParameters ?? {}, password);
    expect((await answer(app, house, 'PASSWORD_VERIFIER', proof)).ChallengeName).toBe('DEVICE_SRP_AUTH');
  });

  test('is noted: when and from where it signed in last', async () => {
    const device = await newDevice(app, house);
    const before = await adminDevice(device.key);
    app.clock.advance(60_000);
    await onDevice(app, house, device);
    const after = await adminDevice(device.key);
    const moved = Number(after?.DeviceLastAuthenticatedDate) - Number(before?.DeviceLastAuthenticatedDate);
    expect(moved).toBeGreaterThanOrEqual(60_000);
    expect(after?.DeviceCreateDate).toEqual(before?.DeviceCreateDate);
    expect(after?.DeviceAttributes).toContainEqual({ Name: 'last_ip_used', Value: '127.0.0.1' });
  });

  test('is noted to be where the administrator says that its user is', async () => {
    const device = await newDevice(app, house);
    await setStatus(device.key, 'not_remembered');
    const { username, password } = house.user;
    await app.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: house.poolId,
        ClientId: house.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, DEVICE_KEY: device.key },
        ContextData: { IpAddress: '192.0.2.7', ServerName: 'a', ServerPath: '/', HttpHeaders: [] },
      }),
    );
    const ip = { Name: 'last_ip_used', Value: '192.0.2.7' };
    expect((await adminDevice(device.key))?.DeviceAttributes).toContainEqual(ip);
  });

  test('that is not remembered is known, but proves nothing', async () => {
    const device = await newDevice(app, house);
    await setStatus(device.key, 'not_remembered');
    const done = await onDevice(app, house, device);
    expect(done.AuthenticationResult).not.toHaveProperty('NewDeviceMetadata');
    expect(claims(done.AuthenticationResult?.AccessToken)['device_key']).toBe(device.key);
  });

  test('is only tracked where the pool asks no challenge', async () => {
    const calm = await makeHouse(app, { ChallengeRequiredOnNewDevice: false });
    const device = await newDevice(app, calm);
    const done = await onDevice(app, calm, device);
    expect(claims(done.AuthenticationResult?.AccessToken)['device_key']).toBe(device.key);
  });

  test('stays remembered through a sign-out everywhere', async () => {
    const device = await newDevice(app, house);
    await app.cognito.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: house.poolId, Username: house.user.username }),
    );
    expect((await onDevice(app, house, device)).AuthenticationResult?.AccessToken).toMatch(/^ey/);
  });
});

describe('what is refused', () => {
  test('a wrong proof; its block is spent', async () => {
    const device = await newDevice(app, house);
    const asked = await signIn(app, house, device.key);
    const { given } = await deviceAnswer(app, house, asked, { ...device, password: 'wrong' });
    await refused(answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given), 'NotAuthorizedException', WRONG);
    await refused(
      answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('guesses at a device: from the fifth on each one locks it', async () => {
    const guessed = await makeHouse(app);
    const device = await newDevice(app, guessed);
    const guess = async (password: string) => {
      const asked = await signIn(app, guessed, device.key);
      const { given } = await deviceAnswer(app, guessed, asked, { ...device, password });
      return answer(app, guessed, 'DEVICE_PASSWORD_VERIFIER', given);
    };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await refused(guess('wrong'), 'NotAuthorizedException', WRONG);
    }
    await refused(guess(device.password), 'NotAuthorizedException', 'Password attempts exceeded');
    app.clock.advance(2_000);
    expect((await guess(device.password)).AuthenticationResult?.AccessToken).toMatch(/^ey/);
  });

  test('a proof twice, and of many at once all but one', async () => {
    const device = await newDevice(app, house);
    const { given } = await deviceAnswer(app, house, await signIn(app, house, device.key), device);
    const all = await Promise.allSettled(
      Array.from({ length: 6 }, () => answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given)),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await refused(
      answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('the session of DEVICE_SRP_AUTH twice', async () => {
    const device = await newDevice(app, house);
    const asked = await signIn(app, house, device.key);
    await deviceAnswer(app, house, asked, device);
    await refused(deviceAnswer(app, house, asked, device), 'NotAuthorizedException', /session can only be used once/);
  });

  test('a block of one kind for the other', async () => {
    const device = await newDevice(app, house);
    const { given: ofDevice } = await deviceAnswer(app, house, await signIn(app, house, device.key), device);
    await refused(
      answer(app, house, 'PASSWORD_VERIFIER', ofDevice),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
    const { given: ofPassword } = await srpAnswer(app, house, house.user.username, house.user.password);
    await refused(
      answer(app, house, 'DEVICE_PASSWORD_VERIFIER', { ...ofPassword, DEVICE_KEY: device.key }),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
  });

  test('a public value that is 0 modulo the prime, and none', async () => {
    const device = await newDevice(app, house);
    const given = { USERNAME: house.user.username, DEVICE_KEY: device.key };
    const { Session } = await signIn(app, house, device.key);
    await refused(
      answer(app, house, 'DEVICE_SRP_AUTH', { ...given, SRP_A: '0' }, Session),
      'InvalidParameterException',
      'SRP_A is invalid',
    );
    await refused(
      answer(app, house, 'DEVICE_SRP_AUTH', given, Session),
      'InvalidParameterException',
      'Missing required parameter SRP_A',
    );
  });

  test('another device in the middle', async () => {
    const [device, other] = [await newDevice(app, house), await newDevice(app, house)];
    const asked = await signIn(app, house, device.key);
    await refused(deviceAnswer(app, house, asked, other), 'ResourceNotFoundException', missing);
    const { given } = await deviceAnswer(app, house, asked, device);
    await refused(
      answer(app, house, 'DEVICE_PASSWORD_VERIFIER', { ...given, DEVICE_KEY: other.key }),
      'ResourceNotFoundException',
      missing,
    );
  });

  test('a device that is forgotten, or no longer remembered, between the steps', async () => {
    const [gone, off] = [await newDevice(app, house), await newDevice(app, house)];
    const first = await deviceAnswer(app, house, await signIn(app, house, gone.key), gone);
    const second = await deviceAnswer(app, house, await signIn(app, house, off.key), off);
    await forget(gone.key);
    await setStatus(off.key, 'not_remembered');
    for (const { given } of [first, second]) {
      await refused(answer(app, house, 'DEVICE_PASSWORD_VERIFIER', given), 'ResourceNotFoundException', missing);
    }
  });

  test('a proof after the password was changed', async () => {
    const changing = await makeHouse(app);
    const device = await newDevice(app, changing);
    const { given } = await deviceAnswer(app, changing, await signIn(app, changing, device.key), device);
    await app.cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: changing.poolId,
        Username: changing.user.username,
        Password: 'Another-horse-2',
        Permanent: true,
      }),
    );
    await refused(
      answer(app, changing, 'DEVICE_PASSWORD_VERIFIER', given),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
  });
});

describe('a key that leads nowhere', () => {
  test('is told after the password was proved, and the same proof works without it', async () => {
    const device = await newDevice(app, house);
    await forget(device.key);
    const { username, password } = house.user;
    const { given } = await srpAnswer(app, house, username, password);
    const attempt = answer(app, house, 'PASSWORD_VERIFIER', { ...given, DEVICE_KEY: device.key });
    await refused(attempt, 'ResourceNotFoundException', missing);
    const done = await answer(app, house, 'PASSWORD_VERIFIER', given);
    expect(done.AuthenticationResult?.NewDeviceMetadata?.DeviceKey).not.toBe(device.key);
    await refused(signIn(app, house, device.key), 'ResourceNotFoundException', missing);
  });

  test('is nothing to whoever does not know the password', async () => {
    const device = await newDevice(app, house);
    for (const DEVICE_KEY of [device.key, 'us-east-1_0a0a0a0a']) {
      const { given } = await srpAnswer(app, house, house.user.username, 'Wrong-horse-1', { DEVICE_KEY });
      await refused(answer(app, house, 'PASSWORD_VERIFIER', given), 'NotAuthorizedException', WRONG);
    }
  });

  test("is another user's, and that of a device of another pool", async () => {
    const neighbour: House = { ...house, user: await createConfirmedUser(app, house.poolId) };
    const theirs = await newDevice(app, neighbour);
    await refused(signIn(app, house, theirs.key), 'ResourceNotFoundException', missing);
    const elsewhere = await newDevice(app, await makeHouse(app));
    await refused(signIn(app, house, elsewhere.key), 'ResourceNotFoundException', missing);
  });

  test('of the first request alone is passed over', async () => {
    const client = srpClient();
    const { username, password } = house.user;
    const asked = await begin(app, house, 'USER_SRP_AUTH', {
      USERNAME: username,
      SRP_A: client.SRP_A,
      DEVICE_KEY: 'us-east-1_0a0a0a0a',
    });
    const proof = client.prove(house.poolId, asked.ChallengeParameters ?? {}, password);
    const done = await answer(app, house, 'PASSWORD_VERIFIER', proof);
    expect(done.AuthenticationResult?.NewDeviceMetadata?.DeviceKey).toMatch(/^us-east-1_/);
  });
});
