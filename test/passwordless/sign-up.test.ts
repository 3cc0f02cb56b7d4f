/** Signing in right after a sign-up was confirmed, and users without a password. */
import { ConfirmSignUpCommand, InitiateAuthCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, claims, type Place, refused } from '../auth/support/house.ts';
import { createClient, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { choose, codeSentTo, configure, makePlace } from './support.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app);
});
afterAll(() => app.stop());

const signUp = async (at: Place, password?: string) => {
  const Username = `user-${crypto.randomUUID()}`;
  const email = `${Username}@example.com`;
  const UserAttributes = [{ Name: 'email', Value: email }];
  const { Session, UserSub } = await app.cognito.send(
    new SignUpCommand({ ClientId: at.clientId, Username, UserAttributes, Password: password }),
  );
  return { username: Username, email, session: Session, sub: UserSub };
};

type SignedUp = Awaited<ReturnType<typeof signUp>>;

const confirm = async (at: Place, { username, email, session }: SignedUp) => {
  const ConfirmationCode = await codeSentTo(app, at, email);
  return app.cognito.send(
    new ConfirmSignUpCommand({ ClientId: at.clientId, Username: username, ConfirmationCode, Session: session }),
  );
};

const signIn = ({ clientId }: Place, username: string, session: string | undefined) =>
  app.cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: username },
      Session: session,
    }),
  );

const invalid = ['NotAuthorizedException', 'Invalid session for the user.'] as const;

describe('the session of a sign-up', () => {
  test.each([undefined, PASSWORD])('signs in once it is confirmed (password: %s)', async (password) => {
    const signedUp = await signUp(place, password);
    const { Session } = await confirm(place, signedUp);
    const done = await signIn(place, signedUp.username, Session);
    expect(claims(done.AuthenticationResult?.IdToken)).toMatchObject({
      sub: signedUp.sub,
      email: signedUp.email,
      email_verified: true,
    });
    await refused(
      signIn(place, signedUp.username, Session),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('signs in one of two at once', async () => {
    const signedUp = await signUp(place);
    const { Session } = await confirm(place, signedUp);
    const outcomes = await Promise.allSettled([1, 2].map(() => signIn(place, signedUp.username, Session)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('signs nobody in before it is confirmed', async () => {
    const signedUp = await signUp(place);
    await refused(signIn(place, signedUp.username, signedUp.session), ...invalid);
  });

  test('ends', async () => {
    const signedUp = await signUp(place);
    const { Session } = await confirm(place, signedUp);
    app.clock.advance(3 * 60_000 + 1);
    await refused(
      signIn(place, signedUp.username, Session),
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    );
  });

  test('is of one user and one client', async () => {
    const [one, other] = [await signUp(place), await signUp(place)];
    const { Session } = await confirm(place, one);
    await confirm(place, other);
    await refused(signIn(place, other.username, Session), ...invalid);
    const { ClientId: clientId } = await createClient(app, place.poolId, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] });
    await refused(signIn({ ...place, clientId }, one.username, Session), ...invalid);
    await refused(signIn(place, one.username, `${Session?.slice(0, -4)}AAAA`), ...invalid);
  });

  test('of another sign-up earns none', async () => {
    const [one, other] = [await signUp(place), await signUp(place)];
    const { Session } = await confirm(place, { ...one, session: other.session });
    expect(Session).toBeUndefined();
    await refused(confirm(place, { ...other, session: 'x'.repeat(40) }), ...invalid);
    expect((await confirm(place, other)).Session).toBeTypeOf('string');
  });

  test('is not needed where the pool takes codes as first factors, and is where it does not', async () => {
    const open = await signUp(place);
    const { Session } = await confirm(place, { ...open, session: undefined });
    expect((await signIn(place, open.username, Session)).AuthenticationResult?.TokenType).toBe('Bearer');
    const closed = await makePlace(app, ['PASSWORD']);
    const [bare, whole] = [await signUp(closed, PASSWORD), await signUp(closed, PASSWORD)];
    expect((await confirm(closed, { ...bare, session: undefined })).Session).toBeUndefined();
    const earned = await confirm(closed, whole);
    expect((await signIn(closed, whole.username, earned.Session)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('does not stand for a second factor', async () => {
    const strict = await makePlace(app);
    await configure(app, strict, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    const signedUp = await signUp(strict, PASSWORD);
    const { Session } = await confirm(strict, signedUp);
    expect((await signIn(strict, signedUp.username, Session)).ChallengeName).toBe('MFA_SETUP');
  });

  test('is answered to clients that sign in by choice only', async () => {
    const { ClientId: clientId } = await createClient(app, place.poolId);
    const { session } = await signUp({ ...place, clientId }, PASSWORD);
    expect(session).toBeUndefined();
  });
});

describe('a user without a password', () => {
  test('signs up, confirms and comes back by e-mail', async () => {
    const signedUp = await signUp(place);
    await confirm(place, signedUp);
    const asked = await choose(app, place, signedUp.username);
    expect(asked.AvailableChallenges).toEqual(['EMAIL_OTP']);
    const sent = await choose(app, place, signedUp.username, 'EMAIL_OTP');
    const EMAIL_OTP_CODE = await codeSentTo(app, place, signedUp.email);
    const given = { USERNAME: signedUp.username, EMAIL_OTP_CODE };
    const done = await answer(app, place, 'EMAIL_OTP', given, sent.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('is not signed in by any password', async () => {
    const signedUp = await signUp(place);
    await confirm(place, signedUp);
    await refused(
      app.cognito.send(
        new InitiateAuthCommand({
          ClientId: place.clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: signedUp.username, PASSWORD },
        }),
      ),
      'NotAuthorizedException',
      'Incorrect username or password.',
    );
  });

  test('is told to confirm first, once the code is right', async () => {
    const signedUp = await signUp(place);
    const sent = await choose(app, place, signedUp.username, 'EMAIL_OTP');
    expect(sent.ChallengeName).toBe('EMAIL_OTP');
    const EMAIL_OTP_CODE = await codeSentTo(app, place, signedUp.email);
    const given = { USERNAME: signedUp.username, EMAIL_OTP_CODE };
    await refused(
      answer(app, place, 'EMAIL_OTP', given, sent.Session),
      'UserNotConfirmedException',
      'User is not confirmed.',
    );
  });

  test('does not exist where the pool has no codes to sign in with, or one factor is not enough', async () => {
    const closed = await makePlace(app, ['PASSWORD']);
    await expect(signUp(closed)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const strict = await makePlace(app);
    await configure(app, strict, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    await expect(signUp(strict)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
