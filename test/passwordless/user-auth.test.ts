/** Choice-based sign-in: what is offered to whom, and each first factor but passkeys. */
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  type AuthFactorType,
  SetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminAnswer, adminBegin, answer, claims, invite, type Place, refused, WRONG } from '../auth/support/house.ts';
import { srpClient } from '../auth/support/srp-client.ts';
import { createClient, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  accessTokenOf,
  answerPasskey,
  ceremonyOf,
  choose,
  codeSentTo,
  configure,
  makePlace,
  RELYING_PARTY,
  reachable,
  register,
  select,
  unverified,
} from './support.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app);
  await configure(app, place);
});
afterAll(() => app.stop());

const offers = async (at: Place, username: string) => (await choose(app, at, username)).AvailableChallenges;

/** A user without a password, by an administrator. */
const passwordless = async (at: Place, attributes: Record<string, string>): Promise<string> => {
  const Username = `user-${crypto.randomUUID()}`;
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const { User } = await app.cognito.send(
    new AdminCreateUserCommand({ UserPoolId: at.poolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
  );
  expect(User?.UserStatus).toBe('CONFIRMED');
  return Username;
};

describe('the choice', () => {
  test('is what the pool allows and the user can answer', async () => {
    const { username } = await reachable(app, place);
    const asked = await choose(app, place, username);
    expect(asked).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      ChallengeParameters: {},
      AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP'],
    });
    await register(app, await accessTokenOf(app, place, username));
    expect(await offers(place, username)).toEqual(['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']);
  });

  test.each([
    [['PASSWORD'], ['PASSWORD', 'PASSWORD_SRP']],
    [
      ['PASSWORD', 'SMS_OTP'],
      ['PASSWORD', 'PASSWORD_SRP', 'SMS_OTP'],
    ],
  ] as [AuthFactorType[], string[]][])('of a pool with %j is %j', async (factors, expected) => {
    const narrow = await makePlace(app, factors);
    const { username } = await reachable(app, narrow);
    expect(await offers(narrow, username)).toEqual(expected);
  });

  test('has no codes to addresses that are not verified, unless there is no other way in', async () => {
    const { username } = await unverified(app, place);
    expect(await offers(place, username)).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    const invited = await passwordless(place, { email: 'new@example.com' });
    expect(await offers(place, invited)).toEqual(['EMAIL_OTP']);
  });

  test('is a password alone for who was invited with one', async () => {
    await invite(app, place, 'invited', 'Temporary-horse-1', { email: 'i@example.com', email_verified: 'true' });
    expect(await offers(place, 'invited')).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    const asked = await choose(app, place, 'invited', 'PASSWORD', { PASSWORD: 'Temporary-horse-1' });
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const given = { USERNAME: 'invited', NEW_PASSWORD: PASSWORD };
    const done = await answer(app, place, 'NEW_PASSWORD_REQUIRED', given, asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('falls to everything when the preferred one is not available', async () => {
    const { username } = await unverified(app, place);
    for (const preferred of ['EMAIL_OTP', 'WEB_AUTHN', 'NONSENSE']) {
      const asked = await choose(app, place, username, preferred);
      expect(asked).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE', AvailableChallenges: expect.any(Array) });
    }
  });

  test('refuses what was not offered, and goes on with what was', async () => {
    const { username } = await unverified(app, place);
    const { Session } = await choose(app, place, username);
    for (const name of ['EMAIL_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN_MFA']) {
      await refused(
        select(app, place, username, Session, name),
        'InvalidParameterException',
        `Challenge ${name} is not available for the user.`,
      );
    }
    expect((await select(app, place, username, Session, 'PASSWORD')).ChallengeName).toBe('PASSWORD');
    await refused(
      select(app, place, username, Session, 'PASSWORD'),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('needs a client with ALLOW_USER_AUTH', async () => {
    const { ClientId: clientId } = await createClient(app, place.poolId);
    const { username } = await unverified(app, place);
    await refused(
      choose(app, { ...place, clientId }, username),
      'InvalidParameterException',
      'USER_AUTH is not enabled for the client.',
    );
  });

  test('is there for administrators too', async () => {
    const { username } = await reachable(app, place);
    const asked = await adminBegin(app, place, 'USER_AUTH', { USERNAME: username });
    expect(asked.AvailableChallenges).toContain('EMAIL_OTP');
    const given = { USERNAME: username, ANSWER: 'PASSWORD', PASSWORD };
    const done = await adminAnswer(app, place, 'SELECT_CHALLENGE', given, asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });
});

describe('a password', () => {
  test('comes with the first request, with the choice, or in a step of its own', async () => {
    const { username } = await unverified(app, place);
    const first = await choose(app, place, username, 'PASSWORD', { PASSWORD });
    expect(first.AuthenticationResult?.TokenType).toBe('Bearer');
    const asked = await choose(app, place, username);
    const given = { USERNAME: username, ANSWER: 'PASSWORD', PASSWORD };
    const chosen = await answer(app, place, 'SELECT_CHALLENGE', given, asked.Session);
    expect(chosen.AuthenticationResult?.TokenType).toBe('Bearer');
    const step = await choose(app, place, username, 'PASSWORD');
    expect(step.ChallengeName).toBe('PASSWORD');
    const done = await answer(app, place, 'PASSWORD', { USERNAME: username, PASSWORD }, step.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('that is wrong is refused in each of them, and counted', async () => {
    const { username } = await unverified(app, place);
    const wrong = { PASSWORD: 'Wrong-horse-1' };
    const { Session } = await choose(app, place, username, 'PASSWORD');
    const asked = await choose(app, place, username);
    await refused(choose(app, place, username, 'PASSWORD', wrong), 'NotAuthorizedException', WRONG);
    const given = { USERNAME: username, ANSWER: 'PASSWORD', ...wrong };
    await refused(answer(app, place, 'SELECT_CHALLENGE', given, asked.Session), 'NotAuthorizedException', WRONG);
    for (const _ of [1, 2, 3]) {
      const again = answer(app, place, 'PASSWORD', { USERNAME: username, ...wrong }, Session);
      await refused(again, 'NotAuthorizedException', WRONG);
    }
    await refused(
      answer(app, place, 'PASSWORD', { USERNAME: username, PASSWORD }, Session),
      'NotAuthorizedException',
      'Password attempts exceeded',
    );
  });

  test('is proved by SRP, the public value at once or later', async () => {
    const { username } = await unverified(app, place);
    const { SRP_A, prove } = srpClient();
    const later = await choose(app, place, username, 'PASSWORD_SRP');
    expect(later.ChallengeName).toBe('PASSWORD_SRP');
    const asked = await choose(app, place, username);
    const verifiers = await Promise.all([
      choose(app, place, username, 'PASSWORD_SRP', { SRP_A }),
      answer(app, place, 'SELECT_CHALLENGE', { USERNAME: username, ANSWER: 'PASSWORD_SRP', SRP_A }, asked.Session),
      answer(app, place, 'PASSWORD_SRP', { USERNAME: username, SRP_A }, later.Session),
    ]);
    for (const { ChallengeName, ChallengeParameters = {} } of verifiers) {
      expect(ChallengeName).toBe('PASSWORD_VERIFIER');
      const done = await answer(app, place, 'PASSWORD_VERIFIER', prove(place.poolId, ChallengeParameters, PASSWORD));
      expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    }
  });

  test('of a disabled user says so only when it is right', async () => {
    const { username } = await unverified(app, place);
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: username }));
    const { Session } = await choose(app, place, username, 'PASSWORD');
    const send = (password: string) =>
      answer(app, place, 'PASSWORD', { USERNAME: username, PASSWORD: password }, Session);
    await refused(send('Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    await refused(send(PASSWORD), 'NotAuthorizedException', 'User is disabled.');
  });
});

describe('a code by message', () => {
  test('to the e-mail address signs in a user without a password, and verifies the address', async () => {
    const email = 'fresh@example.com';
    const username = await passwordless(place, { email });
    const asked = await choose(app, place, username, 'EMAIL_OTP');
    expect(asked).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'f***@e***' },
    });
    const code = await codeSentTo(app, place, email);
    const given = { USERNAME: username, EMAIL_OTP_CODE: code };
    const done = await answer(app, place, 'EMAIL_OTP', given, asked.Session);
    expect(claims(done.AuthenticationResult?.IdToken)).toMatchObject({ email, email_verified: true });
    await refused(
      answer(app, place, 'EMAIL_OTP', given, asked.Session),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('to the phone number signs in', async () => {
    const phone = '+15555550177';
    const { username } = await reachable(app, place, { phone_number: phone });
    const asked = await choose(app, place, username);
    const sent = await select(app, place, username, asked.Session, 'SMS_OTP');
    expect(sent).toMatchObject({
      ChallengeName: 'SMS_OTP',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******0177' },
    });
    const code = await codeSentTo(app, place, phone);
    const wrong = code === '000000' ? '000001' : '000000';
    await refused(
      answer(app, place, 'SMS_OTP', { USERNAME: username, SMS_OTP_CODE: wrong }, sent.Session),
      'CodeMismatchException',
      'Invalid code or auth state for the user.',
    );
    const done = await answer(app, place, 'SMS_OTP', { USERNAME: username, SMS_OTP_CODE: code }, sent.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('of one challenge does not answer another', async () => {
    const { username } = await reachable(app, place, { email: 'one@example.com' });
    const byEmail = await choose(app, place, username, 'EMAIL_OTP');
    const code = await codeSentTo(app, place, 'one@example.com');
    const bySms = await choose(app, place, username, 'SMS_OTP');
    const crossed = { USERNAME: username, SMS_OTP_CODE: code, EMAIL_OTP_CODE: code };
    await expect(answer(app, place, 'SMS_OTP', crossed, bySms.Session)).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await refused(
      answer(app, place, 'SMS_OTP', crossed, byEmail.Session),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
  });
});

describe('MFA', () => {
  const mfaPlace = async (
    MfaConfiguration: 'ON' | 'OPTIONAL',
    FactorConfiguration?: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  ) => {
    const made = await makePlace(app);
    await configure(app, made, {
      MfaConfiguration,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
      WebAuthnConfiguration: { RelyingPartyId: RELYING_PARTY, FactorConfiguration },
    });
    return made;
  };

  test('when demanded leaves passwords alone', async () => {
    const strict = await mfaPlace('ON');
    const { username } = await reachable(app, strict);
    expect(await offers(strict, username)).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    const asked = await choose(app, strict, username, 'EMAIL_OTP');
    expect(asked.ChallengeName).toBe('SELECT_CHALLENGE');
    const after = await choose(app, strict, username, 'PASSWORD', { PASSWORD });
    expect(after.ChallengeName).toBe('SMS_MFA');
  });

  test('when chosen by the user leaves passwords alone', async () => {
    const lax = await mfaPlace('OPTIONAL');
    const { username } = await reachable(app, lax);
    expect(await offers(lax, username)).toContain('EMAIL_OTP');
    const token = await accessTokenOf(app, lax, username);
    await register(app, token);
    await app.cognito.send(
      new SetUserMFAPreferenceCommand({ AccessToken: token, SMSMfaSettings: { Enabled: true, PreferredMfa: true } }),
    );
    expect(await offers(lax, username)).toEqual(['PASSWORD', 'PASSWORD_SRP']);
  });

  test('is satisfied by a passkey with user verification where pool and user say so', async () => {
    const both = await mfaPlace('OPTIONAL', 'MULTI_FACTOR_WITH_USER_VERIFICATION');
    const { username } = await reachable(app, both);
    const token = await accessTokenOf(app, both, username);
    const authenticator = await register(app, token);
    const prefer = (webAuthn: boolean) =>
      app.cognito.send(
        new SetUserMFAPreferenceCommand({
          AccessToken: token,
          SMSMfaSettings: { Enabled: true, PreferredMfa: true },
          WebAuthnMfaSettings: { Enabled: webAuthn },
        }),
      );
    await prefer(false);
    expect(await offers(both, username)).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    await prefer(true);
    expect(await offers(both, username)).toEqual(['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN']);
    const signIn = async (userVerified: boolean) => {
      const { options, session } = ceremonyOf(await choose(app, both, username, 'WEB_AUTHN'));
      expect(options).toMatchObject({ userVerification: 'required' });
      return answerPasskey(app, both, username, session, authenticator.get(options, { userVerified }));
    };
    await refused(signIn(false), 'NotAuthorizedException', WRONG);
    expect((await signIn(true)).AuthenticationResult?.TokenType).toBe('Bearer');
  });
});

describe('a name that nobody has', () => {
  const hidden = () => makePlace(app, ['PASSWORD', 'EMAIL_OTP'], {}, { PreventUserExistenceErrors: 'ENABLED' });

  test('is answered like a user’s where clients hide which users exist', async () => {
    const at = await hidden();
    const { username } = await reachable(app, at);
    const known = await choose(app, at, username);
    const unknown = await choose(app, at, 'nobody');
    expect(unknown.AvailableChallenges).toEqual(known.AvailableChallenges);
    expect(unknown.Session?.length).toBeGreaterThan(100);
    const sent = await select(app, at, 'nobody', unknown.Session, 'EMAIL_OTP');
    expect(sent).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
        CODE_DELIVERY_DESTINATION: expect.stringMatching(/^\w\*\*\*@\w\*\*\*$/),
      },
    });
    await refused(
      answer(app, at, 'EMAIL_OTP', { USERNAME: 'nobody', EMAIL_OTP_CODE: '123456' }, sent.Session),
      'CodeMismatchException',
      'Invalid code or auth state for the user.',
    );
    expect(await app.mailbox({ userPoolId: at.poolId, username: 'nobody' })).toEqual([]);
  });

  test('fails with a password like a wrong one, in every way to give it', async () => {
    const at = await hidden();
    await refused(choose(app, at, 'nobody', 'PASSWORD', { PASSWORD }), 'NotAuthorizedException', WRONG);
    const step = await choose(app, at, 'nobody', 'PASSWORD');
    const given = { USERNAME: 'nobody', PASSWORD };
    await refused(answer(app, at, 'PASSWORD', given, step.Session), 'NotAuthorizedException', WRONG);
    const { SRP_A, prove } = srpClient();
    const srp = await choose(app, at, 'nobody', 'PASSWORD_SRP');
    const begun = await answer(app, at, 'PASSWORD_SRP', { USERNAME: 'nobody', SRP_A }, srp.Session);
    const proof = prove(at.poolId, begun.ChallengeParameters ?? {}, PASSWORD);
    await refused(answer(app, at, 'PASSWORD_VERIFIER', proof), 'NotAuthorizedException', WRONG);
  });

  test('has no passkeys, as users without one', async () => {
    const at = await makePlace(app, undefined, {}, { PreventUserExistenceErrors: 'ENABLED' });
    await configure(app, at);
    const { username } = await reachable(app, at);
    const [known, unknown] = await Promise.all([username, 'nobody'].map((name) => choose(app, at, name, 'WEB_AUTHN')));
    expect(known?.ChallengeName).toBe('SELECT_CHALLENGE');
    expect(unknown?.ChallengeName).toBe('SELECT_CHALLENGE');
  });

  test('is told elsewhere', async () => {
    await refused(choose(app, place, 'nobody'), 'UserNotFoundException', 'User does not exist.');
  });
});
