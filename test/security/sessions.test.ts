/** Sessions that outlive what they stand on. */
import {
  AdminDisableProviderForUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributes, codeSentTo, createPlace, type Place, refuses } from '../accounts/support.ts';
import { answer, byPassword } from '../auth/support/house.ts';
import { enrolledUser, mfaPlace, totp } from '../mfa/support.ts';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await createPlace(app, {}, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] });
});
afterAll(() => app?.stop());

const confirmed = async (Username: string): Promise<string | undefined> => {
  const email = `${Username}@example.com`;
  const ClientId = place.clientId;
  const { Session } = await app.cognito.send(
    new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes: attributes({ email }) }),
  );
  const ConfirmationCode = await codeSentTo(place, email);
  return (await app.cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode, Session }))).Session;
};

const signIn = (USERNAME: string, Session: string | undefined) =>
  app.cognito.send(
    new InitiateAuthCommand({
      ClientId: place.clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME },
      Session,
    }),
  );

describe('the session after a confirmed sign-up', () => {
  const ends: [string, (Username: string) => Promise<unknown>][] = [
    [
      'a sign-out everywhere',
      (Username) => app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: place.poolId, Username })),
    ],
    [
      'a new password',
      (Username) =>
        app.cognito.send(
          new AdminSetUserPasswordCommand({
            UserPoolId: place.poolId,
            Username,
            Password: 'Battery-staple-2',
            Permanent: true,
          }),
        ),
    ],
  ];

  test.each(ends)('ends with %s', async (_what, end) => {
    const name = `user-${crypto.randomUUID()}`;
    const session = await confirmed(name);
    await end(name);
    await refuses(signIn(name, session), 'NotAuthorizedException', 'Invalid session for the user.');
  });

  test('signs in once, however many come at once', async () => {
    const name = `user-${crypto.randomUUID()}`;
    const session = await confirmed(name);
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => signIn(name, session)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a second factor after a proved password', () => {
  const ends: [string, (UserPoolId: string, Username: string) => Promise<unknown>][] = [
    [
      'must be reset',
      (UserPoolId, Username) => app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username })),
    ],
    [
      'was taken away',
      (UserPoolId, ProviderAttributeValue) =>
        app.cognito.send(
          new AdminDisableProviderForUserCommand({
            UserPoolId,
            User: { ProviderName: 'Cognito', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue },
          }),
        ),
    ],
  ];

  test.each(ends)('is not taken once the password %s', async (_what, end) => {
    const house = await mfaPlace(app);
    const email = `${crypto.randomUUID()}@example.com`;
    const { username, secret } = await enrolledUser(app, house, { email, email_verified: 'true' });
    const { ChallengeName, Session } = await byPassword(app, house, username, PASSWORD);
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await end(house.poolId, username);
    const given = { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: totp(app, secret) };
    const late = answer(app, house, 'SOFTWARE_TOKEN_MFA', given, Session);
    await refuses(late, 'NotAuthorizedException', 'Invalid session for the user.');
  });
});
