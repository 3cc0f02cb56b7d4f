import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { adminBegin, begin, byPassword, bySrp, claims, invite, type Place, refused, WRONG } from './support/house.ts';

const DAY = 24 * 60 * 60_000;

let app: TestApp;
let place: Place;
/** A client that hides which users exist. */
let hiding: Place;

beforeAll(async () => {
  app = await startTestApp();
  const { Id: poolId } = await createPool(app, {
    AliasAttributes: ['email', 'phone_number', 'preferred_username'],
    AutoVerifiedAttributes: ['email'],
  });
  place = { poolId, clientId: (await createClient(app, poolId, { PreventUserExistenceErrors: 'LEGACY' })).ClientId };
  hiding = { poolId, clientId: (await createClient(app, poolId, { PreventUserExistenceErrors: 'ENABLED' })).ClientId };
});
afterAll(() => app.stop());

describe.each([
  ['USER_PASSWORD_AUTH', begin],
  ['ADMIN_USER_PASSWORD_AUTH', adminBegin],
  ['ADMIN_NO_SRP_AUTH', adminBegin],
] as const)('%s', (flow, send) => {
  test('answers tokens to the right password', async () => {
    const { username, password, sub } = await createConfirmedUser(app, place.poolId);
    const { AuthenticationResult, ChallengeName, Session, ChallengeParameters } = await send(app, place, flow, {
      USERNAME: username,
      PASSWORD: password,
    });
    expect([ChallengeName, Session, ChallengeParameters]).toEqual([undefined, undefined, {}]);
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    expect(claims(AuthenticationResult?.IdToken)).toMatchObject({ sub, 'cognito:username': username });
    expect(AuthenticationResult?.RefreshToken).not.toBe('');
  });

  test('says no more than that name or password is wrong', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const sent = send(app, place, flow, { USERNAME: username, PASSWORD: 'Wrong-horse-1' });
    await refused(sent, 'NotAuthorizedException', WRONG);
  });

  test.each(['USERNAME', 'PASSWORD'])('needs %s', async (name) => {
    const { [name]: _, ...rest }: Record<string, string> = { USERNAME: 'someone', PASSWORD };
    await refused(send(app, place, flow, rest), 'InvalidParameterException', `Missing required parameter ${name}`);
    const sent = send(app, place, flow, { ...rest, [name]: '' });
    await refused(sent, 'InvalidParameterException', `Missing required parameter ${name}`);
  });
});

describe('the name', () => {
  test.each(['email', 'phone_number', 'preferred_username'])('may be a verified %s', async (alias) => {
    const values: Record<string, string> = {
      email: 'names@example.com',
      phone_number: '+15550100',
      preferred_username: 'namesake',
    };
    const { username, password } = await createConfirmedUser(app, place.poolId, {
      attributes: {
        [alias]: values[alias] as string,
        ...(alias === 'preferred_username' ? {} : { [`${alias}_verified`]: 'true' }),
      },
    });
    const { AuthenticationResult } = await byPassword(app, place, values[alias] as string, password);
    expect(claims(AuthenticationResult?.AccessToken)['username']).toBe(username);
  });

  test.each([true, false])('is compared as the pool says: CaseSensitive %s', async (CaseSensitive) => {
    const { Id: poolId } = await createPool(app, { UsernameConfiguration: { CaseSensitive } });
    const at = { poolId, clientId: (await createClient(app, poolId)).ClientId };
    const { password } = await createConfirmedUser(app, poolId, { username: 'Skyler' });
    for (const signIn of [byPassword, bySrp]) {
      const { AuthenticationResult } = await signIn(app, at, 'Skyler', password);
      expect(claims(AuthenticationResult?.AccessToken)['username']).toBe('Skyler');
      const other = signIn(app, at, 'sKYLER', password);
      if (CaseSensitive) await refused(other, 'UserNotFoundException', 'User does not exist.');
      else expect(claims((await other).AuthenticationResult?.AccessToken)['username']).toBe('Skyler');
    }
  });
});

