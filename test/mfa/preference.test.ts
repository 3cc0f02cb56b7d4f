import {
  AdminGetUserCommand,
  AdminSetUserSettingsCommand,
  AdminUpdateUserAttributesCommand,
  GetUserCommand,
  ListUsersCommand,
  type MFAOptionType,
  SetUserMFAPreferenceCommand,
  SetUserSettingsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, byPassword, refused } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  accessToken,
  allMethods,
  enrolledUser,
  mfaPlace,
  type Place,
  prefer,
  sentCode,
  setMfa,
  totp,
} from './support.ts';

const ON = { Enabled: true };
const OFF = { Enabled: false };
const PREFERRED = { Enabled: true, PreferredMfa: true };
const SMS: MFAOptionType[] = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }];

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await mfaPlace(app);
});
afterAll(() => app.stop());

const everything = (name: string) => ({ phone_number: '+15550001111', email: `${name}@example.com` });

const next = async (username: string) => {
  const asked = await byPassword(app, place, username, PASSWORD);
  return asked.ChallengeName ?? 'tokens';
};

const shown = async (Username: string) => {
  const user = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username }));
  return {
    list: user.UserMFASettingList,
    preferred: user.PreferredMfaSetting,
    options: user.MFAOptions,
  };
};

describe('SetUserMFAPreference and its Admin form', () => {
  test('switch methods on and off, prefer one, and leave alone what is not named', async () => {
    const { username } = await enrolledUser(app, place, everything('ann'));
    expect(await shown(username)).toMatchObject({ list: ['SOFTWARE_TOKEN_MFA'], preferred: undefined });
    await prefer(app, place, username, { SMSMfaSettings: PREFERRED, EmailMfaSettings: ON });
    expect(await shown(username)).toMatchObject({
      list: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'],
      preferred: 'SMS_MFA',
    });
    expect(await next(username)).toBe('SMS_MFA');
    await prefer(app, place, username, { EmailMfaSettings: PREFERRED });
    expect(await next(username)).toBe('EMAIL_OTP');
    await prefer(app, place, username, { EmailMfaSettings: OFF });
    expect(await shown(username)).toMatchObject({ list: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'], preferred: undefined });
    expect(await next(username)).toBe('SELECT_MFA_TYPE');
    await prefer(app, place, username, { SMSMfaSettings: OFF, SoftwareTokenMfaSettings: OFF });
    expect(await shown(username)).toMatchObject({ list: undefined, preferred: undefined });
    expect(await next(username)).toBe('tokens');
  });

  test('work with the user’s own token', async () => {
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: everything('ben') });
    const AccessToken = await accessToken(app, place, username);
    await app.cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SMSMfaSettings: PREFERRED }));
    const user = await app.cognito.send(new GetUserCommand({ AccessToken }));
    expect(user).toMatchObject({ UserMFASettingList: ['SMS_MFA'], PreferredMfaSetting: 'SMS_MFA' });
    expect(user.MFAOptions).toBe(undefined);
    const forged = app.cognito.send(new SetUserMFAPreferenceCommand({ AccessToken: 'x.y.z', SMSMfaSettings: OFF }));
    await refused(forged, 'NotAuthorizedException', 'Invalid Access Token');
  });

  test('refuse what the user cannot answer and what contradicts itself', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const set = (wishes: Parameters<typeof prefer>[3]) => prefer(app, place, username, wishes);
    const unset = (method: string) => `User does not have delivery config set to turn on ${method}`;
    await refused(set({ SMSMfaSettings: ON }), 'InvalidParameterException', unset('SMS_MFA'));
    await refused(set({ EmailMfaSettings: ON }), 'InvalidParameterException', unset('EMAIL_OTP'));
    await refused(set({ SoftwareTokenMfaSettings: ON }), 'InvalidParameterException', unset('SOFTWARE_TOKEN_MFA'));
    await refused(
      set({ SMSMfaSettings: PREFERRED, EmailMfaSettings: PREFERRED }),
      'InvalidParameterException',
      /Only one MFA method/,
    );
    await refused(
      set({ SMSMfaSettings: { Enabled: false, PreferredMfa: true } }),
      'InvalidParameterException',
      /disabled MFA method/,
    );
    await refused(prefer(app, place, 'nobody', { SMSMfaSettings: OFF }), 'UserNotFoundException', /does not exist/);
    expect(await shown(username)).toEqual({ list: undefined, preferred: undefined, options: undefined });
  });

  test('refuse a method that the pool does not offer', async () => {
    const tokensOnly = await mfaPlace(app, {
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const { username } = await createConfirmedUser(app, tokensOnly.poolId, { attributes: everything('cat') });
    for (const wishes of [{ SMSMfaSettings: ON }, { EmailMfaSettings: ON }]) {
      await refused(prefer(app, tokensOnly, username, wishes), 'InvalidParameterException', /is not enabled/);
    }
  });

  test('passkeys count as two factors only where the pool says so, beside another method', async () => {
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: everything('dan') });
    const set = (wishes: Parameters<typeof prefer>[3]) => prefer(app, place, username, wishes);
    await refused(set({ WebAuthnMfaSettings: ON }), 'InvalidParameterException', /WebAuthn MFA is not enabled/);
    await setMfa(app, place, {
      WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
    });
    await refused(set({ WebAuthnMfaSettings: ON }), 'InvalidParameterException', /at least one other MFA method/);
    await set({ WebAuthnMfaSettings: ON, SMSMfaSettings: ON });
    expect(await shown(username)).toMatchObject({ list: ['SMS_MFA'] });
    await set({ SMSMfaSettings: OFF });
    expect(await shown(username)).toMatchObject({ list: undefined });
  });

  test('a method whose address is gone is not asked for', async () => {
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: everything('eve') });
    await prefer(app, place, username, { SMSMfaSettings: PREFERRED, EmailMfaSettings: ON });
    const change = { UserPoolId: place.poolId, Username: username };
    await app.cognito.send(
      new AdminUpdateUserAttributesCommand({ ...change, UserAttributes: [{ Name: 'phone_number', Value: '' }] }),
    );
    expect(await next(username)).toBe('EMAIL_OTP');
  });
});

