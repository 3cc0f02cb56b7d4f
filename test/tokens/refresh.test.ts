import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { claimsOf, refresh, refusal, rotate, signIn, whoAmI } from './tokens.ts';

const DAY = 86_400_000;

let app: TestApp;
let poolId: string;
let clientId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app)).Id;
  clientId = (await createClient(app, poolId)).ClientId;
});
afterAll(() => app.stop());

const rotating = async (graceSeconds: number): Promise<string> => {
  const client = await createClient(app, poolId, {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: graceSeconds },
  });
  return client.ClientId;
};
const signedIn = async (client = clientId) => {
  const user = await createConfirmedUser(app, poolId);
  return { user, tokens: await signIn(app, client, user) };
};
const INVALID = refusal('NotAuthorizedException', 'Invalid Refresh Token.');
const REVOKED = refusal('NotAuthorizedException', 'Refresh Token has been revoked');

describe('a refresh', () => {
  it('goes on with the sign-in: same family, same time, no new refresh token', async () => {
    const { tokens } = await signedIn();
    app.clock.advance(5_000);
    for (const again of [
      await refresh(app, clientId, tokens.RefreshToken),
      await rotate(app, clientId, tokens.RefreshToken),
    ]) {
      const [before, after] = [claimsOf(tokens.AccessToken), claimsOf(again.AccessToken)];
      for (const name of ['origin_jti', 'auth_time', 'event_id', 'sub', 'scope', 'client_id']) {
        expect(after[name], name).toBe(before[name]);
      }
      expect(after['jti']).not.toBe(before['jti']);
      expect(Number(after['iat'])).toBeGreaterThanOrEqual(Number(before['iat']) + 5);
      expect(claimsOf(again.IdToken)['auth_time']).toBe(before['auth_time']);
      expect(again.RefreshToken).toBeUndefined();
      expect((await whoAmI(app, again.AccessToken)).Username).toBe(before['username']);
    }
  });

  it('is for the client that got the token', async () => {
    const { tokens } = await signedIn();
    const other = await createClient(app, poolId);
    await expect(refresh(app, other.ClientId, tokens.RefreshToken)).rejects.toEqual(INVALID);
    const elsewhere = await createClient(app, (await createPool(app)).Id);
    await expect(refresh(app, elsewhere.ClientId, tokens.RefreshToken)).rejects.toEqual(INVALID);
  });

  it('takes nothing else for a refresh token', async () => {
    const { tokens } = await signedIn();
    const cut = tokens.RefreshToken.slice(0, -4);
    for (const token of ['abc', tokens.AccessToken, cut, `${cut}AAAA`, `${tokens.RefreshToken}A`]) {
      await expect(refresh(app, clientId, token), token.slice(0, 20)).rejects.toEqual(INVALID);
    }
  });

  it('ends with the user’s sign-out, blocking and deletion', async () => {
    const out = await signedIn();
    await app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: out.user.username }));
    await expect(refresh(app, clientId, out.tokens.RefreshToken)).rejects.toEqual(REVOKED);
    const fresh = await signIn(app, clientId, out.user);
    expect((await refresh(app, clientId, fresh.RefreshToken)).ExpiresIn).toBe(3_600);

    const blocked = await signedIn();
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: blocked.user.username }));
    await expect(refresh(app, clientId, blocked.tokens.RefreshToken)).rejects.toEqual(
      refusal('NotAuthorizedException', 'User is disabled.'),
    );

    const gone = await signedIn();
    await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: gone.user.username }));
    await expect(refresh(app, clientId, gone.tokens.RefreshToken)).rejects.toEqual(
      refusal('UserNotFoundException', 'User does not exist.'),
    );
  });

  it('ends when the token has expired', async () => {
    const { ClientId } = await createClient(app, poolId, { RefreshTokenValidity: 1 });
    const { tokens } = await signedIn(ClientId);
    app.clock.advance(DAY - 5_000);
    expect((await refresh(app, ClientId, tokens.RefreshToken)).AccessToken).toMatch(/^ey/);
    app.clock.advance(6_000);
    await expect(refresh(app, ClientId, tokens.RefreshToken)).rejects.toEqual(
      refusal('NotAuthorizedException', 'Refresh Token has expired'),
    );
  });
});

