/** MFA_SETUP: the pool demands a second factor, and the user sets one up before the first sign-in is through. */
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, byPassword, invite, refused } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { allMethods, mfaPlace, type Place, SMS_ROLE, sentCode, totp, wrongTotp } from './support.ts';

const INVALID = 'Invalid session for the user.';
const USED = 'Invalid session for the user, session can only be used once.';
const TOTP_ONLY = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } } as const;

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await mfaPlace(app, TOTP_ONLY);
});
afterAll(() => app.stop());

const newUser = async () => (await createConfirmedUser(app, place.poolId)).username;

const begin = async (username: string): Promise<string> => {
  const asked = await byPassword(app, place, username, PASSWORD);
  expect(asked.ChallengeName).toBe('MFA_SETUP');
  return asked.Session as string;
};

const associate = async (Session: string) => {
  const { SecretCode, Session: next } = await app.cognito.send(new AssociateSoftwareTokenCommand({ Session }));
  return { secret: SecretCode as string, session: next as string };
};

const verify = (Session: string, UserCode: string, FriendlyDeviceName?: string) =>
  app.cognito.send(new VerifySoftwareTokenCommand({ Session, UserCode, FriendlyDeviceName }));

const finish = (username: string, session: string | undefined, more: Record<string, string> = {}) =>
  answer(app, place, 'MFA_SETUP', { USERNAME: username, ...more }, session);

