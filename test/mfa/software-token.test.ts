import {
  AdminDeleteSoftwareTokenCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, begin, byPassword, bySrp, refused } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { accessToken, enrolledUser, mfaPlace, type Place, prefer, STEP, setMfa, totp, wrongTotp } from './support.ts';

const USED = 'Your software token has already been used once.';
const MISMATCH = 'Invalid code received for user';
const NAME = 'SOFTWARE_TOKEN_MFA';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await mfaPlace(app);
});
afterAll(() => app.stop());

const ask = async (username: string) => {
  const asked = await byPassword(app, place, username, PASSWORD);
  expect(asked.ChallengeName).toBe(NAME);
  return asked.Session as string;
};

const reply = (username: string, code: string, session: string) =>
  answer(app, place, NAME, { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code }, session);

describe('setting up a software token with an access token', () => {
  test('shows the seed, takes a code, and asks for one at sign-in once it is switched on', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const AccessToken = await accessToken(app, place, username);
    const { SecretCode = '', Session } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    expect(SecretCode).toMatch(/^[A-Z2-7]{52}$/);
    expect(Session).toBe(undefined);
    const { Status } = await app.cognito.send(
      new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(app, SecretCode), FriendlyDeviceName: 'phone' }),
    );
    expect(Status).toBe('SUCCESS');
    // Verified, but nobody has asked to be asked for it.
    expect((await byPassword(app, place, username, PASSWORD)).AuthenticationResult?.TokenType).toBe('Bearer');
    await prefer(app, place, username, { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
    const shown = await app.cognito.send(new GetUserCommand({ AccessToken }));
    expect(shown).toMatchObject({ PreferredMfaSetting: NAME, UserMFASettingList: [NAME] });

    const asked = await byPassword(app, place, username, PASSWORD);
    expect(asked.ChallengeName).toBe(NAME);
    expect(asked.ChallengeParameters).toEqual({ FRIENDLY_DEVICE_NAME: 'phone', USER_ID_FOR_SRP: username });
    const done = await reply(username, totp(app, SecretCode, 1), asked.Session as string);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('refuses a wrong code, and does not switch on what is not verified', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const AccessToken = await accessToken(app, place, username);
    const on = () => prefer(app, place, username, { SoftwareTokenMfaSettings: { Enabled: true } });
    const verify = (UserCode: string) => app.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    await refused(
      on(),
      'InvalidParameterException',
      'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    );
    await refused(
      verify('123456'),
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA does not exist for the user.',
    );
    const { SecretCode = '' } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await refused(
      verify(wrongTotp(app, SecretCode)),
      'EnableSoftwareTokenMFAException',
      'Code mismatch and fail enable Software Token MFA',
    );
    await refused(on(), 'InvalidParameterException', 'User has not verified software token mfa');
  });

  test('keeps the token in use until a new one is verified', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const signedIn = await reply(username, totp(app, secret), await ask(username));
    const AccessToken = signedIn.AuthenticationResult?.AccessToken as string;
    const { SecretCode = '' } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await refused(reply(username, totp(app, SecretCode), await ask(username)), 'CodeMismatchException', MISMATCH);
    await app.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(app, SecretCode) }));
    app.clock.advance(3 * STEP);
    await refused(reply(username, totp(app, secret), await ask(username)), 'CodeMismatchException', MISMATCH);
    const done = await reply(username, totp(app, SecretCode), await ask(username));
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('is refused where the pool offers none, and for no or a false proof of who asks', async () => {
    const smsOnly = await mfaPlace(app, { MfaConfiguration: 'OFF' });
    const { username } = await createConfirmedUser(app, smsOnly.poolId);
    const AccessToken = await accessToken(app, smsOnly, username);
    await refused(
      app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken })),
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    );
    const nobody = app.cognito.send(new AssociateSoftwareTokenCommand({}));
    await refused(nobody, 'InvalidParameterException', /AccessToken/);
    const both = app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken, Session: 'x'.repeat(30) }));
    await refused(both, 'InvalidParameterException', /Only one/);
    const forged = app.cognito.send(new AssociateSoftwareTokenCommand({ Session: `${place.clientId}.forged-session` }));
    await refused(forged, 'NotAuthorizedException', 'Invalid session for the user.');
    await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: smsOnly.poolId, Username: username }));
    const gone = app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await refused(gone, 'NotAuthorizedException', 'Access Token has been revoked');
  });
});