describe('rotation', () => {
  it('hands out a new refresh token each time, the old one good for the grace period', async () => {
    const client = await rotating(10);
    const { tokens } = await signedIn(client);
    const second = await rotate(app, client, tokens.RefreshToken);
    expect(second.RefreshToken).not.toBe(tokens.RefreshToken);
    app.clock.advance(5_000);
    const retried = await rotate(app, client, tokens.RefreshToken);
    const third = await rotate(app, client, second.RefreshToken);
    expect(new Set([second, retried, third].map(({ RefreshToken }) => RefreshToken)).size).toBe(3);
    expect(claimsOf(third.AccessToken)['origin_jti']).toBe(claimsOf(tokens.AccessToken)['origin_jti']);
  });

  it('finds out a token that is used again later and ends the whole family', async () => {
    const client = await rotating(10);
    const { user, tokens } = await signedIn(client);
    const second = await rotate(app, client, tokens.RefreshToken);
    const bystander = await signIn(app, client, user);
    app.clock.advance(11_000);
    await expect(rotate(app, client, tokens.RefreshToken)).rejects.toHaveProperty('name', 'RefreshTokenReuseException');
    await expect(rotate(app, client, second.RefreshToken)).rejects.toEqual(REVOKED);
    await expect(whoAmI(app, second.AccessToken)).rejects.toEqual(
      refusal('NotAuthorizedException', 'Access Token has been revoked'),
    );
    expect((await rotate(app, client, bystander.RefreshToken)).RefreshToken).toMatch(/^v1/);
  });

  it('without grace takes a token exactly once, however many ask at the same time', async () => {
    const client = await rotating(0);
    const { tokens } = await signedIn(client);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => rotate(app, client, tokens.RefreshToken)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(['RefreshTokenReuseException', 'NotAuthorizedException']).toContain(outcome.reason.name);
      }
    }
  });

  it('never makes the sign-in live longer', async () => {
    const client = await rotating(0);
    const { tokens } = await signedIn(client);
    app.clock.advance(29 * DAY);
    const second = await rotate(app, client, tokens.RefreshToken);
    app.clock.advance(2 * DAY);
    await expect(rotate(app, client, second.RefreshToken)).rejects.toEqual(
      refusal('NotAuthorizedException', 'Refresh Token has expired'),
    );
  });

  it('leaves REFRESH_TOKEN_AUTH no way around it', async () => {
    const client = await rotating(10);
    const { tokens } = await signedIn(client);
    await expect(refresh(app, client, tokens.RefreshToken)).rejects.toThrow();
  });
});

describe('RevokeToken', () => {
  const revoke = (client: string, token: string) =>
    app.cognito.send(new RevokeTokenCommand({ ClientId: client, Token: token }));

  it('ends one sign-in with all its tokens and leaves the user’s others', async () => {
    const { user, tokens } = await signedIn();
    const again = await refresh(app, clientId, tokens.RefreshToken);
    const other = await signIn(app, clientId, user);
    await revoke(clientId, tokens.RefreshToken);
    await revoke(clientId, tokens.RefreshToken);
    await expect(refresh(app, clientId, tokens.RefreshToken)).rejects.toEqual(REVOKED);
    for (const token of [tokens.AccessToken, again.AccessToken]) {
      await expect(whoAmI(app, token)).rejects.toEqual(
        refusal('NotAuthorizedException', 'Access Token has been revoked'),
      );
    }
    expect((await whoAmI(app, other.AccessToken)).Username).toBe(user.username);
    expect((await refresh(app, clientId, other.RefreshToken)).AccessToken).toMatch(/^ey/);
  });

  it('takes refresh tokens only', async () => {
    const { tokens } = await signedIn();
    for (const token of [tokens.AccessToken, tokens.IdToken]) {
      await expect(revoke(clientId, token)).rejects.toHaveProperty('name', 'UnsupportedTokenTypeException');
    }
  });

  it('is refused where the client has it off', async () => {
    const { ClientId } = await createClient(app, poolId, { EnableTokenRevocation: false });
    const { tokens } = await signedIn(ClientId);
    await expect(revoke(ClientId, tokens.RefreshToken)).rejects.toHaveProperty('name', 'UnsupportedOperationException');
  });

  it('lets no client end the sign-ins of another', async () => {
    const { tokens } = await signedIn();
    const other = await createClient(app, poolId);
    await revoke(other.ClientId, tokens.RefreshToken).catch(() => undefined);
    expect((await refresh(app, clientId, tokens.RefreshToken)).AccessToken).toMatch(/^ey/);
  });
});
