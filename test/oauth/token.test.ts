import {
  AddUserPoolClientSecretCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createClient, createConfirmedUser } from '../support/builders.ts';
import {
  ALL_SCOPES,
  basic,
  CALLBACK,
  codeClient,
  codeFor,
  exchange,
  payloadOf,
  pkcePair,
  sessionOf,
  startWorld,
  token,
  userInfo,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const personWith = async () => {
  const user = await createConfirmedUser(world.app, world.poolId);
  return { user, cookie: await sessionOf(world, user.sub) };
};

describe('a code', () => {
  test('is exchanged for three tokens, which nobody keeps', async () => {
    const { status, headers, body } = await exchange(world, await codeFor(world));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(Object.keys(body).toSorted()).toEqual([
      ...['access_token', 'expires_in', 'id_token', 'refresh_token', 'token_type'],
    ]);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  });

  test('brings tokens of version 2 with the scopes that were granted', async () => {
    const { body } = await exchange(world, await codeFor(world, { scope: 'openid email orders/read' }));
    expect(payloadOf(body.access_token)).toMatchObject({
      version: 2,
      scope: 'openid email orders/read',
      client_id: world.clientId,
      token_use: 'access',
      username: 'jane',
    });
  });

  test('without openid brings no ID token', async () => {
    const { body } = await exchange(world, await codeFor(world, { scope: 'orders/read' }));
    expect(Object.keys(body)).not.toContain('id_token');
    expect(payloadOf(body.access_token)['scope']).toBe('orders/read');
  });

  test('of a request without scopes has all of the client', async () => {
    const { body } = await exchange(world, await codeFor(world, { scope: undefined }));
    expect(payloadOf(body.access_token)['scope']).toBe(ALL_SCOPES.join(' '));
  });

  test('for a resource gives it as audience, after a refresh too', async () => {
    const resource = 'https://api.example.com/orders';
    const { body } = await exchange(world, await codeFor(world, { resource }));
    expect(payloadOf(body.access_token)['aud']).toBe(resource);
    const again = await token(world, {
      grant_type: 'refresh_token',
      client_id: world.clientId,
      refresh_token: body['refresh_token'],
    });
    expect(payloadOf(again.body.access_token)['aud']).toBe(resource);
  });

  test('is good for nothing but its resource', async () => {
    const code = await codeFor(world, { resource: 'https://api.example.com' });
    expect((await exchange(world, code, { resource: 'https://other.example.com' })).body).toMatchObject({
      error: 'invalid_target',
    });
    expect((await exchange(world, code, { resource: 'https://api.example.com' })).status).toBe(200);
  });

  test('keeps the time of the sign-in', async () => {
    const authTime = world.app.clock.now() - 1_000_000;
    const code = await codeFor(world, {}, await sessionOf(world, world.user.sub, { authTime }));
    const { body } = await exchange(world, code);
    expect(payloadOf(body.id_token)['auth_time']).toBe(Math.floor(authTime / 1_000));
  });

  test('is over after five minutes', async () => {
    const code = await codeFor(world);
    world.app.clock.advance(300_001);
    expect(await exchange(world, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test.each([
    ['a wrong address', { redirect_uri: `${CALLBACK}/` }, 'invalid_grant'],
    ['no address', { redirect_uri: undefined }, 'invalid_request'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['a forged code', { code: 'abc' }, 'invalid_grant'],
    ['an unasked verifier', { code_verifier: pkcePair().verifier }, 'invalid_grant'],
  ])('with %s is refused', async (_name, overrides, error) => {
    const answer = await exchange(world, await codeFor(world), overrides);
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  test('with a challenge goes with its verifier alone', async () => {
    const { verifier, challenge } = pkcePair();
    const code = await codeFor(world, { code_challenge: challenge, code_challenge_method: 'S256' });
    for (const code_verifier of [undefined, pkcePair().verifier, challenge, `${verifier}x`]) {
      expect((await exchange(world, code, { code_verifier })).body).toEqual({ error: 'invalid_grant' });
    }
    expect((await exchange(world, code, { code_verifier: verifier })).status).toBe(200);
  });

  test('of somebody who was disabled since is refused', async () => {
    const { user, cookie } = await personWith();
    const code = await codeFor(world, {}, cookie);
    await world.app.cognito.send(new AdminDisableUserCommand({ UserPoolId: world.poolId, Username: user.username }));
    expect((await exchange(world, code)).body).toEqual({ error: 'invalid_grant' });
  });

  test('of somebody who was signed out everywhere since is refused', async () => {
    const { user, cookie } = await personWith();
    const code = await codeFor(world, {}, cookie);
    await world.app.cognito.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: world.poolId, Username: user.username }),
    );
    expect((await exchange(world, code)).body).toEqual({ error: 'invalid_grant' });
  });
});

describe('client authentication', () => {
  const confidential = () =>
    createClient(world.app, world.poolId, codeClient({ GenerateSecret: true })).then(({ ClientId, ClientSecret }) => ({
      id: ClientId,
      secret: ClientSecret ?? '',
    }));
  const grant = async (id: string) => ({
    grant_type: 'authorization_code',
    code: await codeFor(world, { client_id: id }),
    redirect_uri: CALLBACK,
  });

  test('by header, with and without client_id in the body', async () => {
    const { id, secret } = await confidential();
    expect((await token(world, await grant(id), basic(id, secret))).status).toBe(200);
    expect((await token(world, { ...(await grant(id)), client_id: id }, basic(id, secret))).status).toBe(200);
  });

  test('by body', async () => {
    const { id, secret } = await confidential();
    const answer = await token(world, { ...(await grant(id)), client_id: id, client_secret: secret });
    expect(answer.status).toBe(200);
  });

  test('every secret that is valid will do', async () => {
    const { id, secret } = await confidential();
    const { ClientSecretDescriptor } = await world.app.cognito.send(
      new AddUserPoolClientSecretCommand({ UserPoolId: world.poolId, ClientId: id }),
    );
    const second = ClientSecretDescriptor?.ClientSecretValue ?? '';
    expect(second).not.toBe(secret);
    for (const each of [secret, second]) {
      expect((await token(world, await grant(id), basic(id, each))).status).toBe(200);
    }
  });

  test('what is missing or wrong is invalid_client', async () => {
    const { id, secret } = await confidential();
    const parameters = await grant(id);
    const refusals = await Promise.all([
      token(world, { ...parameters, client_id: id }),
      token(world, { ...parameters, client_id: id, client_secret: 'wrong' }),
      token(world, parameters, basic(id, 'wrong')),
      token(world, parameters, basic(id, '')),
      token(world, parameters, { authorization: 'Basic %%%' }),
      token(world, parameters, { authorization: 'Bearer x' }),
      token(world, parameters, basic('abcdefghijklmnopqrstuvwxyz', secret)),
      token(world, { ...parameters, client_id: world.clientId, client_secret: secret }),
    ]);
    expect(refusals.map(({ status, body }) => [status, body])).toEqual(
      refusals.map(() => [400, { error: 'invalid_client' }]),
    );
  });

  test('two ways at once, or two clients, are an invalid_request', async () => {
    const { id, secret } = await confidential();
    const parameters = await grant(id);
    const both = { ...parameters, client_id: id, client_secret: secret };
    expect((await token(world, both, basic(id, secret))).body['error']).toBe('invalid_request');
    const other = { ...parameters, client_id: world.clientId };
    expect((await token(world, other, basic(id, secret))).body['error']).toBe('invalid_request');
  });

  test('a client of another pool is none', async () => {
    const another = await startWorld();
    try {
      const answer = await token(world, { grant_type: 'refresh_token', client_id: another.clientId });
      expect(answer.body).toEqual({ error: 'invalid_client' });
    } finally {
      await another.stop();
    }
  });
});

describe('the request', () => {
  test.each([
    ['no grant_type', {}, 'invalid_request'],
    ['an unknown grant_type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['a prototype name as grant_type', { grant_type: '__proto__' }, 'unsupported_grant_type'],
    ['no client', { grant_type: 'refresh_token' }, 'invalid_request'],
  ])('%s', async (_name, parameters, error) => {
    expect(await token(world, parameters)).toMatchObject({ status: 400, body: { error } });
  });

  test('a parameter that is given twice', async () => {
    const twice = new URLSearchParams([
      ['grant_type', 'authorization_code'],
      ['client_id', world.clientId],
      ['code', await codeFor(world)],
      ['redirect_uri', CALLBACK],
      ['redirect_uri', CALLBACK],
    ]);
    expect((await token(world, twice)).body['error']).toBe('invalid_request');
  });

  test('another method, no form, a huge one', async () => {
    const at = `${world.site}/oauth2/token`;
    const read = await fetch(`${at}?grant_type=client_credentials`);
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    const json = await fetch(at, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect([json.status, ((await json.json()) as { error: string }).error]).toEqual([400, 'invalid_request']);
    const huge = await token(world, { grant_type: 'refresh_token', padding: 'x'.repeat(66_000) });
    expect([huge.status, huge.body['error']]).toEqual([413, 'invalid_request']);
  });

  test('a chunked body is cut off at the same size', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(10_000));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 10) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const response = await fetch(`${world.site}/oauth2/token`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  test('a store that does not answer is a server_error', async () => {
    const code = await codeFor(world);
    const failing = vi.spyOn(world.app.core.store.users, 'bySub').mockRejectedValue(new Error('no store'));
    try {
      expect(await exchange(world, code)).toMatchObject({ status: 500, body: { error: 'server_error' } });
    } finally {
      failing.mockRestore();
    }
    expect((await exchange(world, code)).status).toBe(200);
  });

  test('browsers of any origin may ask', async () => {
    const preflight = await fetch(`${world.site}/oauth2/token`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-amz-user-agent',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')?.split(/,\s*/)).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-amz-user-agent']),
    );
    const { headers } = await token(world, {}, { origin: 'http://localhost:3000' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('refreshing', () => {
  const refresh = (refreshToken: string | undefined, clientId = world.clientId) =>
    token(world, { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });

  test('keeps scopes, version and sign-in, and gives no new refresh token', async () => {
    const first = await exchange(world, await codeFor(world, { scope: 'openid email', nonce: 'n-1' }));
    const { status, body } = await refresh(first.body['refresh_token']);
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type']);
    expect(payloadOf(body.access_token)).toMatchObject({ scope: 'openid email', version: 2 });
    const [before, after] = [payloadOf(first.body.id_token), payloadOf(body.id_token)];
    expect(after['auth_time']).toBe(before['auth_time']);
    expect(after['origin_jti']).toBe(before['origin_jti']);
    expect(after['at_hash']).not.toBe(before['at_hash']);
    expect(after).not.toHaveProperty('nonce');
  });

  test('by the API keeps them too', async () => {
    const { body } = await exchange(world, await codeFor(world, { scope: 'orders/read' }));
    const { AuthenticationResult } = await world.app.cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: world.clientId,
        AuthParameters: { REFRESH_TOKEN: body['refresh_token'] ?? '' },
      }),
    );
    expect(AuthenticationResult?.IdToken).toBeUndefined();
    expect(payloadOf(AuthenticationResult?.AccessToken)).toMatchObject({ scope: 'orders/read', version: 2 });
  });

  test('works for tokens of the API', async () => {
    const { AuthenticationResult } = await world.app.cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: world.clientId,
        AuthParameters: { USERNAME: world.user.username, PASSWORD: world.user.password },
      }),
    );
    const { body } = await refresh(AuthenticationResult?.RefreshToken);
    expect(payloadOf(body.access_token)['scope']).toBe('aws.cognito.signin.user.admin');
    expect(payloadOf(body.access_token)).not.toHaveProperty('version');
    expect(body).toHaveProperty('id_token');
  });

  test('with rotation each token is good once, and reuse ends the family', async () => {
    const { ClientId } = await createClient(
      world.app,
      world.poolId,
      codeClient({
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      }),
    );
    const code = await codeFor(world, { client_id: ClientId });
    const first = await exchange(world, code, { client_id: ClientId });
    const second = await refresh(first.body['refresh_token'], ClientId);
    expect(second.body['refresh_token']).not.toBe(first.body['refresh_token']);
    const { AuthenticationResult } = await world.app.cognito.send(
      new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: second.body['refresh_token'] }),
    );
    expect(payloadOf(AuthenticationResult?.AccessToken)).toMatchObject({ scope: 'openid email', version: 2 });
    expect((await refresh(first.body['refresh_token'], ClientId)).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh(AuthenticationResult?.RefreshToken, ClientId)).body).toEqual({ error: 'invalid_grant' });
  });

  test('a token of another client, a forged one, none', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const { ClientId } = await createClient(world.app, world.poolId, codeClient());
    expect((await refresh(body['refresh_token'], ClientId)).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh('abc')).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh(undefined)).body['error']).toBe('invalid_request');
  });
});

describe('the admin scope', () => {
  test('opens the API to the bearer, and its absence closes it', async () => {
    const withScope = await exchange(world, await codeFor(world, { scope: 'openid aws.cognito.signin.user.admin' }));
    const user = await world.app.cognito.send(new GetUserCommand({ AccessToken: withScope.body.access_token }));
    expect(user.Username).toBe('jane');
    const without = await exchange(world, await codeFor(world, { scope: 'openid' }));
    await expect(
      world.app.cognito.send(new GetUserCommand({ AccessToken: without.body.access_token })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await userInfo(world, without.body.access_token ?? '')).status).toBe(200);
  });
});
