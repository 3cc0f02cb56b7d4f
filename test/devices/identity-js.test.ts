/** amazon-cognito-identity-js as published: the device that it keeps in its storage. */
import { AdminForgetDeviceCommand, AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enrolledUser, STEP, setMfa, totp } from '../mfa/support.ts';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type House, makeHouse, OPT_IN } from './support.ts';

let app: TestApp;
let house: House;
let secret: string;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  const place = await makeHouse(app, OPT_IN);
  await setMfa(app, place, { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
  const enrolled = await enrolledUser(app, place);
  secret = enrolled.secret;
  house = { ...place, user: { username: enrolled.username, password: PASSWORD, sub: '' } };
});

/** Where a browser keeps what it knows. */
const newBrowser = (): ICognitoStorage => {
  const values = new Map<string, string>();
  return {
    setItem: (key, value) => void values.set(key, value),
    getItem: (key) => values.get(key) ?? null,
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear(),
  };
};

const open = (Storage: ICognitoStorage): CognitoUser => {
  const Pool = new CognitoUserPool({
    UserPoolId: house.poolId,
    ClientId: house.clientId,
    endpoint: app.endpoint,
    Storage,
  });
  return new CognitoUser({ Username: house.user.username, Pool, Storage });
};

interface SignedIn {
  readonly user: CognitoUser;
  readonly session: CognitoUserSession;
  readonly codeAsked: boolean;
  /** The pool leaves it to the user whether this device shall be remembered. */
  readonly toConfirm: boolean;
}

const signIn = (browser: ICognitoStorage): Promise<SignedIn> =>
  new Promise((resolve, reject) => {
    app.clock.advance(STEP);
    const user = open(browser);
    let codeAsked = false;
    const callbacks: IAuthenticationCallback = {
      onSuccess: (session, toConfirm) => resolve({ user, session, codeAsked, toConfirm: toConfirm === true }),
      onFailure: reject,
      totpRequired: () => {
        codeAsked = true;
        user.sendMFACode(totp(app, secret), callbacks, 'SOFTWARE_TOKEN_MFA');
      },
    };
    user.authenticateUser(new AuthenticationDetails({ Username: house.user.username, Password: PASSWORD }), callbacks);
  });

const settled = <Result>(
  call: (callbacks: { onSuccess: (result: Result) => void; onFailure: (error: Error) => void }) => void,
): Promise<Result> => new Promise((resolve, reject) => call({ onSuccess: resolve, onFailure: reject }));

const keyIn = (session: CognitoUserSession): unknown => session.getAccessToken().payload['device_key'];

const allDevices = async () => {
  const given = { UserPoolId: house.poolId, Username: house.user.username };
  return (await app.cognito.send(new AdminListDevicesCommand(given))).Devices ?? [];
};

describe('amazon-cognito-identity-js', () => {
  test('remembers a device, which then needs no code', async () => {
    const browser = newBrowser();
    const first = await signIn(browser);
    expect(first).toMatchObject({ codeAsked: true, toConfirm: true });
    await settled((callbacks) => first.user.setDeviceStatusRemembered(callbacks));
    const second = await signIn(browser);
    expect(second.codeAsked).toBe(false);
    expect(keyIn(second.session)).toBe(keyIn(first.session));
    expect(await allDevices()).toHaveLength(1);
    expect((await signIn(newBrowser())).codeAsked).toBe(true);
    await settled((callbacks) => second.user.setDeviceStatusNotRemembered(callbacks));
    expect((await signIn(browser)).codeAsked).toBe(true);
  });

  test('gets and lists its device', async () => {
    const { user, session } = await signIn(newBrowser());
    await settled((callbacks) => user.setDeviceStatusRemembered(callbacks));
    const got = await settled<unknown>((callbacks) => user.getDevice(callbacks as never));
    expect(got).toMatchObject({ Device: { DeviceKey: keyIn(session) } });
    const listed = await settled<unknown>((callbacks) => user.listDevices(10, null as never, callbacks as never));
    expect(listed).toMatchObject({ Devices: [{ DeviceKey: keyIn(session) }] });
  });

  test('refreshes on its device', async () => {
    const { user, session } = await signIn(newBrowser());
    const fresh = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.refreshSession(session.getRefreshToken(), (error, result) => (error ? reject(error) : resolve(result)));
    });
    expect(keyIn(fresh)).toBe(keyIn(session));
    expect(fresh.getAccessToken().getJwtToken()).not.toBe(session.getAccessToken().getJwtToken());
  });

  test('forgets its device, and starts over with a new one', async () => {
    const browser = newBrowser();
    const first = await signIn(browser);
    await settled((callbacks) => first.user.setDeviceStatusRemembered(callbacks));
    await settled((callbacks) => first.user.forgetDevice(callbacks));
    const second = await signIn(browser);
    expect(second).toMatchObject({ codeAsked: true, toConfirm: true });
    expect(keyIn(second.session)).not.toBe(keyIn(first.session));
  });

  test('signs in after somebody else forgot its device', async () => {
    const browser = newBrowser();
    const first = await signIn(browser);
    await settled((callbacks) => first.user.setDeviceStatusRemembered(callbacks));
    const DeviceKey = keyIn(first.session) as string;
    await app.cognito.send(
      new AdminForgetDeviceCommand({ UserPoolId: house.poolId, Username: house.user.username, DeviceKey }),
    );
    const second = await signIn(browser);
    expect(second.codeAsked).toBe(true);
    expect(keyIn(second.session)).not.toBe(DeviceKey);
  });
});
