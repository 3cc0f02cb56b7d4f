import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { caseless, invite, look, refusal, signIn } from './support.ts';

let app: TestApp;
let poolId: string;
let clientId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app, { AutoVerifiedAttributes: ['email'], ...caseless })).Id;
  clientId = (await createClient(app, poolId)).ClientId;
});
afterAll(() => app.stop());

const named = (username: string) => ({ UserPoolId: poolId, Username: username });
const tokensOf = async (username: string) =>
  (await signIn(app, poolId, clientId, username, PASSWORD)).AuthenticationResult;
const getUser = (token: string | undefined) => app.cognito.send(new GetUserCommand({ AccessToken: token }));
const refresh = (token: string | undefined) =>
  app.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: token }));

describe('AdminGetUser', () => {
  it('finds a user by username and by sub, and answers nothing about MFA that is not there', async () => {
    const { username, sub } = await createConfirmedUser(app, poolId, { username: 'Gina', attributes: { name: 'G' } });
    const byName = await app.cognito.send(new AdminGetUserCommand(named('gina')));
    const bySub = await app.cognito.send(new AdminGetUserCommand(named(sub)));
    expect({ ...byName, $metadata: undefined }).toEqual({ ...bySub, $metadata: undefined });
    expect({ ...byName, $metadata: undefined }).toEqual({
      Username: username,
      UserAttributes: [
        { Name: 'sub', Value: sub },
        { Name: 'name', Value: 'G' },
      ],
      UserCreateDate: expect.any(Date),
      UserLastModifiedDate: expect.any(Date),
      Enabled: true,
      UserStatus: 'CONFIRMED',
    });
  });

  it('refuses unknown users and pools', async () => {
    expect(await refusal(app.cognito.send(new AdminGetUserCommand(named('nobody'))))).toBe(
      'UserNotFoundException: User does not exist.',
    );
    const elsewhere = new AdminGetUserCommand({ UserPoolId: 'us-east-1_000000000', Username: 'x' });
    expect(await refusal(app.cognito.send(elsewhere))).toBe(
      'ResourceNotFoundException: User pool us-east-1_000000000 does not exist.',
    );
  });
});

describe('AdminDisableUser and AdminEnableUser', () => {
  it('close and open the account; tokens from before stay revoked', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    const tokens = await tokensOf(username);
    await app.cognito.send(new AdminDisableUserCommand(named(username)));
    expect(await look(app, poolId, username)).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
    expect(await refusal(tokensOf(username))).toBe('NotAuthorizedException: User is disabled.');
    expect(await refusal(getUser(tokens?.AccessToken))).toMatch(/^NotAuthorizedException: /);
    expect(await refusal(refresh(tokens?.RefreshToken))).toMatch(/^NotAuthorizedException: /);
    await app.cognito.send(new AdminEnableUserCommand(named(username)));
    expect((await look(app, poolId, username)).Enabled).toBe(true);
    expect(await refusal(getUser(tokens?.AccessToken))).toBe('NotAuthorizedException: Access Token has been revoked');
    expect((await getUser((await tokensOf(username))?.AccessToken)).Username).toBe(username);
  });

  it('may be done twice', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    for (const _ of [1, 2]) await app.cognito.send(new AdminDisableUserCommand(named(username)));
    for (const _ of [1, 2]) await app.cognito.send(new AdminEnableUserCommand(named(username)));
    expect((await look(app, poolId, username)).Enabled).toBe(true);
  });

  it('know no unknown user', async () => {
    for (const command of [new AdminDisableUserCommand(named('x')), new AdminEnableUserCommand(named('x'))]) {
      expect(await refusal(app.cognito.send(command as AdminEnableUserCommand))).toBe(
        'UserNotFoundException: User does not exist.',
      );
    }
  });
});

describe('AdminUserGlobalSignOut', () => {
  it('ends what was signed in, and nothing that comes after', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    const tokens = await tokensOf(username);
    await app.cognito.send(new AdminUserGlobalSignOutCommand(named(username)));
    expect(await refusal(getUser(tokens?.AccessToken))).toBe('NotAuthorizedException: Access Token has been revoked');
    expect(await refusal(refresh(tokens?.RefreshToken))).toMatch(/^NotAuthorizedException: /);
    const later = await tokensOf(username);
    expect((await getUser(later?.AccessToken)).Username).toBe(username);
    expect(await refusal(app.cognito.send(new AdminUserGlobalSignOutCommand(named('x'))))).toBe(
      'UserNotFoundException: User does not exist.',
    );
  });
});

