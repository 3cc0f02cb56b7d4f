/** openid-client, as a server-side application uses it: everything it needs it learns from discovery. */
import { JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../support/builders.ts';
import { CALLBACK, codeClient, SIGNED_OUT, sessionOf, startWorld, type World } from './support.ts';

let world: World;
let issuer: URL;
beforeAll(async () => {
  world = await startWorld();
  issuer = new URL(`${world.app.core.settings.issuerBase}/${world.poolId}`);
});
afterAll(() => world.stop());

const OVER_HTTP = { execute: [client.allowInsecureRequests] };

const publicParty = () => client.discovery(issuer, world.clientId, undefined, client.None(), OVER_HTTP);

const secretParty = async (
  authentication: (secret: string) => client.ClientAuth,
  flows: 'code' | 'client_credentials',
) => {
  const { ClientId, ClientSecret = '' } = await createClient(
    world.app,
    world.poolId,
    codeClient({
      GenerateSecret: true,
      AllowedOAuthFlows: [flows],
      ...(flows === 'client_credentials' && { AllowedOAuthScopes: ['orders/read'], CallbackURLs: undefined }),
    }),
  );
  return client.discovery(issuer, ClientId, undefined, authentication(ClientSecret), OVER_HTTP);
};

/** What the browser of somebody with a session comes back with. */
const throughBrowser = async (address: URL): Promise<URL> => {
  const headers = { cookie: await sessionOf(world, world.user.sub) };
  const response = await fetch(address, { redirect: 'manual', headers });
  return new URL(response.headers.get('location') ?? '');
};

const signIn = async (config: client.Configuration, parameters: Record<string, string> = {}) => {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    max_age: '3600',
    ...parameters,
  });
  return client.authorizationCodeGrant(config, await throughBrowser(address), {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
    maxAge: 3600,
    idTokenExpected: true,
  });
};

describe('a public client', () => {
  test('signs in, asks who it is, refreshes and revokes', async () => {
    const config = await publicParty();
    expect(config.serverMetadata().supportsPKCE()).toBe(true);
    const tokens = await signIn(config);
    expect(tokens.claims()).toMatchObject({ sub: world.user.sub, email: 'jane@example.com', email_verified: true });
    const info = await client.fetchUserInfo(config, tokens.access_token, world.user.sub);
    expect(info['username']).toBe('jane');
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(world.user.sub);
    await client.tokenRevocation(config, tokens.refresh_token ?? '');
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
    await expect(client.fetchUserInfo(config, tokens.access_token, world.user.sub)).rejects.toMatchObject({
      status: 401,
    });
  });

  test('hears of errors as such', async () => {
    const config = await publicParty();
    await expect(signIn(config, { scope: 'openid nothing' })).rejects.toMatchObject({ error: 'invalid_scope' });
    await expect(signIn(config, { prompt: 'login' })).rejects.toThrow();
  });

  test('signs out by the address that the library builds', async () => {
    const config = await publicParty();
    const tokens = await signIn(config);
    const address = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: SIGNED_OUT,
      state: 'bye',
    });
    expect((await throughBrowser(address)).href).toBe(`${SIGNED_OUT}?state=bye`);
  });
});

describe('a client with a secret', () => {
  test.each([
    ['client_secret_basic', client.ClientSecretBasic],
    ['client_secret_post', client.ClientSecretPost],
  ])('signs in by %s', async (_name, authentication) => {
    const config = await secretParty(authentication, 'code');
    const tokens = await signIn(config);
    expect(tokens.claims()?.sub).toBe(world.user.sub);
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).id_token).toEqual(expect.any(String));
  });

  test('is told that its secret is wrong', async () => {
    const config = await secretParty(() => client.ClientSecretPost('wrong'), 'code');
    await expect(signIn(config)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  test('gets tokens of its own', async () => {
    const config = await secretParty(client.ClientSecretBasic, 'client_credentials');
    const tokens = await client.clientCredentialsGrant(config, { scope: 'orders/read' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    const refused = client.clientCredentialsGrant(config, { scope: 'orders/write' });
    await expect(refused).rejects.toMatchObject({ error: 'invalid_scope' });
  });
});

test('aws-jwt-verify takes the tokens', async () => {
  const tokens = await signIn(await publicParty(), { scope: 'openid email orders/read' });
  const jwks = (await (await fetch(`${issuer.href}/.well-known/jwks.json`)).json()) as Jwks;
  const common = { issuer: issuer.href, jwksUri: `${issuer.href}/.well-known/jwks.json` };
  const ids = JwtVerifier.create({ ...common, audience: world.clientId });
  ids.cacheJwks(jwks);
  expect(await ids.verify(tokens.id_token ?? '')).toMatchObject({ sub: world.user.sub, token_use: 'id' });
  const accesses = JwtVerifier.create({ ...common, audience: null, scope: 'orders/read' });
  accesses.cacheJwks(jwks);
  expect(await accesses.verify(tokens.access_token)).toMatchObject({ client_id: world.clientId, version: 2 });
  await expect(accesses.verify((await signIn(await publicParty())).access_token)).rejects.toThrow(/scope/i);
});
