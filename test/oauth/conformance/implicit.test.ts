/**
 * oidcc-implicit-certification-test-plan. Cognito's implicit grant has one response_type, `token`, and answers an ID
 * token with it where `openid` is asked for; `id_token` and `id_token token` it does not know.
 */
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { locationOf, payloadOf, userInfo } from '../support.ts';
import { check, type Party, startParty } from './plan.ts';

let party: Party;
beforeAll(async () => {
  party = await startParty('implicit');
});
afterAll(() => party.world.stop());

const issuer = () => `${party.world.app.core.settings.issuerBase}/${party.world.poolId}`;

check('oidcc-server', { deviates: 'response_type is token, not id_token token' }, async () => {
  const answer = await party.ask();
  expect(answer).toMatchObject({ state: 'af0ifjsldkj', token_type: 'Bearer', expires_in: '3600' });
  const claims = payloadOf(answer['id_token']);
  expect(claims).toMatchObject({ iss: issuer(), aud: party.id, nonce: 'n-0S6_WzA2Mj' });
  const hash = createHash('sha256')
    .update(answer['access_token'] ?? '')
    .digest()
    .subarray(0, 16);
  expect(claims['at_hash']).toBe(hash.toString('base64url'));
  for (const response_type of ['id_token', 'id_token token']) {
    expect((await party.ask({ response_type }))['error']).toBe('unsupported_response_type');
  }
});

check('oidcc-response-type-missing', 'passes', async () => {
  expect(await party.ask({ response_type: undefined })).toMatchObject({ error: 'invalid_request' });
});

check('oidcc-idtoken-signature', 'passes', async () => {
  const keys = createRemoteJWKSet(new URL(`${issuer()}/.well-known/jwks.json`));
  const { payload } = await jwtVerify((await party.ask())['id_token'] ?? '', keys, { issuer: issuer() });
  expect(payload.sub).toBe(party.world.user.sub);
});

check('oidcc-ensure-request-without-nonce-fails', { deviates: 'Cognito takes a nonce but demands none' }, async () => {
  expect(payloadOf((await party.ask({ nonce: undefined }))['id_token'])).not.toHaveProperty('nonce');
});

check('oidcc-userinfo-get', 'passes', async () => {
  const answer = await userInfo(party.world, (await party.ask())['access_token'] ?? '');
  expect(await answer.json()).toMatchObject({ sub: party.world.user.sub });
});

check('oidcc-scope-profile', 'passes', async () => {
  expect(await party.idClaims({ scope: 'openid profile' })).toMatchObject({ name: 'Jane Doe' });
});

check('oidcc-prompt-login', 'passes', async () => {
  const response = await party.response({ prompt: 'login' }, await party.session());
  expect(locationOf(response).pathname).toMatch(/\/login$/);
});

check('oidcc-prompt-none-not-logged-in', 'passes', async () => {
  const location = locationOf(await party.response({ prompt: 'none' }));
  expect(location.search).toBe('');
  expect(new URLSearchParams(location.hash.slice(1)).get('error')).toBe('login_required');
});

check('oidcc-prompt-none-logged-in', 'passes', async () => {
  expect(await party.ask({ prompt: 'none' })).toHaveProperty('id_token');
});

check('oidcc-max-age-1', 'passes', async () => {
  const cookie = await party.session(party.world.app.clock.now() - 2_000);
  expect(locationOf(await party.response({ max_age: '1' }, cookie)).pathname).toMatch(/\/login$/);
});

check('oidcc-max-age-10000', 'passes', async () => {
  const authTime = party.world.app.clock.now() - 60_000;
  const claims = await party.idClaims({ max_age: '10000' }, await party.session(authTime));
  expect(claims['auth_time']).toBe(Math.floor(authTime / 1_000));
});

check('oidcc-ensure-registered-redirect-uri', 'passes', async () => {
  const location = locationOf(await party.response({ redirect_uri: 'https://app.example.com' }));
  expect(location.searchParams.get('error')).toBe('redirect_mismatch');
});
