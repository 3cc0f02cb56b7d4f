/** Second factors by message: SMS_MFA and EMAIL_OTP. */
import {
  AdminDeleteUserAttributesCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminAnswer, adminBegin, answer, byPassword, refused } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { allMethods, mfaPlace, type Place, prefer, SMS_ROLE, sentCode, setMfa } from './support.ts';

const INVALID = 'Invalid code or auth state for the user.';
const USED = 'Invalid session for the user, session can only be used once.';

let app: TestApp;
let place: Place;
let phones = 0;

beforeAll(async () => {
  app = await startTestApp();
  place = await mfaPlace(app, {
    ...allMethods,
    MfaConfiguration: 'ON',
    SmsMfaConfiguration: { SmsAuthenticationMessage: 'Your code: {####}', SmsConfiguration: SMS_ROLE },
  });
});
afterAll(() => app.stop());

const newPhone = () => {
  phones += 1;
  return `+1555${String(phones).padStart(7, '0')}`;
};

const methods = [
  {
    name: 'SMS_MFA',
    contact: 'phone_number',
    medium: 'SMS',
    address: newPhone,
    masked: (to: string) => `+*******${to.slice(-4)}`,
    message: (code: string) => ({ channel: 'SMS', kind: 'authentication', body: `Your code: ${code}` }),
  },
  {
    name: 'EMAIL_OTP',
    contact: 'email',
    medium: 'EMAIL',
    address: () => `u${newPhone().slice(1)}@example.com`,
    masked: () => 'u***@e***',
    message: (code: string) => ({
      channel: 'EMAIL',
      kind: 'authentication',
      subject: 'Sign-in code',
      body: `Enter ${code} now`,
    }),
  },
];

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe.each(methods)('$name', ({ name, contact, medium, address, masked, message }) => {
  const someone = async (more: Record<string, string> = {}) => {
    const to = address();
    const { username } = await createConfirmedUser(app, place.poolId, { attributes: { [contact]: to, ...more } });
    return { username, to };
  };
  const ask = async (username: string) => {
    const asked = await byPassword(app, place, username, PASSWORD);
    expect(asked.ChallengeName).toBe(name);
    return asked.Session as string;
  };
  const reply = (username: string, code: string, session: string) =>
    answer(app, place, name, { USERNAME: username, [`${name}_CODE`]: code }, session);

  test('is used where the pool demands MFA and the user has chosen nothing', async () => {
    const { username, to } = await someone();
    const asked = await byPassword(app, place, username, PASSWORD);
    expect(asked.ChallengeName).toBe(name);
    expect(asked.ChallengeParameters).toEqual({
      CODE_DELIVERY_DELIVERY_MEDIUM: medium,
      CODE_DELIVERY_DESTINATION: masked(to),
      USER_ID_FOR_SRP: username,
    });
    const [sent] = await app.mailbox({ userPoolId: place.poolId, to });
    expect(sent?.code).toMatch(/^\d{6}$/);
    expect(sent).toMatchObject(message(sent?.code as string));
    const done = await reply(username, sent?.code as string, asked.Session as string);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('verifies the address that received the code', async () => {
    const { username, to } = await someone();
    const before = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username: username }));
    expect(before.UserAttributes).not.toContainEqual({ Name: `${contact}_verified`, Value: 'true' });
    const session = await ask(username);
    await reply(username, await sentCode(app, place, to), session);
    const after = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: place.poolId, Username: username }));
    expect(after.UserAttributes).toContainEqual({ Name: `${contact}_verified`, Value: 'true' });
  });

  test('works for administrators', async () => {
    const { username, to } = await someone();
    const asked = await adminBegin(app, place, 'ADMIN_USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD });
    expect(asked.ChallengeName).toBe(name);
    const given = { USERNAME: username, [`${name}_CODE`]: await sentCode(app, place, to) };
    const done = await adminAnswer(app, place, name, given, asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('each sign-in has a code of its own', async () => {
    const { username, to } = await someone();
    const first = await ask(username);
    const firstCode = await sentCode(app, place, to);
    const second = await ask(username);
    const secondCode = await sentCode(app, place, to);
    if (firstCode !== secondCode) {
      await refused(reply(username, firstCode, second), 'CodeMismatchException', INVALID);
    }
    expect((await reply(username, firstCode, first)).AuthenticationResult?.TokenType).toBe('Bearer');
    expect((await reply(username, secondCode, second)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('a wrong code leaves the session to another try, the right one ends it', async () => {
    const { username, to } = await someone();
    const session = await ask(username);
    const code = await sentCode(app, place, to);
    await refused(reply(username, wrong(code), session), 'CodeMismatchException', INVALID);
    await reply(username, code, session);
    await refused(reply(username, code, session), 'NotAuthorizedException', USED);
  });

  test('of two right answers at once one wins', async () => {
    const { username, to } = await someone({ [`${contact}_verified`]: 'true' });
    const session = await ask(username);
    const code = await sentCode(app, place, to);
    const results = await Promise.allSettled([1, 2, 3].map(() => reply(username, code, session)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const lost of results.filter((result) => result.status === 'rejected')) {
      expect(['NotAuthorizedException', 'ExpiredCodeException']).toContain(lost.reason.name);
    }
  });

  test('five wrong codes end the session, and lock for a while', async () => {
    const { username, to } = await someone();
    const session = await ask(username);
    const code = await sentCode(app, place, to);
    for (let tries = 0; tries < 5; tries += 1) {
      await refused(reply(username, wrong(code), session), 'CodeMismatchException', INVALID);
    }
    await refused(reply(username, code, session), 'NotAuthorizedException', USED);
    const next = await ask(username);
    const fresh = await sentCode(app, place, to);
    await refused(reply(username, fresh, next), 'NotAuthorizedException', /^Attempt limit exceeded/);
    app.clock.advance(1000);
    expect((await reply(username, fresh, next)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('a new password and time end the session', async () => {
    const { username, to } = await someone();
    const session = await ask(username);
    const reset = { UserPoolId: place.poolId, Username: username, Password: 'Another-horse-2', Permanent: true };
    await app.cognito.send(new AdminSetUserPasswordCommand(reset));
    await refused(
      reply(username, await sentCode(app, place, to), session),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
    await app.cognito.send(new AdminSetUserPasswordCommand({ ...reset, Password: PASSWORD }));
    const late = await ask(username);
    app.clock.advance(3 * 60_000);
    await refused(
      reply(username, await sentCode(app, place, to), late),
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    );
  });

  test('the session of somebody else is refused', async () => {
    const { username } = await someone();
    const other = await someone();
    const session = await ask(username);
    await ask(other.username);
    await refused(
      reply(other.username, await sentCode(app, place, other.to), session),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
  });

  test('no more than twenty codes go out in an hour', async () => {
    const { username, to } = await someone();
    for (let sent = 0; sent < 20; sent += 1) await ask(username);
    await refused(
      byPassword(app, place, username, PASSWORD),
      'TooManyRequestsException',
      'Attempt limit exceeded, please try after some time.',
    );
    expect(await app.mailbox({ userPoolId: place.poolId, to })).toHaveLength(20);
    app.clock.advance(60 * 60_000);
    await ask(username);
  });

  test('an address that is gone meanwhile proves nothing', async () => {
    const { username, to } = await someone();
    const session = await ask(username);
    const code = await sentCode(app, place, to);
    await app.cognito.send(
      new AdminDeleteUserAttributesCommand({
        UserPoolId: place.poolId,
        Username: username,
        UserAttributeNames: [contact],
      }),
    );
    await refused(reply(username, code, session), 'ExpiredCodeException', /request a code again/);
    expect((await byPassword(app, place, username, PASSWORD)).ChallengeName).toBe('MFA_SETUP');
  });
});

describe('SMS in a pool with the MFA of old', () => {
  test('CreateUserPool alone asks everybody with a phone number', async () => {
    const { Id: poolId } = await createPool(app, { MfaConfiguration: 'ON', SmsConfiguration: SMS_ROLE });
    const { ClientId: clientId } = await createClient(app, poolId);
    const to = newPhone();
    const { username } = await createConfirmedUser(app, poolId, { attributes: { phone_number: to } });
    const asked = await byPassword(app, { poolId, clientId }, username, PASSWORD);
    expect(asked.ChallengeName).toBe('SMS_MFA');
    const [sent] = await app.mailbox({ userPoolId: poolId, to });
    expect(sent?.body).toBe(`Your authentication code is ${sent?.code}`);
  });

  test('a number that another user signs in with stays theirs', async () => {
    const { Id: poolId } = await createPool(app, { AliasAttributes: ['phone_number'] });
    const { ClientId: clientId } = await createClient(app, poolId);
    const own = { poolId, clientId };
    await setMfa(app, own, { MfaConfiguration: 'OPTIONAL', SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE } });
    const to = newPhone();
    await createConfirmedUser(app, poolId, { attributes: { phone_number: to, phone_number_verified: 'true' } });
    const { username } = await createConfirmedUser(app, poolId, { attributes: { phone_number: to } });
    await prefer(app, own, username, { SMSMfaSettings: { Enabled: true } });
    const asked = await byPassword(app, own, username, PASSWORD);
    const given = { USERNAME: username, SMS_MFA_CODE: await sentCode(app, own, to) };
    const done = await answer(app, own, 'SMS_MFA', given, asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    const shown = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));
    expect(shown.UserAttributes).not.toContainEqual({ Name: 'phone_number_verified', Value: 'true' });
  });
});
