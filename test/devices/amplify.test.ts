/** aws-amplify v6 as published, in Node: the devices that it remembers. */
import { AdminForgetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  signIn,
  signOut,
} from 'aws-amplify/auth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolledUser, STEP, setMfa, totp } from '../mfa/support.ts';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type House, makeHouse, OPT_IN } from './support.ts';

let app: TestApp;
let house: House;
let secret: string;

beforeAll(async () => {
  app = await startTestApp();
  const place = await makeHouse(app, OPT_IN);
  await setMfa(app, place, { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
  const enrolled = await enrolledUser(app, place);
  secret = enrolled.secret;
  house = { ...place, user: { username: enrolled.username, password: PASSWORD, sub: '' } };
  Amplify.configure({
    Auth: {
      Cognito: { userPoolId: house.poolId, userPoolClientId: house.clientId, userPoolEndpoint: app.endpoint },
    },
  });
});
afterAll(() => app.stop());

/** Whether a code was asked for. */
const signedIn = async (): Promise<boolean> => {
  app.clock.advance(STEP);
  const begun = await signIn({ username: house.user.username, password: PASSWORD });
  if (begun.isSignedIn) return false;
  expect(begun.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  const done = await confirmSignIn({ challengeResponse: totp(app, secret) });
  expect(done.isSignedIn).toBe(true);
  return true;
};

const deviceKey = async (): Promise<unknown> => (await fetchAuthSession()).tokens?.accessToken.payload['device_key'];

test('remembers a device, signs in on it without a code, refreshes, lists and forgets it', async () => {
  expect(await signedIn()).toBe(true);
  const key = await deviceKey();
  expect(await fetchDevices()).toEqual([]);
  await rememberDevice();
  expect(await fetchDevices()).toMatchObject([{ id: key, attributes: { device_status: 'valid' } }]);

  await signOut();
  expect(await signedIn()).toBe(false);
  expect(await deviceKey()).toBe(key);
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  expect(tokens?.accessToken.payload['device_key']).toBe(key);

  await forgetDevice();
  expect(await fetchDevices()).toEqual([]);
  await signOut();
  expect(await signedIn()).toBe(true);
  expect(await deviceKey()).not.toBe(key);
});

test('signs in after somebody else forgot its device', async () => {
  await rememberDevice();
  const key = (await deviceKey()) as string;
  await signOut();
  expect(await signedIn()).toBe(false);
  await app.cognito.send(
    new AdminForgetDeviceCommand({ UserPoolId: house.poolId, Username: house.user.username, DeviceKey: key }),
  );
  await signOut();
  expect(await signedIn()).toBe(true);
  expect(await deviceKey()).not.toBe(key);
});
