import {
  AdminResetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { accessToken, codeSentTo, createPlace, HOUR, type Place, refuses } from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

const NEW_PASSWORD = 'Battery-staple-2';
const change = (
  AccessToken: string,
  ProposedPassword = NEW_PASSWORD,
  PreviousPassword: string | undefined = PASSWORD,
) => app.cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));

async function signedIn(place: Place): Promise<{ username: string; token: string }> {
  const { username } = await createConfirmedUser(app, place.poolId);
  return { username, token: await accessToken(place, username) };
}

describe('ChangePassword', () => {
  it('puts the new password in the place of the old one; tokens stay good', async () => {
    const place = await createPlace(app);
    const { username, token } = await signedIn(place);
    await change(token);
    await refuses(accessToken(place, username), 'NotAuthorizedException', 'Incorrect username or password.');
    expect(await accessToken(place, username, NEW_PASSWORD)).toMatch(/^ey/);
    const { Username } = await app.cognito.send(new GetUserCommand({ AccessToken: token }));
    expect(Username).toBe(username);
  });

  it('asks for the password in use, and locks after five wrong ones', async () => {
    const place = await createPlace(app);
    const { username, token } = await signedIn(place);
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses(
        change(token, NEW_PASSWORD, 'Wrong-one-1'),
        'NotAuthorizedException',
        'Incorrect username or password.',
      );
    }
    await refuses(change(token), 'LimitExceededException', 'Attempt limit exceeded, please try after some time.');
    await refuses(accessToken(place, username), 'NotAuthorizedException', 'Password attempts exceeded');
    app.clock.advance(HOUR / 4);
    await change(token);
  });

  it('asks for it where the caller leaves it out', async () => {
    const place = await createPlace(app);
    const { token } = await signedIn(place);
    await refuses(
      app.cognito.send(new ChangePasswordCommand({ AccessToken: token, ProposedPassword: NEW_PASSWORD })),
      'NotAuthorizedException',
      'Incorrect username or password.',
    );
  });

  it('applies policy and history', async () => {
    const place = await createPlace(app, { Policies: { PasswordPolicy: { PasswordHistorySize: 1 } } });
    const { token } = await signedIn(place);
    await refuses(
      change(token, 'Short-1'),
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    );
    await refuses(
      change(token, PASSWORD),
      'PasswordHistoryPolicyViolationException',
      /^Password has previously been used/,
    );
    await change(token);
  });

  it("waits for the code after an administrator's reset", async () => {
    const place = await createPlace(app);
    const { username } = await createConfirmedUser(app, place.poolId, {
      attributes: { email: 'r@example.com', email_verified: 'true' },
    });
    const token = await accessToken(place, username);
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: place.poolId, Username: username }));
    await refuses(change(token), 'PasswordResetRequiredException', 'Password reset required for the user');
  });

  it('voids a code against a forgotten password', async () => {
    const place = await createPlace(app);
    const { username } = await createConfirmedUser(app, place.poolId, {
      attributes: { email: 'v@example.com', email_verified: 'true' },
    });
    const ids = { ClientId: place.clientId, Username: username };
    await app.cognito.send(new ForgotPasswordCommand(ids));
    await change(await accessToken(place, username));
    const ConfirmationCode = await codeSentTo(place, 'v@example.com');
    await refuses(
      app.cognito.send(new ConfirmForgotPasswordCommand({ ...ids, ConfirmationCode, Password: 'Third-password-3' })),
      'ExpiredCodeException',
      'Invalid code provided, please request a code again.',
    );
  });

  it('refuses a token that is none', async () => {
    await refuses(change('nonsense'), 'NotAuthorizedException', 'Invalid Access Token');
  });
});

describe('DeleteUser', () => {
  it('ends the account and frees its name', async () => {
    const place = await createPlace(app);
    const { username, token } = await signedIn(place);
    await app.cognito.send(new DeleteUserCommand({ AccessToken: token }));
    await refuses(accessToken(place, username), 'UserNotFoundException', 'User does not exist.');
    await refuses(
      app.cognito.send(new GetUserCommand({ AccessToken: token })),
      'UserNotFoundException',
      'User does not exist.',
    );
    await refuses(change(token), 'UserNotFoundException', 'User does not exist.');
    await createConfirmedUser(app, place.poolId, { username });
    expect(await accessToken(place, username)).toMatch(/^ey/);
  });
});
