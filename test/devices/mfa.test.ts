/** A remembered device in the place of a second factor, and what does not count as one. */
import { ConfirmDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, bySrp, claims } from '../auth/support/house.ts';
import { deviceVerifier } from '../auth/support/srp-client.ts';
import { enrolledUser, STEP, setMfa, totp } from '../mfa/support.ts';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ALWAYS, type House, makeHouse, OPT_IN, onDevice, type TestDevice } from './support.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Guarded {
  readonly house: House;
  readonly secret: string;
}

/** A pool that demands MFA, and a user with an authenticator app. */
const guardedHouse = async (configuration: Parameters<typeof makeHouse>[1]): Promise<Guarded> => {
  const place = await makeHouse(app, configuration);
  await setMfa(app, place, { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
  const { username, secret } = await enrolledUser(app, place);
  await setMfa(app, place, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
  return { house: { ...place, user: { username, password: PASSWORD, sub: '' } }, secret };
};

const withCode = async ({ house, secret }: Guarded, DEVICE_KEY?: string, atAnswer?: string) => {
  app.clock.advance(STEP);
  const { username } = house.user;
  const asked = await bySrp(app, house, username, PASSWORD, DEVICE_KEY ? { DEVICE_KEY } : {});
  expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  const { AuthenticationResult: tokens } = await answer(
    app,
    house,
    'SOFTWARE_TOKEN_MFA',
    { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp(app, secret), ...(atAnswer && { DEVICE_KEY: atAnswer }) },
    asked.Session,
  );
  if (!tokens?.AccessToken) throw new Error('no tokens');
  return { ...tokens, AccessToken: tokens.AccessToken };
};

const deviceOf = async (guarded: Guarded): Promise<TestDevice> => {
  const tokens = await withCode(guarded);
  const { DeviceKey: key = '', DeviceGroupKey: groupKey = '' } = tokens.NewDeviceMetadata ?? {};
  const password = crypto.randomUUID();
  const { AccessToken } = tokens;
  const config = deviceVerifier(groupKey, key, password);
  const { UserConfirmationNecessary: asked } = await app.cognito.send(
    new ConfirmDeviceCommand({ AccessToken, DeviceKey: key, DeviceSecretVerifierConfig: config }),
  );
  return { key, groupKey, password, tokens, AccessToken, asked };
};

test('spares its user the code', async () => {
  const guarded = await guardedHouse(ALWAYS);
  const device = await deviceOf(guarded);
  const done = await onDevice(app, guarded.house, device);
  expect(claims(done.AuthenticationResult?.AccessToken)['device_key']).toBe(device.key);
  expect(done.AuthenticationResult).not.toHaveProperty('NewDeviceMetadata');
});

test('spares nothing before the user has said to remember it', async () => {
  const guarded = await guardedHouse(OPT_IN);
  const device = await deviceOf(guarded);
  const tokens = await withCode(guarded, device.key);
  expect(claims(tokens.AccessToken)['device_key']).toBe(device.key);
  expect(tokens).not.toHaveProperty('NewDeviceMetadata');
});

test('spares nothing where the pool wants a code from every device', async () => {
  const guarded = await guardedHouse({ ChallengeRequiredOnNewDevice: false });
  const device = await deviceOf(guarded);
  expect((await onDevice(app, guarded.house, device)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
});

test('spares nothing on another device', async () => {
  const guarded = await guardedHouse(ALWAYS);
  await deviceOf(guarded);
  const tokens = await withCode(guarded);
  expect(tokens.NewDeviceMetadata?.DeviceKey).toMatch(/^us-east-1_/);
});

test('named with the code only, it still proves itself; an unknown one is passed over there', async () => {
  const guarded = await guardedHouse(OPT_IN);
  const device = await deviceOf(guarded);
  expect(claims((await withCode(guarded, undefined, device.key)).AccessToken)['device_key']).toBe(device.key);
  const tokens = await withCode(guarded, undefined, 'us-east-1_0a0a0a0a');
  expect(tokens.NewDeviceMetadata?.DeviceKey).not.toBe('us-east-1_0a0a0a0a');
});