describe('signing in with a software token', () => {
  test('after SRP as after a plain password', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const asked = await bySrp(app, place, username, PASSWORD);
    expect(asked.ChallengeName).toBe(NAME);
    const done = await reply(username, totp(app, secret), asked.Session as string);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('after a choice-based sign-in by password', async () => {
    const { ClientId: clientId } = await createClient(app, place.poolId, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] });
    const choosing = { poolId: place.poolId, clientId };
    const { username, secret } = await enrolledUser(app, place);
    const given = { USERNAME: username, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD };
    const asked = await begin(app, choosing, 'USER_AUTH', given);
    expect(asked.ChallengeName).toBe(NAME);
    const code = { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp(app, secret) };
    const done = await answer(app, choosing, NAME, code, asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('one step early or late will do, two will not', async () => {
    const { username, secret } = await enrolledUser(app, place);
    for (const away of [-1, 0, 1]) {
      const done = await reply(username, totp(app, secret, away), await ask(username));
      expect(done.AuthenticationResult?.TokenType, `${away} steps away`).toBe('Bearer');
    }
    const session = await ask(username);
    for (const away of [-2, 2]) {
      await refused(reply(username, totp(app, secret, away), session), 'CodeMismatchException', MISMATCH);
    }
  });

  test('a code works until its step and the one after are over', async () => {
    const { username, secret } = await enrolledUser(app, place);
    app.clock.advance(STEP - (app.clock.now() % STEP));
    const code = totp(app, secret);
    app.clock.advance(2 * STEP - 2000);
    const done = await reply(username, code, await ask(username));
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    const late = totp(app, secret, -1);
    app.clock.advance(3000);
    await refused(reply(username, late, await ask(username)), 'CodeMismatchException', MISMATCH);
  });

  test('a code works once', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const code = totp(app, secret);
    await reply(username, code, await ask(username));
    await refused(reply(username, code, await ask(username)), 'ExpiredCodeException', USED);
  });

  test('the code that proved the set-up does not sign in as well', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const AccessToken = await accessToken(app, place, username);
    const { SecretCode = '' } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const code = totp(app, SecretCode);
    await app.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code }));
    await prefer(app, place, username, { SoftwareTokenMfaSettings: { Enabled: true } });
    await refused(reply(username, code, await ask(username)), 'ExpiredCodeException', USED);
  });

  test('of two sign-ins at once with one code one wins', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const sessions = [await ask(username), await ask(username), await ask(username)];
    const code = totp(app, secret);
    const results = await Promise.allSettled(sessions.map((session) => reply(username, code, session)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const lost of results.filter((result) => result.status === 'rejected')) {
      expect(lost.reason).toMatchObject({ name: 'ExpiredCodeException', message: USED });
    }
  });

  test('a session works once', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await ask(username);
    await reply(username, totp(app, secret), session);
    await refused(
      reply(username, totp(app, secret, 1), session),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('a wrong code leaves the session to another try', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await ask(username);
    await refused(reply(username, wrongTotp(app, secret), session), 'CodeMismatchException', MISMATCH);
    for (const malformed of ['abcdef', '12345６', '😀'.repeat(3)]) {
      await refused(reply(username, malformed, session), 'CodeMismatchException', MISMATCH);
    }
    await refused(reply(username, '', session), 'InvalidParameterException', /SOFTWARE_TOKEN_MFA_CODE/);
    const done = await reply(username, totp(app, secret), session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('five wrong codes end the session, and the next sign-in waits', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await ask(username);
    const other = await ask(username);
    for (let tries = 0; tries < 5; tries += 1) {
      await refused(reply(username, wrongTotp(app, secret), session), 'CodeMismatchException', MISMATCH);
    }
    await refused(
      reply(username, totp(app, secret), session),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
    await refused(
      reply(username, totp(app, secret), other),
      'NotAuthorizedException',
      'Attempt limit exceeded, please try after some time.',
    );
    app.clock.advance(1000);
    const done = await reply(username, totp(app, secret), other);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('guesses in parallel are as few as guesses in a row', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await ask(username);
    const wrong = wrongTotp(app, secret);
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => reply(username, wrong, session)));
    const reasons = results.map((result) => (result.status === 'rejected' ? String(result.reason.name) : 'passed'));
    expect(reasons.filter((reason) => reason === 'CodeMismatchException')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'NotAuthorizedException')).toHaveLength(7);
  });

  test("another user's session, or another client's, is refused", async () => {
    const { username, secret } = await enrolledUser(app, place);
    const other = await enrolledUser(app, place);
    const session = await ask(username);
    const stolen = reply(other.username, totp(app, other.secret), session);
    await refused(stolen, 'NotAuthorizedException', 'Invalid session for the user.');
    const elsewhere = await mfaPlace(app);
    const given = { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp(app, secret) };
    const moved = answer(app, elsewhere, NAME, given, session);
    await refused(moved, 'NotAuthorizedException', 'Invalid session for the user.');
    const asSms = answer(app, place, 'SMS_MFA', { USERNAME: username, SMS_MFA_CODE: '123456' }, session);
    await refused(asSms, 'NotAuthorizedException', 'Invalid session for the user.');
  });

  test('a sign-out everywhere, and time, end the session', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await ask(username);
    await app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: place.poolId, Username: username }));
    await refused(reply(username, totp(app, secret), session), 'NotAuthorizedException', /Invalid session/);
    const late = await ask(username);
    app.clock.advance(3 * 60_000);
    await refused(
      reply(username, totp(app, secret), late),
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    );
  });
});