describe('a software token by session', () => {
  test('is set up, signs in, and is asked for from then on', async () => {
    const username = await newUser();
    const asked = await byPassword(app, place, username, PASSWORD);
    expect(asked).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: username },
    });
    const { secret, session } = await associate(asked.Session as string);
    const verified = await verify(session, totp(app, secret), 'phone');
    expect(verified.Status).toBe('SUCCESS');
    const done = await finish(username, verified.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    const shown = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username: username }));
    expect(shown).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    const again = await byPassword(app, place, username, PASSWORD);
    expect(again).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone' },
    });
    const given = { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp(app, secret, 1) };
    const signedIn = await answer(app, place, 'SOFTWARE_TOKEN_MFA', given, again.Session);
    expect(signedIn.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('comes after the new password of an invited user', async () => {
    const username = `invited-${crypto.randomUUID()}`;
    await invite(app, place, username, 'Temporary-horse-1');
    const asked = await byPassword(app, place, username, 'Temporary-horse-1');
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const given = { USERNAME: username, NEW_PASSWORD: PASSWORD };
    const next = await answer(app, place, 'NEW_PASSWORD_REQUIRED', given, asked.Session);
    expect(next.ChallengeName).toBe('MFA_SETUP');
    const { secret, session } = await associate(next.Session as string);
    const verified = await verify(session, totp(app, secret));
    expect((await finish(username, verified.Session)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('no step can be left out, repeated or taken twice', async () => {
    const username = await newUser();
    const first = await begin(username);
    await refused(finish(username, first), 'NotAuthorizedException', INVALID);
    await refused(
      verify(first, '123456'),
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA does not exist for the user.',
    );
    const { secret, session } = await associate(first);
    await refused(associate(first), 'NotAuthorizedException', USED);
    await refused(finish(username, session), 'NotAuthorizedException', INVALID);
    const verified = await verify(session, totp(app, secret));
    await refused(verify(session, totp(app, secret, 1)), 'NotAuthorizedException', USED);
    await finish(username, verified.Session);
    await refused(finish(username, verified.Session), 'NotAuthorizedException', USED);
  });

  test('a wrong code may be followed by the right one, five end the session', async () => {
    const username = await newUser();
    const { secret, session } = await associate(await begin(username));
    const mismatch = 'Code mismatch and fail enable Software Token MFA';
    await refused(verify(session, wrongTotp(app, secret)), 'EnableSoftwareTokenMFAException', mismatch);
    expect((await verify(session, totp(app, secret))).Status).toBe('SUCCESS');

    const other = await newUser();
    const begun = await associate(await begin(other));
    for (let tries = 0; tries < 5; tries += 1) {
      const wrong = verify(begun.session, wrongTotp(app, begun.secret));
      await refused(wrong, 'EnableSoftwareTokenMFAException', mismatch);
    }
    app.clock.advance(1000);
    await refused(verify(begun.session, totp(app, begun.secret)), 'NotAuthorizedException', USED);
  });

  test('a session that was begun before somebody else had set up a token replaces nothing', async () => {
    const username = await newUser();
    const early = await associate(await begin(username));
    const own = await associate(await begin(username));
    const verified = await verify(own.session, totp(app, own.secret));
    await refused(verify(early.session, totp(app, early.secret)), 'NotAuthorizedException', INVALID);
    expect((await finish(username, verified.Session)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('a session that was begun before another second factor was there adds none beside it', async () => {
    const every = await mfaPlace(app, { ...allMethods, MfaConfiguration: 'ON' });
    const { username } = await createConfirmedUser(app, every.poolId);
    const early = async () => (await byPassword(app, every, username, PASSWORD)).Session as string;
    const begun = await associate(await early());
    const byEmail = await early();
    await app.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: every.poolId,
        Username: username,
        UserAttributes: [{ Name: 'phone_number', Value: '+15555550123' }],
      }),
    );
    await refused(verify(begun.session, totp(app, begun.secret)), 'NotAuthorizedException', INVALID);
    const given = { USERNAME: username, EMAIL: 'mallory@example.com' };
    await refused(answer(app, every, 'MFA_SETUP', given, byEmail), 'NotAuthorizedException', INVALID);
    expect((await byPassword(app, every, username, PASSWORD)).ChallengeName).toBe('SMS_MFA');
  });

  test('of two proofs at once one counts', async () => {
    const username = await newUser();
    const { secret, session } = await associate(await begin(username));
    const results = await Promise.allSettled([0, 1].map((away) => verify(session, totp(app, secret, away))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a session opens for its own client and user only, until it is over', async () => {
    const username = await newUser();
    const other = await newUser();
    const { secret, session } = await associate(await begin(username));
    const { ClientId: clientId } = await createClient(app, place.poolId);
    const moved = `${clientId}${session.slice(session.indexOf('.'))}`;
    await refused(verify(moved, totp(app, secret)), 'NotAuthorizedException', INVALID);
    const verified = await verify(session, totp(app, secret));
    await refused(finish(other, verified.Session), 'NotAuthorizedException', INVALID);
    const elsewhere = answer(
      app,
      { poolId: place.poolId, clientId },
      'MFA_SETUP',
      { USERNAME: username },
      verified.Session,
    );
    await refused(elsewhere, 'NotAuthorizedException', INVALID);
    app.clock.advance(3 * 60_000);
    await refused(finish(username, verified.Session), 'NotAuthorizedException', /session is expired/);

    const out = await begin(other);
    await app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: place.poolId, Username: other }));
    await refused(associate(out), 'NotAuthorizedException', INVALID);
  });
});

describe('other methods', () => {
  test('the choice says what the pool offers', async () => {
    const all = await mfaPlace(app, { ...allMethods, MfaConfiguration: 'ON' });
    const { username } = await createConfirmedUser(app, all.poolId);
    const asked = await byPassword(app, all, username, PASSWORD);
    expect(asked.ChallengeName).toBe('MFA_SETUP');
    expect(asked.ChallengeParameters?.['MFAS_CAN_SETUP']).toBe('["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]');
  });

  test('an e-mail address given with the answer is proved by the challenge that follows', async () => {
    const byEmail = await mfaPlace(app, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    const { username } = await createConfirmedUser(app, byEmail.poolId);
    const asked = await byPassword(app, byEmail, username, PASSWORD);
    const EMAIL = `${username}@example.com`;
    const next = await answer(app, byEmail, 'MFA_SETUP', { USERNAME: username, EMAIL }, asked.Session);
    expect(next.ChallengeName).toBe('EMAIL_OTP');
    const given = { USERNAME: username, EMAIL_OTP_CODE: await sentCode(app, byEmail, EMAIL) };
    const done = await answer(app, byEmail, 'EMAIL_OTP', given, next.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    const shown = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: byEmail.poolId, Username: username }));
    expect(shown.UserAttributes).toContainEqual({ Name: 'email', Value: EMAIL });
    expect(shown.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  test('no address is taken where e-mail is not a method, and none that is malformed', async () => {
    const username = await newUser();
    const session = await begin(username);
    await refused(finish(username, session, { EMAIL: 'a@example.com' }), 'InvalidParameterException', /Email MFA/);
    const byEmail = await mfaPlace(app, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    const user = await createConfirmedUser(app, byEmail.poolId);
    const asked = await byPassword(app, byEmail, user.username, PASSWORD);
    const given = { USERNAME: user.username, EMAIL: 'nowhere' };
    await refused(answer(app, byEmail, 'MFA_SETUP', given, asked.Session), 'InvalidParameterException', /email/i);
  });

  test('a pool with SMS alone signs nobody in who has no number', async () => {
    const bySms = await mfaPlace(app, {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE },
    });
    const { username } = await createConfirmedUser(app, bySms.poolId);
    const asked = await byPassword(app, bySms, username, PASSWORD);
    expect(asked.ChallengeParameters?.['MFAS_CAN_SETUP']).toBe('["SMS_MFA"]');
    const Session = asked.Session as string;
    await refused(associate(Session), 'SoftwareTokenMFANotFoundException', /has not been enabled by the userPool/);
    const done = answer(app, bySms, 'MFA_SETUP', { USERNAME: username }, Session);
    await refused(done, 'NotAuthorizedException', INVALID);
  });
});
