/** amazon-cognito-identity-js as published: second factors. */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
  type UserData,
} from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mfaPlace, type Place, SMS_ROLE, STEP, sentCode, setMfa, totp } from '../mfa/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await mfaPlace(app);
});
afterAll(() => app.stop());

const open = (Username: string, { poolId, clientId } = place): CognitoUser => {
  const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: app.endpoint });
  return new CognitoUser({ Username, Pool });
};

interface Asked {
  readonly by: string;
  readonly parameters: Record<string, string>;
}

/** The session, or what the library was asked for. */
const signIn = (user: CognitoUser): Promise<CognitoUserSession | Asked> =>
  new Promise((resolve, reject) => {
    const asks = (by: string) => (_name: unknown, parameters: Record<string, string>) => resolve({ by, parameters });
    const details = new AuthenticationDetails({ Username: user.getUsername(), Password: PASSWORD });
    user.authenticateUser(details, {
      onSuccess: resolve,
      onFailure: reject,
      mfaRequired: asks('mfaRequired'),
      totpRequired: asks('totpRequired'),
      selectMFAType: asks('selectMFAType'),
      mfaSetup: asks('mfaSetup'),
    } as IAuthenticationCallback);
  });

const associate = (user: CognitoUser): Promise<string> =>
  new Promise((associateSecretCode, onFailure) => user.associateSoftwareToken({ associateSecretCode, onFailure }));

const verify = (user: CognitoUser, code: string): Promise<unknown> =>
  new Promise((onSuccess, onFailure) => user.verifySoftwareToken(code, 'phone', { onSuccess, onFailure }));

const send = (user: CognitoUser, code: string, type?: string): Promise<CognitoUserSession> =>
  new Promise((onSuccess, onFailure) => user.sendMFACode(code, { onSuccess, onFailure }, type));

type Preference = { PreferredMfa: boolean; Enabled: boolean } | null;

const prefer = (user: CognitoUser, sms: Preference, token: Preference): Promise<unknown> =>
  new Promise((resolve, reject) => {
    user.setUserMfaPreference(sms, token, (error, result) => (error ? reject(error) : resolve(result)));
  });

const userData = (user: CognitoUser): Promise<UserData> =>
  new Promise((resolve, reject) => {
    user.getUserData((error, data) => (error || !data ? reject(error) : resolve(data)), { bypassCache: true });
  });

const ON = { PreferredMfa: true, Enabled: true };

describe('amazon-cognito-identity-js', () => {
  test('sets up a software token, and signs in with it', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const user = open(username);
    expect(await signIn(user)).toHaveProperty('accessToken');
    const secret = await associate(user);
    await verify(user, totp(app, secret));
    await prefer(user, null, ON);
    expect(await userData(user)).toMatchObject({ PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' });
    app.clock.advance(2 * STEP);
    const again = open(username);
    const asked = (await signIn(again)) as Asked;
    expect(asked).toMatchObject({ by: 'totpRequired', parameters: { FRIENDLY_DEVICE_NAME: 'phone' } });
    await expect(send(again, '12345', 'SOFTWARE_TOKEN_MFA')).rejects.toMatchObject({ code: 'CodeMismatchException' });
    const session = await send(again, totp(app, secret), 'SOFTWARE_TOKEN_MFA');
    expect(session.isValid()).toBe(true);
  });

  test('sets up a software token before the first sign-in is through', async () => {
    const strict = await mfaPlace(app, {
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const { username } = await createConfirmedUser(app, strict.poolId);
    const user = open(username, strict);
    const asked = (await signIn(user)) as Asked;
    expect(asked).toMatchObject({ by: 'mfaSetup', parameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } });
    const secret = await associate(user);
    const session = (await verify(user, totp(app, secret))) as CognitoUserSession;
    expect(session.isValid()).toBe(true);
    expect(await userData(user)).toMatchObject({ UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] });
  });

  test('signs in with a code by SMS', async () => {
    const phone = '+15550100001';
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: { phone_number: phone } });
    const user = open(username);
    await signIn(user);
    await prefer(user, ON, null);
    const again = open(username);
    const asked = (await signIn(again)) as Asked;
    expect(asked).toMatchObject({
      by: 'mfaRequired',
      parameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******0001' },
    });
    const session = await send(again, await sentCode(app, place, phone));
    expect(session.getIdToken().payload).toMatchObject({ phone_number: phone, phone_number_verified: true });
  });

  test('chooses among several', async () => {
    const phone = '+15550100002';
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: { phone_number: phone } });
    const user = open(username);
    await signIn(user);
    const secret = await associate(user);
    await verify(user, totp(app, secret));
    await prefer(user, { PreferredMfa: false, Enabled: true }, { PreferredMfa: false, Enabled: true });
    const again = open(username);
    const asked = (await signIn(again)) as Asked;
    expect(asked).toMatchObject({
      by: 'selectMFAType',
      parameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
    });
    const chosen = await new Promise((resolve, onFailure) =>
      again.sendMFASelectionAnswer('SMS_MFA', {
        onSuccess: () => onFailure(new Error('signed in without a code')),
        onFailure,
        mfaRequired: resolve,
        totpRequired: onFailure,
      }),
    );
    expect(chosen).toBe('SMS_MFA');
    expect((await send(again, await sentCode(app, place, phone))).isValid()).toBe(true);
  });

  test('turns SMS on and off the older way', async () => {
    const own = await mfaPlace(app);
    await setMfa(app, own, { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE } });
    const { username } = await createConfirmedUser(app, own.poolId, { attributes: { phone_number: '+15550100003' } });
    const user = open(username, own);
    await signIn(user);
    const run = (method: 'enableMFA' | 'disableMFA') =>
      new Promise((resolve, reject) => {
        user[method]((error, result) => (error ? reject(error) : resolve(result)));
      });
    await run('enableMFA');
    expect(await signIn(open(username, own))).toMatchObject({ by: 'mfaRequired' });
    await run('disableMFA');
    expect(await signIn(open(username, own))).toHaveProperty('accessToken');
  });
});