describe('AdminDeleteUser', () => {
  it('ends the user’s tokens and takes the user out of the count', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    const tokens = await tokensOf(username);
    const before = await app.core.store.pools.countUsers(poolId);
    await app.cognito.send(new AdminDeleteUserCommand(named(username)));
    expect(await app.core.store.pools.countUsers(poolId)).toBe(before - 1);
    expect(await refusal(getUser(tokens?.AccessToken))).toBe('UserNotFoundException: User does not exist.');
    expect(await refusal(app.cognito.send(new AdminDeleteUserCommand(named(username))))).toBe(
      'UserNotFoundException: User does not exist.',
    );
  });
});

describe('AdminConfirmSignUp', () => {
  it('confirms without a code, verifies nothing, and voids the code', async () => {
    const email = 'signed-up@example.com';
    await app.cognito.send(
      new SignUpCommand({
        ClientId: clientId,
        Username: 'signed-up',
        Password: PASSWORD,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    expect((await look(app, poolId, 'signed-up')).UserStatus).toBe('UNCONFIRMED');
    await app.cognito.send(new AdminConfirmSignUpCommand(named('signed-up')));
    expect(await look(app, poolId, 'signed-up')).toMatchObject({
      UserStatus: 'CONFIRMED',
      attributes: { email, email_verified: 'false' },
    });
    const [message] = await app.mailbox({ to: email });
    const late = new ConfirmSignUpCommand({
      ClientId: clientId,
      Username: 'signed-up',
      ConfirmationCode: message?.code,
    });
    expect(await refusal(app.cognito.send(late))).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED',
    );
    expect((await tokensOf('signed-up'))?.TokenType).toBe('Bearer');
  });

  it('refuses users in any other status', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    await invite(app, poolId, 'invited');
    const confirm = (name: string) => refusal(app.cognito.send(new AdminConfirmSignUpCommand(named(name))));
    expect(await confirm(username)).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED',
    );
    expect(await confirm('invited')).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD',
    );
    expect(await confirm('nobody')).toBe('UserNotFoundException: User does not exist.');
  });
});

describe('AdminResetUserPassword', () => {
  const reset = (username: string, pool = poolId) =>
    app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: pool, Username: username }));

  it('lets nobody in until a new password was chosen with the code', async () => {
    const email = 'reset@example.com';
    const { username } = await createConfirmedUser(app, poolId, { attributes: { email, email_verified: 'true' } });
    await reset(username);
    expect((await look(app, poolId, username)).UserStatus).toBe('RESET_REQUIRED');
    expect(await refusal(tokensOf(username))).toBe(
      'PasswordResetRequiredException: Password reset required for the user',
    );
    const [message] = await app.mailbox({ to: email });
    expect(message).toMatchObject({ kind: 'forgot-password', channel: 'EMAIL', username });
    await app.cognito.send(
      new ConfirmForgotPasswordCommand({
        ClientId: clientId,
        Username: username,
        ConfirmationCode: message?.code,
        Password: 'Chosen-anew-1',
      }),
    );
    expect((await look(app, poolId, username)).UserStatus).toBe('CONFIRMED');
    expect((await signIn(app, poolId, clientId, username, 'Chosen-anew-1')).AuthenticationResult?.TokenType).toBe(
      'Bearer',
    );
  });

  it('may be repeated, until too many codes were sent', async () => {
    const { username } = await createConfirmedUser(app, poolId, {
      attributes: { email: 'often@example.com', email_verified: 'true' },
    });
    for (let n = 0; n < 5; n += 1) await reset(username);
    expect(await refusal(reset(username))).toBe(
      'LimitExceededException: Attempt limit exceeded, please try after some time.',
    );
  });

  it('refuses what cannot be reset', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    await invite(app, poolId, 'not-yet', { email: 'n@example.com', email_verified: 'true' });
    expect(await refusal(reset(username))).toBe(
      'InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
    expect(await refusal(reset('not-yet'))).toBe(
      'NotAuthorizedException: User password cannot be reset in the current state.',
    );
    expect(await refusal(reset('nobody'))).toBe('UserNotFoundException: User does not exist.');
    await app.cognito.send(new AdminDisableUserCommand(named(username)));
    expect(await refusal(reset(username))).toBe('NotAuthorizedException: User is disabled.');
  });

  it('is left to administrators where the pool says so', async () => {
    const { Id } = await createPool(app, {
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    });
    const { username } = await createConfirmedUser(app, Id, {
      attributes: { email: 'only@example.com', email_verified: 'true' },
    });
    expect(await refusal(reset(username, Id))).toBe('NotAuthorizedException: Contact administrator to reset password.');
  });
});
