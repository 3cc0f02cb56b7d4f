import {
  AddCustomAttributesCommand,
  AdminAddUserToGroupCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueTokens } from '../../src/core/tokens/issue.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { claimsOf, headerOf, refresh, signIn } from './tokens.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let app: TestApp;
let poolId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app)).Id;
});
afterAll(() => app.stop());

const group = (name: string, more: { Precedence?: number; RoleArn?: string } = {}) =>
  app.cognito.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName: name, ...more }));
const join = (username: string, name: string) =>
  app.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: username, GroupName: name }));
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe('the claims of a plain user', () => {
  it('are Cognito’s, no more and no fewer', async () => {
    const client = await createClient(app, poolId);
    const user = await createConfirmedUser(app, poolId, {
      attributes: { email: 'plain@example.com', email_verified: 'true' },
    });
    const before = Math.floor(app.clock.now() / 1_000);
    const tokens = await signIn(app, client.ClientId, user);
    const iss = `${app.core.settings.issuerBase}/${poolId}`;
    const id = claimsOf(tokens.IdToken);
    const access = claimsOf(tokens.AccessToken);
    const uuid = expect.stringMatching(UUID);
    const time = expect.any(Number);
    const common = {
      sub: user.sub,
      iss,
      origin_jti: uuid,
      event_id: uuid,
      auth_time: time,
      exp: time,
      iat: time,
      jti: uuid,
    };

    expect(id).toEqual({
      ...common,
      'cognito:username': user.username,
      aud: client.ClientId,
      token_use: 'id',
      email: 'plain@example.com',
      email_verified: true,
    });
    expect(access).toEqual({
      ...common,
      client_id: client.ClientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: user.username,
    });
    for (const claims of [id, access]) {
      expect(claims['iat']).toBeGreaterThanOrEqual(before);
      expect(claims['iat']).toBeLessThanOrEqual(before + 5);
      expect(claims['exp']).toBe(Number(claims['iat']) + 3_600);
      expect(claims['auth_time']).toBe(claims['iat']);
    }
    expect(id['origin_jti']).toBe(access['origin_jti']);
    expect(id['event_id']).toBe(access['event_id']);
    expect(id['jti']).not.toBe(access['jti']);
    expect(tokens.ExpiresIn).toBe(3_600);
    expect(tokens.RefreshToken).toMatch(/^[A-Za-z0-9-_=.]+$/);
  });

  it('are signed by a key of their own use, named like Cognito’s', async () => {
    const client = await createClient(app, poolId);
    const tokens = await signIn(app, client.ClientId, await createConfirmedUser(app, poolId));
    const [id, access] = [headerOf(tokens.IdToken), headerOf(tokens.AccessToken)];
    expect(id).toEqual({ kid: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/), alg: 'RS256' });
    expect(access).toEqual({ kid: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/), alg: 'RS256' });
    expect(id['kid']).not.toBe(access['kid']);
  });
});

describe('attributes in the ID token', () => {
  it('have the types of OpenID Connect', async () => {
    const client = await createClient(app, poolId);
    const user = await createConfirmedUser(app, poolId, {
      attributes: {
        phone_number: '+4915112345678',
        address: '1 Main St',
        updated_at: '1700000000',
        zoneinfo: 'Europe/Berlin',
      },
    });
    expect(claimsOf((await signIn(app, client.ClientId, user)).IdToken)).toMatchObject({
      phone_number: '+4915112345678',
      address: { formatted: '1 Main St' },
      updated_at: 1_700_000_000,
      zoneinfo: 'Europe/Berlin',
    });
  });

  it('carry custom ones under their prefix and keep back what the client may not read', async () => {
    await app.cognito.send(
      new AddCustomAttributesCommand({
        UserPoolId: poolId,
        CustomAttributes: [
          { Name: 'tier', AttributeDataType: 'String', Mutable: true },
          { Name: 'hidden', AttributeDataType: 'String', Mutable: true },
        ],
      }),
    );
    const client = await createClient(app, poolId, { ReadAttributes: ['email', 'custom:tier'] });
    const user = await createConfirmedUser(app, poolId, {
      attributes: { email: 'keep@example.com', name: 'Secret Name', 'custom:tier': 'gold', 'custom:hidden': 'x' },
    });
    const claims = claimsOf((await signIn(app, client.ClientId, user)).IdToken);
    expect(claims).toMatchObject({ email: 'keep@example.com', 'custom:tier': 'gold' });
    for (const name of ['name', 'custom:hidden', 'email_verified']) expect(claims).not.toHaveProperty([name]);
  });

  it('are those of the moment of a refresh', async () => {
    const client = await createClient(app, poolId);
    const user = await createConfirmedUser(app, poolId, { attributes: { name: 'Before' } });
    const first = await signIn(app, client.ClientId, user);
    await app.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: poolId,
        Username: user.username,
        UserAttributes: [{ Name: 'name', Value: 'After' }],
      }),
    );
    const second = await refresh(app, client.ClientId, first.RefreshToken);
    expect(claimsOf(first.IdToken)['name']).toBe('Before');
    expect(claimsOf(second.IdToken)['name']).toBe('After');
  });
});