describe('SELECT_MFA_TYPE', () => {
  test('the user chooses, and answers what they chose', async () => {
    const attributes = { phone_number: '+15550002222', email: 'fay@example.com' };
    const { username, secret } = await enrolledUser(app, place, attributes);
    await prefer(app, place, username, { SMSMfaSettings: ON, EmailMfaSettings: ON });
    const choose = async (ANSWER: string) => {
      const asked = await byPassword(app, place, username, PASSWORD);
      expect(asked).toMatchObject({
        ChallengeName: 'SELECT_MFA_TYPE',
        ChallengeParameters: {
          MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
          USER_ID_FOR_SRP: username,
        },
      });
      return answer(app, place, 'SELECT_MFA_TYPE', { USERNAME: username, ANSWER }, asked.Session);
    };
    const codes: Record<string, () => Promise<string> | string> = {
      SMS_MFA: () => sentCode(app, place, attributes.phone_number),
      EMAIL_OTP: () => sentCode(app, place, attributes.email),
      SOFTWARE_TOKEN_MFA: () => totp(app, secret),
    };
    for (const [name, code] of Object.entries(codes)) {
      const next = await choose(name);
      expect(next.ChallengeName).toBe(name);
      const given = { USERNAME: username, [`${name}_CODE`]: await code() };
      const done = await answer(app, place, name, given, next.Session);
      expect(done.AuthenticationResult?.TokenType, name).toBe('Bearer');
    }
    await refused(choose('PASSWORD'), 'InvalidParameterException', 'Invalid MFA type selected.');
    await refused(choose(''), 'InvalidParameterException', /ANSWER/);
  });

  test('ON with a phone number and an e-mail address asks which', async () => {
    const both = await mfaPlace(app, { ...allMethods, MfaConfiguration: 'ON' });
    const { username } = await createConfirmedUser(app, both.poolId, { attributes: everything('gus') });
    const asked = await byPassword(app, both, username, PASSWORD);
    expect(asked.ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(asked.ChallengeParameters?.['MFAS_CAN_CHOOSE']).toBe('["SMS_MFA","EMAIL_OTP"]');
  });
});

describe('SetUserSettings and its Admin form, the older way', () => {
  test('switch SMS on and off, and show it as MFAOptions alone', async () => {
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: everything('hal') });
    const AccessToken = await accessToken(app, place, username);
    await app.cognito.send(new SetUserSettingsCommand({ AccessToken, MFAOptions: SMS }));
    expect(await shown(username)).toEqual({ list: undefined, preferred: undefined, options: SMS });
    const { Users } = await app.cognito.send(
      new ListUsersCommand({ UserPoolId: place.poolId, Filter: `username = "${username}"` }),
    );
    expect(Users?.[0]?.MFAOptions).toEqual(SMS);
    expect(await next(username)).toBe('SMS_MFA');
    const off = { UserPoolId: place.poolId, Username: username, MFAOptions: [] };
    await app.cognito.send(new AdminSetUserSettingsCommand(off));
    expect(await shown(username)).toEqual({ list: undefined, preferred: undefined, options: undefined });
    expect(await next(username)).toBe('tokens');
  });

  test('refuse anything but SMS to a phone number that is there', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const set = (MFAOptions: MFAOptionType[]) =>
      app.cognito.send(new AdminSetUserSettingsCommand({ UserPoolId: place.poolId, Username: username, MFAOptions }));
    await refused(set(SMS), 'InvalidParameterException', 'User does not have delivery config set to turn on SMS_MFA');
    await refused(
      set([{ DeliveryMedium: 'EMAIL', AttributeName: 'email' }]),
      'InvalidParameterException',
      /MFAOptions/,
    );
  });
});
