/** The rarer refusals, through the users' and the administrators' operations alike. */
import {
  AdminDeleteUserCommand,
  DeleteUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  GlobalSignOutCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { adminAnswer, adminBegin, answer, begin, byPassword, invite, type Place, refused } from './support/house.ts';
import { srpClient } from './support/srp-client.ts';

const TEMPORARY = 'Temporary-horse-1';

let app: TestApp;
let place: Place;
let guests = 0;

beforeAll(async () => {
  app = await startTestApp();
  const { Id: poolId } = await createPool(app, {
    AliasAttributes: ['preferred_username'],
    Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } },
  });
  place = { poolId, clientId: (await createClient(app, poolId)).ClientId };
});
afterAll(() => app.stop());

const doors = [
  ['by the user', begin, answer, 'USER_PASSWORD_AUTH'],
  ['by an administrator', adminBegin, adminAnswer, 'ADMIN_USER_PASSWORD_AUTH'],
] as const;

describe.each(doors)('asked and answered %s', (_door, ask, reply, flow) => {
  const invited = async () => {
    guests += 1;
    const USERNAME = `guest-${guests}`;
    await invite(app, place, USERNAME, TEMPORARY);
    const { Session } = await ask(app, place, flow, { USERNAME, PASSWORD: TEMPORARY });
    const send = (given: Record<string, string>) =>
      reply(app, place, 'NEW_PASSWORD_REQUIRED', { USERNAME, ...given }, Session);
    return { USERNAME, send };
  };

  test('the temporary password is no new one where the pool remembers passwords', async () => {
    const { send } = await invited();
    await refused(
      send({ NEW_PASSWORD: TEMPORARY }),
      'PasswordHistoryPolicyViolationException',
      'Password has previously been used. Please choose a different password.',
    );
  });

  test('a password against the policy is refused', async () => {
    const { send } = await invited();
    const message = 'Password did not conform with policy: Password not long enough';
    await refused(send({ NEW_PASSWORD: 'Ab-1' }), 'InvalidPasswordException', message);
  });

  test('an alias that somebody else has is refused, and the password not set', async () => {
    await createConfirmedUser(app, place.poolId, { attributes: { preferred_username: `taken-${flow}` } });
    const { USERNAME, send } = await invited();
    const taken = send({ NEW_PASSWORD: PASSWORD, 'userAttributes.preferred_username': `taken-${flow}` });
    await expect(taken).rejects.toMatchObject({ name: 'AliasExistsException' });
    const again = await ask(app, place, flow, { USERNAME, PASSWORD: TEMPORARY });
    expect(again.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('a user who is deleted between question and answer is gone', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const client = srpClient();
    const asked = await ask(app, place, 'USER_SRP_AUTH', { USERNAME: username, SRP_A: client.SRP_A });
    const given = client.prove(place.poolId, asked.ChallengeParameters ?? {}, password);
    const { USERNAME, send } = await invited();
    for (const Username of [username, USERNAME]) {
      await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: place.poolId, Username }));
    }
    const proved = reply(app, place, 'PASSWORD_VERIFIER', given);
    await refused(proved, 'UserNotFoundException', 'User does not exist.');
    await refused(send({ NEW_PASSWORD: PASSWORD }), 'NotAuthorizedException', 'Invalid session for the user.');
  });

  test('an unconfirmed user is told so', async () => {
    const Username = `unconfirmed-${flow}`;
    await app.cognito.send(new SignUpCommand({ ClientId: place.clientId, Username, Password: PASSWORD }));
    const sent = ask(app, place, flow, { USERNAME: Username, PASSWORD });
    await refused(sent, 'UserNotConfirmedException', 'User is not confirmed.');
  });
});

describe('tokens', () => {
  test('of a deleted user refresh no more', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const { AuthenticationResult } = await byPassword(app, place, username, password);
    await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: place.poolId, Username: username }));
    const RefreshToken = AuthenticationResult?.RefreshToken;
    const exchange = new GetTokensFromRefreshTokenCommand({ ClientId: place.clientId, RefreshToken });
    await expect(app.cognito.send(exchange)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    const AccessToken = AuthenticationResult?.AccessToken;
    const signOut = app.cognito.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(signOut).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('of a deleted client work no more', async () => {
    const { ClientId: clientId } = await createClient(app, place.poolId);
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const at = { poolId: place.poolId, clientId };
    const { AuthenticationResult } = await byPassword(app, at, username, password);
    await app.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: place.poolId, ClientId: clientId }));
    const RefreshToken = AuthenticationResult?.RefreshToken;
    const exchange = app.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }));
    await expect(exchange).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const AccessToken = AuthenticationResult?.AccessToken;
    const signOut = app.cognito.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(signOut).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('that are none are refused', async () => {
    const signOut = app.cognito.send(new GlobalSignOutCommand({ AccessToken: 'no.access.token' }));
    await refused(signOut, 'NotAuthorizedException', 'Invalid Access Token');
  });
});