describe('groups and roles', () => {
  it('come by precedence, with the winner’s role preferred', async () => {
    await group('staff', { Precedence: 20, RoleArn: role('staff') });
    await group('admins', { Precedence: 10, RoleArn: role('admins') });
    await group('nobody');
    const client = await createClient(app, poolId);
    const user = await createConfirmedUser(app, poolId);
    for (const name of ['nobody', 'staff', 'admins']) await join(user.username, name);
    const tokens = await signIn(app, client.ClientId, user);
    expect(claimsOf(tokens.IdToken)).toMatchObject({
      'cognito:groups': ['admins', 'staff', 'nobody'],
      'cognito:roles': [role('admins'), role('staff')],
      'cognito:preferred_role': role('admins'),
    });
    const access = claimsOf(tokens.AccessToken);
    expect(access['cognito:groups']).toEqual(['admins', 'staff', 'nobody']);
    expect(access).not.toHaveProperty(['cognito:roles']);
  });

  it('prefer no role when several groups tie for it', async () => {
    await group('tie-a', { Precedence: 1, RoleArn: role('a') });
    await group('tie-b', { Precedence: 1, RoleArn: role('b') });
    const client = await createClient(app, poolId);
    const user = await createConfirmedUser(app, poolId);
    await join(user.username, 'tie-a');
    await join(user.username, 'tie-b');
    const claims = claimsOf((await signIn(app, client.ClientId, user)).IdToken);
    expect(claims['cognito:roles']).toEqual([role('a'), role('b')]);
    expect(claims).not.toHaveProperty(['cognito:preferred_role']);
  });
});

describe('what the client sets', () => {
  it('is how long each token lives, in its own unit', async () => {
    const client = await createClient(app, poolId, {
      AccessTokenValidity: 10,
      IdTokenValidity: 2,
      RefreshTokenValidity: 2,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours', RefreshToken: 'hours' },
    });
    const user = await createConfirmedUser(app, poolId);
    const tokens = await signIn(app, client.ClientId, user);
    const lifetime = (claims: Record<string, unknown>) => Number(claims['exp']) - Number(claims['iat']);
    expect(lifetime(claimsOf(tokens.AccessToken))).toBe(600);
    expect(lifetime(claimsOf(tokens.IdToken))).toBe(7_200);
    expect(tokens.ExpiresIn).toBe(600);
  });

  it('is whether tokens name their family', async () => {
    const client = await createClient(app, poolId, { EnableTokenRevocation: false });
    const tokens = await signIn(app, client.ClientId, await createConfirmedUser(app, poolId));
    expect(claimsOf(tokens.IdToken)).not.toHaveProperty('origin_jti');
    expect(claimsOf(tokens.AccessToken)).not.toHaveProperty('origin_jti');
  });
});

describe('tokens of other doors', () => {
  it('carry the scopes asked for and the version of the OAuth endpoints', async () => {
    const made = await createClient(app, poolId);
    const { sub } = await createConfirmedUser(app, poolId);
    const pool = await app.core.directory.pool(poolId);
    const client = await app.core.directory.client(made.ClientId);
    const user = await app.core.store.users.bySub(poolId, sub);
    if (!user) throw new Error('no user');
    const scopes = ['openid', 'email'];
    const tokens = await issueTokens(app.core, { pool, client, user, scopes, version: 2, refreshToken: 'none' });
    expect(claimsOf(tokens.accessToken)).toMatchObject({ scope: 'openid email', version: 2 });
    expect(tokens).not.toHaveProperty('refreshToken');
  });
});

describe('verifiers in the field accept the tokens', () => {
  it('jose, with the published keys', async () => {
    const client = await createClient(app, poolId);
    const tokens = await signIn(app, client.ClientId, await createConfirmedUser(app, poolId));
    const issuer = `${app.core.settings.issuerBase}/${poolId}`;
    const keys = createRemoteJWKSet(new URL(`${app.endpoint}/${poolId}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(tokens.IdToken, keys, {
      issuer,
      audience: client.ClientId,
      algorithms: ['RS256'],
    });
    expect(payload['token_use']).toBe('id');
    await expect(jwtVerify(tokens.AccessToken, keys, { issuer })).resolves.toHaveProperty(
      'payload.token_use',
      'access',
    );
  });

  it('aws-jwt-verify, told this issuer', async () => {
    const client = await createClient(app, poolId);
    const tokens = await signIn(app, client.ClientId, await createConfirmedUser(app, poolId));
    const issuer = `${app.core.settings.issuerBase}/${poolId}`;
    const verifier = JwtVerifier.create({
      issuer,
      audience: client.ClientId,
      jwksUri: `${issuer}/.well-known/jwks.json`,
    });
    verifier.cacheJwks(await jwksOf(app, poolId));
    expect(await verifier.verify(tokens.IdToken)).toEqual(claimsOf(tokens.IdToken));
    await expect(verifier.verify(`${tokens.IdToken.slice(0, -8)}AAAAAAAA`)).rejects.toThrow('Invalid signature');
  });

  it('aws-jwt-verify’s Cognito verifier, where the issuer is Amazon’s', async () => {
    const flags = { 'issuer-url': 'https://cognito-idp.us-east-1.amazonaws.com' };
    const other = await startTestApp({ flags });
    try {
      const pool = await createPool(other);
      const client = await createClient(other, pool.Id);
      const tokens = await signIn(other, client.ClientId, await createConfirmedUser(other, pool.Id));
      for (const [tokenUse, token] of [
        ['id', tokens.IdToken],
        ['access', tokens.AccessToken],
      ] as const) {
        const verifier = CognitoJwtVerifier.create({ userPoolId: pool.Id, clientId: client.ClientId, tokenUse });
        verifier.cacheJwks(await jwksOf(other, pool.Id));
        expect(await verifier.verify(token)).toEqual(claimsOf(token));
      }
    } finally {
      await other.stop();
    }
  });
});

const jwksOf = async (from: TestApp, pool: string) =>
  (await (await fetch(`${from.endpoint}/${pool}/.well-known/jwks.json`)).json()) as Jwks;
