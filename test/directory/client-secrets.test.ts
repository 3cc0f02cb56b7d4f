/** Two secrets of a client side by side, and tokens that a client gets for itself. */
import {
  AddUserPoolClientSecretCommand,
  CreateResourceServerCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetClientTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretHash } from '../../src/crypto/secret-hash.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let poolId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app)).Id;
});
afterAll(() => app.stop());

const add = async (ClientId: string, ClientSecret?: string) => {
  const command = new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId, ClientSecret });
  return (await app.cognito.send(command)).ClientSecretDescriptor;
};
const list = async (ClientId: string) =>
  (await app.cognito.send(new ListUserPoolClientSecretsCommand({ UserPoolId: poolId, ClientId }))).ClientSecrets ?? [];
const remove = (ClientId: string, ClientSecretId = '') =>
  app.cognito.send(new DeleteUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId, ClientSecretId }));

describe('client secrets', () => {
  const signIn = async (clientId: string, secret: string, username: string, password: string) => {
    const AuthParameters = {
      USERNAME: username,
      PASSWORD: password,
      SECRET_HASH: secretHash(username, clientId, secret),
    };
    const command = new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters });
    return (await app.cognito.send(command)).AuthenticationResult?.AccessToken;
  };

  it('are both valid until the old one is deleted', async () => {
    const { ClientId, ClientSecret: old = '' } = await createClient(app, poolId, { GenerateSecret: true });
    const { username, password } = await createConfirmedUser(app, poolId);
    const added = await add(ClientId);
    expect(added).toMatchObject({
      ClientSecretId: expect.stringMatching(new RegExp(`^${ClientId}--\\d{13}$`)),
      ClientSecretValue: expect.stringMatching(/^[a-z0-9]{24,64}$/),
      ClientSecretCreateDate: expect.any(Date),
    });
    const fresh = added?.ClientSecretValue ?? '';
    for (const secret of [old, fresh]) {
      expect(await signIn(ClientId, secret, username, password)).toEqual(expect.any(String));
    }
    const [first, second] = await list(ClientId);
    expect(second?.ClientSecretId).toBe(added?.ClientSecretId);
    expect(JSON.stringify(await list(ClientId))).not.toContain(fresh);
    await remove(ClientId, first?.ClientSecretId);
    await expect(signIn(ClientId, old, username, password)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await signIn(ClientId, fresh, username, password)).toEqual(expect.any(String));
    const describe = new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId });
    expect((await app.cognito.send(describe)).UserPoolClient?.ClientSecret).toBe(fresh);
  });

  it('can be chosen, and are then not told again', async () => {
    const { ClientId } = await createClient(app, poolId, { GenerateSecret: true });
    const { username, password } = await createConfirmedUser(app, poolId);
    const chosen = 'chosen_secret_of_24_and_more';
    expect(await add(ClientId, chosen)).not.toHaveProperty('ClientSecretValue');
    expect(await signIn(ClientId, chosen, username, password)).toEqual(expect.any(String));
    const short = add(ClientId, 'short');
    await expect(short).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('are two at most, one at least, and none for public clients', async () => {
    const { ClientId, ClientSecret } = await createClient(app, poolId, { GenerateSecret: true });
    await expect(add(ClientId, ClientSecret)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const results = await Promise.allSettled([add(ClientId), add(ClientId), add(ClientId)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(add(ClientId)).rejects.toMatchObject({ name: 'LimitExceededException' });
    const [first, second] = await list(ClientId);
    await remove(ClientId, second?.ClientSecretId);
    await expect(remove(ClientId, second?.ClientSecretId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(remove(ClientId, first?.ClientSecretId)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const open = await createClient(app, poolId);
    expect(await list(open.ClientId)).toEqual([]);
    await expect(add(open.ClientId)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(add('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('tokens of clients', () => {
  const newClient = async (overrides: Parameters<typeof createClient>[2] = {}) =>
    createClient(app, poolId, {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as 'ALLOW_USER_AUTH'],
      AllowedOAuthScopes: ['shop/read', 'shop/write'],
      ...overrides,
    });
  const token = async (ClientId: string, Secret = '', Scopes?: string[]) =>
    (await app.cognito.send(new GetClientTokenCommand({ ClientId, Secret, Scopes }))).ClientAuthenticationResult;

  beforeAll(async () => {
    const Scopes = ['read', 'write', 'secret'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
    const server = { UserPoolId: poolId, Identifier: 'shop', Name: 'shop', Scopes };
    await app.cognito.send(new CreateResourceServerCommand(server));
  });

  it('say what the client may do, and verify', async () => {
    const { ClientId, ClientSecret } = await newClient({ AccessTokenValidity: 2 });
    const given = await token(ClientId, ClientSecret);
    expect(given).toEqual({ AccessToken: expect.any(String), ExpiresIn: 7200, TokenType: 'Bearer' });
    const claims = decodeJwt(given?.AccessToken ?? '');
    expect(claims).toEqual({
      sub: ClientId,
      client_id: ClientId,
      token_use: 'access',
      scope: 'shop/read shop/write',
      iss: `${app.core.settings.issuerBase}/${poolId}`,
      version: 2,
      jti: expect.any(String),
      iat: claims['auth_time'],
      auth_time: expect.any(Number),
      exp: Number(claims.iat) + 7200,
    });
    const response = await fetch(`${app.endpoint}/${poolId}/.well-known/jwks.json`);
    const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    await expect(jwtVerify(given?.AccessToken ?? '', keys)).resolves.toMatchObject({ payload: { sub: ClientId } });
    const one = await token(ClientId, ClientSecret, ['shop/read']);
    expect(decodeJwt(one?.AccessToken ?? '')['scope']).toBe('shop/read');
    const asUser = new GetUserCommand({ AccessToken: given?.AccessToken });
    await expect(app.cognito.send(asUser)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('need the secret, the flow and scopes of the client', async () => {
    const { ClientId, ClientSecret } = await newClient();
    const wrong = 'x'.repeat(52);
    await expect(token(ClientId, wrong)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    for (const scope of ['shop/secret', 'shop/unknown', 'openid', 'other/read']) {
      const refused = token(ClientId, ClientSecret, [scope]);
      await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    const users = await createClient(app, poolId, { GenerateSecret: true });
    const other = token(users.ClientId, users.ClientSecret);
    await expect(other).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(token('nobody', wrong)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('come from clients that sign nobody in', async () => {
    const flow = 'ALLOW_CLIENT_TOKEN_AUTH' as 'ALLOW_USER_AUTH';
    const refused = { name: 'InvalidParameterException' };
    await expect(newClient({ ExplicitAuthFlows: [flow, 'ALLOW_USER_SRP_AUTH'] })).rejects.toMatchObject(refused);
    await expect(newClient({ GenerateSecret: false })).rejects.toMatchObject(refused);
  });

  it('can be had with either of two secrets', async () => {
    const { ClientId, ClientSecret } = await newClient();
    const added = await add(ClientId);
    for (const secret of [ClientSecret, added?.ClientSecretValue]) {
      expect((await token(ClientId, secret))?.TokenType).toBe('Bearer');
    }
  });
});
