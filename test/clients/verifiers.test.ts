/** Libraries with which backends check tokens, against the published keys. */
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byPassword } from '../auth/support/house.ts';
import { createConfirmedUser } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { makePool, type TestPool } from './support/pool.ts';

let app: TestApp;
let pool: TestPool;
let issuer: string;
let idToken: string;
let accessToken: string;
let sub: string;

beforeAll(async () => {
  app = await startTestApp();
  pool = await makePool(app);
  const user = await createConfirmedUser(app, pool.id);
  sub = user.sub;
  const place = { poolId: pool.id, clientId: pool.clientId };
  const { AuthenticationResult } = await byPassword(app, place, user.username, user.password);
  idToken = AuthenticationResult?.IdToken as string;
  accessToken = AuthenticationResult?.AccessToken as string;
  issuer = `${app.core.settings.issuerBase}/${pool.id}`;
});
afterAll(() => app.stop());

const tampered = (token: string): string => {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url');
  return [header, changed, signature].join('.');
};

describe('jose', () => {
  const keys = () => createRemoteJWKSet(new URL(`${app.endpoint}/${pool.id}/.well-known/jwks.json`));

  test('accepts both tokens by the keys that discovery names', async () => {
    const discovery = (await (await fetch(`${app.endpoint}/${pool.id}/.well-known/openid-configuration`)).json()) as {
      issuer: string;
      jwks_uri: string;
    };
    expect(discovery.issuer).toBe(issuer);
    const { payload, protectedHeader } = await jwtVerify(idToken, keys(), { issuer, audience: pool.clientId });
    expect(payload).toMatchObject({ sub, token_use: 'id' });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    const access = await jwtVerify(accessToken, keys(), { issuer });
    expect(access.payload).toMatchObject({ sub, client_id: pool.clientId, token_use: 'access' });
    expect(access.protectedHeader.kid).not.toBe(protectedHeader.kid);
  });

  test('refuses a changed token', async () => {
    await expect(jwtVerify(tampered(idToken), keys(), { issuer })).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });
});

/** aws-jwt-verify fetches keys over HTTPS only; its own option for another way is a cache with a fetcher. */
const keysOverHttp = (from: (uri: string) => string) =>
  new SimpleJwksCache({ fetcher: { fetch: async (uri) => (await fetch(from(uri))).arrayBuffer() } });

describe('aws-jwt-verify', () => {
  const verifier = (audience: string | null) =>
    JwtVerifier.create(
      { issuer, audience, jwksUri: `${app.endpoint}/${pool.id}/.well-known/jwks.json` },
      { jwksCache: keysOverHttp((uri) => uri) },
    );

  test('accepts the ID token for its client', async () => {
    const payload = await verifier(pool.clientId).verify(idToken);
    expect(payload).toMatchObject({ sub, token_use: 'id', aud: pool.clientId });
  });

  test('accepts the access token', async () => {
    const payload = await verifier(null).verify(accessToken);
    expect(payload).toMatchObject({ sub, token_use: 'access', client_id: pool.clientId });
  });

  test('refuses another audience and a changed token', async () => {
    await expect(verifier('another').verify(idToken)).rejects.toThrow(/audience/i);
    await expect(verifier(pool.clientId).verify(tampered(idToken))).rejects.toThrow(/signature/i);
  });
});

describe('CognitoJwtVerifier, which knows the issuer of Amazon Cognito only', () => {
  test('accepts the tokens of a server that is given that issuer', async () => {
    const amazon = 'https://cognito-idp.us-east-1.amazonaws.com';
    const server = await startTestApp({ flags: { 'issuer-url': amazon } });
    try {
      const { id, clientId } = await makePool(server);
      const user = await createConfirmedUser(server, id);
      const { AuthenticationResult } = await byPassword(server, { poolId: id, clientId }, user.username, user.password);
      const jwksCache = keysOverHttp((uri) => uri.replace(amazon, server.endpoint));
      const options = { userPoolId: id, clientId };
      const idVerifier = CognitoJwtVerifier.create({ ...options, tokenUse: 'id' }, { jwksCache });
      await expect(idVerifier.verify(AuthenticationResult?.IdToken as string)).resolves.toMatchObject({
        sub: user.sub,
      });
      const access = CognitoJwtVerifier.create({ ...options, tokenUse: 'access' }, { jwksCache });
      await expect(access.verify(AuthenticationResult?.AccessToken as string)).resolves.toMatchObject({
        username: user.username,
      });
      await expect(access.verify(AuthenticationResult?.IdToken as string)).rejects.toThrow(/token use/i);
    } finally {
      await server.stop();
    }
  });
});