describe('what the account allows', () => {
  const ways = [
    ['by password', byPassword],
    ['by SRP', bySrp],
  ] as const;

  const unconfirmed = async (username: string) => {
    const email = `${username}@example.com`;
    await app.cognito.send(
      new SignUpCommand({
        ClientId: place.clientId,
        Username: username,
        Password: PASSWORD,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
  };

  test.each(ways)('%s, a disabled user learns it after the right password only', async (_way, signIn) => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: username }));
    for (const at of [place, hiding]) {
      await refused(signIn(app, at, username, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
      await refused(signIn(app, at, username, password), 'NotAuthorizedException', 'User is disabled.');
    }
  });

  test.each(ways)('%s, an unconfirmed user learns it after the right password only', async (way, signIn) => {
    const username = `unconfirmed-${way.replaceAll(' ', '-')}`;
    await unconfirmed(username);
    for (const at of [place, hiding]) {
      await refused(signIn(app, at, username, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
      await refused(signIn(app, at, username, PASSWORD), 'UserNotConfirmedException', 'User is not confirmed.');
    }
  });

  test.each(ways)('%s, a user whose password was reset must set a new one', async (_way, signIn) => {
    const { username, password } = await createConfirmedUser(app, place.poolId, {
      attributes: { email: `reset-${crypto.randomUUID()}@example.com`, email_verified: 'true' },
    });
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: place.poolId, Username: username }));
    const message = 'Password reset required for the user';
    await refused(signIn(app, place, username, 'Wrong-horse-1'), 'PasswordResetRequiredException', message);
    await refused(signIn(app, place, username, password), 'PasswordResetRequiredException', message);
    await refused(signIn(app, hiding, username, password), 'PasswordResetRequiredException', message);
  });

  test.each(ways)('%s, an imported user, who has no password yet, must set one', async (_way, signIn) => {
    const { username, sub, password } = await createConfirmedUser(app, place.poolId);
    const user = await app.core.store.users.bySub(place.poolId, sub);
    if (!user) throw new Error('the user is not there');
    await app.core.store.commit([
      app.core.store.users.update({ ...user, status: 'RESET_REQUIRED', password: undefined }),
    ]);
    for (const at of [place, hiding]) {
      const message = 'Password reset required for the user';
      await refused(signIn(app, at, username, password), 'PasswordResetRequiredException', message);
    }
  });

  test('a temporary password ends', async () => {
    const late = await startTestApp();
    try {
      const { Id: poolId } = await createPool(late, {
        Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 2 } },
      });
      const there = { poolId, clientId: (await createClient(late, poolId)).ClientId };
      await invite(late, there, 'guest', 'Temporary-horse-1');
      late.clock.advance(2 * DAY - 60_000);
      const { ChallengeName } = await byPassword(late, there, 'guest', 'Temporary-horse-1');
      expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      late.clock.advance(60_000);
      const message = 'Temporary password has expired and must be reset by an administrator.';
      await refused(byPassword(late, there, 'guest', 'Temporary-horse-1'), 'NotAuthorizedException', message);
      await refused(byPassword(late, there, 'guest', 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    } finally {
      await late.stop();
    }
  });
});

describe('wrong passwords', () => {
  test.each([
    ['by password', byPassword],
    ['by SRP', bySrp],
  ] as const)('%s lock the account for a while, whichever way comes next', async (_way, signIn) => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    for (let tries = 0; tries < 5; tries += 1) {
      await refused(signIn(app, place, username, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    }
    const locked = 'Password attempts exceeded';
    await refused(byPassword(app, place, username, password), 'NotAuthorizedException', locked);
    await refused(bySrp(app, place, username, password), 'NotAuthorizedException', locked);
    app.clock.advance(1_001);
    await expect(signIn(app, place, username, password)).resolves.toHaveProperty('AuthenticationResult.IdToken');
    await refused(signIn(app, place, username, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
  });

  test('are counted for a name that nobody has, over both ways together', async () => {
    const name = 'nobody-at-all';
    for (const signIn of [byPassword, bySrp, byPassword, bySrp, byPassword]) {
      await refused(signIn(app, hiding, name, PASSWORD), 'NotAuthorizedException', WRONG);
    }
    await refused(bySrp(app, hiding, name, PASSWORD), 'NotAuthorizedException', 'Password attempts exceeded');
    await refused(byPassword(app, hiding, name, PASSWORD), 'NotAuthorizedException', 'Password attempts exceeded');
  });
});
