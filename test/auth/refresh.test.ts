import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secretHash } from '../../src/crypto/secret-hash.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { adminBegin, begin, byPassword, claims, type Place, refused } from './support/house.ts';

let app: TestApp;
let poolId: string;
let place: Place;
let rotating: Place;

beforeAll(async () => {
  app = await startTestApp();
  ({ Id: poolId } = await createPool(app));
  place = { poolId, clientId: (await createClient(app, poolId)).ClientId };
  const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } as const;
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH' as const];
  const { ClientId } = await createClient(app, poolId, { RefreshTokenRotation: rotation, ExplicitAuthFlows });
  rotating = { poolId, clientId: ClientId };
});
afterAll(() => app.stop());

interface SignedIn {
  username: string;
  access: string;
  refresh: string;
}

const signedIn = async (at = place): Promise<SignedIn> => {
  const { username, password } = await createConfirmedUser(app, poolId);
  const { AuthenticationResult } = await byPassword(app, at, username, password);
  return {
    username,
    access: AuthenticationResult?.AccessToken as string,
    refresh: AuthenticationResult?.RefreshToken as string,
  };
};

const exchange = (at: Place, RefreshToken: string) =>
  app.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId: at.clientId, RefreshToken }));

const whoIs = (AccessToken: string) => app.cognito.send(new GetUserCommand({ AccessToken }));

describe.each(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'])('%s', (flow) => {
  test('answers new tokens of the same sign-in, and no new refresh token', async () => {
    const { access, refresh } = await signedIn();
    for (const send of [begin, adminBegin]) {
      const { AuthenticationResult, ChallengeName } = await send(app, place, flow, { REFRESH_TOKEN: refresh });
      expect(ChallengeName).toBeUndefined();
      expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
      expect(AuthenticationResult?.RefreshToken).toBeUndefined();
      expect(AuthenticationResult?.IdToken).toMatch(/\./);
      const [before, after] = [claims(access), claims(AuthenticationResult?.AccessToken)];
      expect(after['jti']).not.toBe(before['jti']);
      for (const same of ['sub', 'origin_jti', 'auth_time', 'client_id', 'username', 'scope', 'event_id']) {
        expect(after[same], same).toBe(before[same]);
      }
    }
  });

  test('needs a refresh token that this client got', async () => {
    const { refresh, access } = await signedIn();
    const { ClientId: clientId } = await createClient(app, poolId);
    const say = (attempt: Promise<unknown>) => refused(attempt, 'NotAuthorizedException', 'Invalid Refresh Token.');
    await refused(begin(app, place, flow, {}), 'InvalidParameterException', 'Missing required parameter REFRESH_TOKEN');
    await say(begin(app, { poolId, clientId }, flow, { REFRESH_TOKEN: refresh }));
    await say(begin(app, place, flow, { REFRESH_TOKEN: access }));
    await say(begin(app, place, flow, { REFRESH_TOKEN: `${refresh.slice(0, -3)}AAA` }));
    await say(begin(app, place, flow, { REFRESH_TOKEN: 'x' }));
  });
});

describe('a client that rotates refresh tokens', () => {
  test('exchanges each once, and a second use ends the whole sign-in', async () => {
    const first = await signedIn(rotating);
    const { AuthenticationResult: next } = await exchange(rotating, first.refresh);
    expect(next?.RefreshToken).not.toBe(first.refresh);
    expect(claims(next?.AccessToken)['origin_jti']).toBe(claims(first.access)['origin_jti']);
    await expect(exchange(rotating, first.refresh)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' });
    await expect(exchange(rotating, next?.RefreshToken as string)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has been revoked',
    });
  });

  test('does not take REFRESH_TOKEN_AUTH', async () => {
    const { refresh } = await signedIn(rotating);
    await expect(begin(app, rotating, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refresh })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(exchange(rotating, refresh)).resolves.toHaveProperty('AuthenticationResult.RefreshToken');
  });
});