describe('OFF, OPTIONAL and ON', () => {
  test('OFF asks nobody, OPTIONAL those who want it; a token outlives the offer', async () => {
    const own = await mfaPlace(app);
    const { username } = await enrolledUser(app, own);
    const plain = await createConfirmedUser(app, own.poolId);
    const next = async (name: string) => (await byPassword(app, own, name, PASSWORD)).ChallengeName ?? 'tokens';
    expect(await next(username)).toBe(NAME);
    expect(await next(plain.username)).toBe('tokens');
    await setMfa(app, own, { MfaConfiguration: 'OFF' });
    expect(await next(username)).toBe('tokens');
    await setMfa(app, own, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    expect(await next(username)).toBe(NAME);
    expect(await next(plain.username)).toBe('MFA_SETUP');
  });

  test('ON asks for a verified token although nothing was chosen', async () => {
    const own = await mfaPlace(app);
    const { username } = await enrolledUser(app, own);
    await prefer(app, own, username, { SoftwareTokenMfaSettings: { Enabled: false } });
    expect((await byPassword(app, own, username, PASSWORD)).ChallengeName).toBe(undefined);
    await setMfa(app, own, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    expect((await byPassword(app, own, username, PASSWORD)).ChallengeName).toBe(NAME);
  });

  test('an administrator deletes a token: it is asked for no more, and no session accepts it', async () => {
    const { username, secret } = await enrolledUser(app, place);
    const session = await ask(username);
    const remove = new AdminDeleteSoftwareTokenCommand({ UserPoolId: place.poolId, Username: username });
    await app.cognito.send(remove);
    await refused(
      reply(username, totp(app, secret), session),
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA does not exist for the user.',
    );
    expect((await byPassword(app, place, username, PASSWORD)).ChallengeName).toBe(undefined);
    const shown = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username: username }));
    expect(shown.UserMFASettingList).toBe(undefined);
    expect(shown.PreferredMfaSetting).toBe(undefined);
    await app.cognito.send(remove);
    const unknown = new AdminDeleteSoftwareTokenCommand({ UserPoolId: place.poolId, Username: 'nobody' });
    await refused(app.cognito.send(unknown), 'UserNotFoundException', 'User does not exist.');
  });
});
