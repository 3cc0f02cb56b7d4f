/** Refresh tokens of devices: good on their device, and as long as it is not forgotten. */
import {
  AdminForgetDeviceCommand,
  ForgetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminBegin, begin, claims, refused } from '../auth/support/house.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type House, makeHouse, newDevice, newKey, onDevice } from './support.ts';

let app: TestApp;
let house: House;

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app);
});
afterAll(() => app.stop());

const INVALID = ['NotAuthorizedException', 'Invalid Refresh Token.'] as const;

const refresh = (of: House, token: string | undefined, DEVICE_KEY?: string) =>
  begin(app, of, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token as string, ...(DEVICE_KEY && { DEVICE_KEY }) });

test('work with the key of their device, and the new tokens name it', async () => {
  const device = await newDevice(app, house);
  const { AuthenticationResult: fresh } = await refresh(house, device.tokens.RefreshToken, device.key);
  expect(claims(fresh?.AccessToken)['device_key']).toBe(device.key);
  expect(fresh).not.toHaveProperty('NewDeviceMetadata');
  const byAdmin = await adminBegin(app, house, 'REFRESH_TOKEN_AUTH', {
    REFRESH_TOKEN: device.tokens.RefreshToken as string,
    DEVICE_KEY: device.key,
  });
  expect(claims(byAdmin.AuthenticationResult?.AccessToken)['device_key']).toBe(device.key);
});

test('are refused without the key, with that of another device, and where none was confirmed', async () => {
  const [device, other] = [await newDevice(app, house), await newDevice(app, house)];
  const unconfirmed = await newKey(app, house);
  await refused(refresh(house, device.tokens.RefreshToken), ...INVALID);
  await refused(refresh(house, device.tokens.RefreshToken, other.key), ...INVALID);
  await refused(refresh(house, unconfirmed.tokens.RefreshToken, unconfirmed.key), ...INVALID);
});

test('end when the device is forgotten: all of its sign-ins, and no others', async () => {
  const [gone, stays] = [await newDevice(app, house), await newDevice(app, house)];
  const later = (await onDevice(app, house, gone)).AuthenticationResult?.RefreshToken;
  await app.cognito.send(new ForgetDeviceCommand({ AccessToken: gone.AccessToken, DeviceKey: gone.key }));
  await refused(refresh(house, gone.tokens.RefreshToken, gone.key), ...INVALID);
  await refused(refresh(house, later, gone.key), ...INVALID);
  const { AuthenticationResult } = await refresh(house, stays.tokens.RefreshToken, stays.key);
  expect(AuthenticationResult?.AccessToken).toMatch(/^ey/);
});

test('rotate on their device', async () => {
  const own = await makeHouse(app);
  await app.cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: own.poolId,
      ClientId: own.clientId,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    }),
  );
  const device = await newDevice(app, own);
  const exchange = (RefreshToken: string | undefined, DeviceKey?: string) =>
    app.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: own.clientId, RefreshToken, DeviceKey }));
  await refused(exchange(device.tokens.RefreshToken), ...INVALID);
  const { AuthenticationResult: next } = await exchange(device.tokens.RefreshToken, device.key);
  await app.cognito.send(
    new AdminForgetDeviceCommand({ UserPoolId: own.poolId, Username: own.user.username, DeviceKey: device.key }),
  );
  await refused(exchange(next?.RefreshToken, device.key), ...INVALID);
});

test('are plain again once the pool no longer tracks devices', async () => {
  const own = await makeHouse(app);
  const device = await newDevice(app, own);
  await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: own.poolId }));
  const { AuthenticationResult } = await refresh(own, device.tokens.RefreshToken);
  expect(AuthenticationResult?.AccessToken).toMatch(/^ey/);
});