describe('GetTokensFromRefreshToken without rotation', () => {
  test('answers new tokens; the refresh token stays', async () => {
    const { refresh } = await signedIn();
    for (const _ of [1, 2]) {
      const { AuthenticationResult } = await exchange(place, refresh);
      expect(AuthenticationResult?.AccessToken).toMatch(/\./);
      expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    }
  });

  test('needs the secret of a client that has one', async () => {
    const { ClientId: clientId, ClientSecret } = await createClient(app, poolId, { GenerateSecret: true });
    const { username, password } = await createConfirmedUser(app, poolId);
    const SECRET_HASH = secretHash(username, clientId, ClientSecret as string);
    const { AuthenticationResult } = await byPassword(app, { poolId, clientId }, username, password, { SECRET_HASH });
    const RefreshToken = AuthenticationResult?.RefreshToken as string;
    const send = (secret?: string) =>
      app.cognito.send(
        new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken, ClientSecret: secret }),
      );
    await expect(send(ClientSecret)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    await expect(send()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(send('x'.repeat(52))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const revoke = (secret?: string) =>
      app.cognito.send(new RevokeTokenCommand({ ClientId: clientId, Token: RefreshToken, ClientSecret: secret }));
    await expect(revoke()).rejects.toMatchObject({ name: 'UnauthorizedException' });
    await expect(revoke('x'.repeat(52))).rejects.toMatchObject({ name: 'UnauthorizedException' });
    await revoke(ClientSecret);
    await expect(send(ClientSecret)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' });
  });
});

describe('RevokeToken', () => {
  const revoke = (Token: string, ClientId = place.clientId) =>
    app.cognito.send(new RevokeTokenCommand({ ClientId, Token }));

  test('ends the sign-in of the refresh token and no other', async () => {
    const { username, refresh, access } = await signedIn();
    const { AuthenticationResult: second } = await byPassword(app, place, username, 'Correct-horse-1');
    await revoke(refresh);
    await revoke(refresh);
    await refused(exchange(place, refresh), 'NotAuthorizedException', 'Refresh Token has been revoked');
    await refused(whoIs(access), 'NotAuthorizedException', 'Access Token has been revoked');
    await expect(exchange(place, second?.RefreshToken as string)).resolves.toHaveProperty('AuthenticationResult');
    await expect(whoIs(second?.AccessToken as string)).resolves.toHaveProperty('Username', username);
  });

  test('takes refresh tokens only, from clients that may revoke', async () => {
    const { access, refresh } = await signedIn();
    await expect(revoke(access)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
    const { ClientId } = await createClient(app, poolId, { EnableTokenRevocation: false });
    await expect(revoke(refresh, ClientId)).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    await expect(revoke(refresh, '0123456789abcdefghijklmnop')).rejects.toMatchObject({
      name: 'UnauthorizedException',
    });
  });

  test('does nothing to the token of another client', async () => {
    const { refresh } = await signedIn();
    const { ClientId } = await createClient(app, poolId);
    await revoke(refresh, ClientId);
    await expect(exchange(place, refresh)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });
});

describe('the end of sign-ins', () => {
  test('GlobalSignOut ends them all; the next one works at once', async () => {
    const { username, access, refresh } = await signedIn();
    const { AuthenticationResult: second } = await byPassword(app, place, username, 'Correct-horse-1');
    await app.cognito.send(new GlobalSignOutCommand({ AccessToken: access }));
    for (const token of [refresh, second?.RefreshToken as string]) {
      await refused(exchange(place, token), 'NotAuthorizedException', 'Refresh Token has been revoked');
    }
    for (const token of [access, second?.AccessToken as string]) {
      await refused(whoIs(token), 'NotAuthorizedException', 'Access Token has been revoked');
    }
    const { AuthenticationResult: third } = await byPassword(app, place, username, 'Correct-horse-1');
    await expect(whoIs(third?.AccessToken as string)).resolves.toHaveProperty('Username', username);
    await expect(exchange(place, third?.RefreshToken as string)).resolves.toHaveProperty('AuthenticationResult');
  });

  test('a blocked user cannot refresh', async () => {
    const { username, refresh } = await signedIn();
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: username }));
    await refused(exchange(place, refresh), 'NotAuthorizedException', 'User is disabled.');
    const { Enabled } = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));
    expect(Enabled).toBe(false);
  });
});

test('a refresh token ends after RefreshTokenValidity', async () => {
  const late = await startTestApp();
  try {
    const { Id } = await createPool(late);
    const { ClientId: clientId } = await createClient(late, Id, {
      RefreshTokenValidity: 2,
      TokenValidityUnits: { RefreshToken: 'hours' },
    });
    const { username, password } = await createConfirmedUser(late, Id);
    const at = { poolId: Id, clientId };
    const { AuthenticationResult } = await byPassword(late, at, username, password);
    const given = { REFRESH_TOKEN: AuthenticationResult?.RefreshToken as string };
    late.clock.advance(2 * 3_600_000 - 10_000);
    await expect(begin(late, at, 'REFRESH_TOKEN_AUTH', given)).resolves.toHaveProperty('AuthenticationResult.IdToken');
    late.clock.advance(10_000);
    const message = 'Refresh Token has expired';
    await refused(begin(late, at, 'REFRESH_TOKEN_AUTH', given), 'NotAuthorizedException', message);
  } finally {
    await late.stop();
  }
});
