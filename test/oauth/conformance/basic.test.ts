/** oidcc-basic-certification-test-plan: response_type code. */
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { basic, CALLBACK, locationOf, payloadOf, pkcePair, search, token, userInfo } from '../support.ts';
import { check, type Party, startParty } from './plan.ts';

let party: Party;
beforeAll(async () => {
  party = await startParty('code');
});
afterAll(() => party.world.stop());

const issuer = () => `${party.world.app.core.settings.issuerBase}/${party.world.poolId}`;
const tokens = async (overrides = {}) => (await party.exchange((await party.ask(overrides))['code'])).body;
const claimsAt = async (scope: string) =>
  (await (await userInfo(party.world, (await tokens({ scope })).access_token ?? '')).json()) as Record<string, unknown>;
const isAtLogin = (response: Response) => locationOf(response).pathname.endsWith('/login');

check('oidcc-server', 'passes', async () => {
  const answer = await party.ask();
  expect(answer['state']).toBe('af0ifjsldkj');
  const { status, headers, body } = await party.exchange(answer['code']);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  const claims = payloadOf(body.id_token);
  const now = party.world.app.clock.now() / 1_000;
  expect(claims).toMatchObject({ iss: issuer(), aud: party.id, nonce: 'n-0S6_WzA2Mj', sub: party.world.user.sub });
  expect(claims['exp']).toBeGreaterThan(now);
  expect(Math.abs(Number(claims['iat']) - now)).toBeLessThan(5);
  const hash = createHash('sha256')
    .update(body.access_token ?? '')
    .digest()
    .subarray(0, 16);
  expect(claims['at_hash']).toBe(hash.toString('base64url'));
});

check('oidcc-response-type-missing', 'passes', async () => {
  expect(await party.ask({ response_type: undefined })).toMatchObject({ error: 'invalid_request' });
});

check('oidcc-idtoken-signature', 'passes', async () => {
  const keys = createRemoteJWKSet(new URL(`${issuer()}/.well-known/jwks.json`));
  const { protectedHeader } = await jwtVerify((await tokens()).id_token ?? '', keys, { issuer: issuer() });
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) });
});

check('oidcc-idtoken-unsigned', { deviates: 'no client may ask for unsigned tokens' }, async () => {
  const [header = ''] = ((await tokens()).id_token ?? '').split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'RS256' });
});

check('oidcc-userinfo-get', 'passes', async () => {
  const answer = await userInfo(party.world, (await tokens()).access_token ?? '');
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await answer.json()).toMatchObject({ sub: party.world.user.sub });
});

check('oidcc-userinfo-post-header', 'passes', async () => {
  const headers = { authorization: `Bearer ${(await tokens()).access_token}` };
  const answer = await fetch(`${party.world.site}/oauth2/userInfo`, { method: 'POST', headers });
  expect(await answer.json()).toMatchObject({ sub: party.world.user.sub });
});

check('oidcc-userinfo-post-body', 'passes', async () => {
  const body = search({ access_token: (await tokens()).access_token });
  const answer = await fetch(`${party.world.site}/oauth2/userInfo`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({ sub: party.world.user.sub });
});

check('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', 'passes', async () => {
  expect(await party.idClaims({ nonce: undefined })).not.toHaveProperty('nonce');
});

check('oidcc-scope-profile', 'passes', async () => {
  expect(await claimsAt('openid profile')).toMatchObject({ name: 'Jane Doe' });
});

check('oidcc-scope-email', { deviates: 'email_verified is text at userInfo, a boolean in the ID token' }, async () => {
  expect(await claimsAt('openid email')).toMatchObject({ email: 'jane@example.com', email_verified: 'true' });
  expect(await party.idClaims({ scope: 'openid email' })).toMatchObject({ email_verified: true });
});

check('oidcc-scope-phone', 'passes', async () => {
  expect(await claimsAt('openid phone')).toMatchObject({ phone_number: '+15550100' });
});

check('oidcc-scope-address', { deviates: 'there is no scope address; profile covers the claim' }, async () => {
  expect(await party.ask({ scope: 'openid address' })).toMatchObject({ error: 'invalid_scope' });
});

check('oidcc-scope-all', 'passes', async () => {
  expect(await claimsAt('openid profile email phone')).toMatchObject({
    name: 'Jane Doe',
    email: 'jane@example.com',
    phone_number: '+15550100',
  });
});

check('oidcc-ensure-other-scope-order-succeeds', 'passes', async () => {
  expect(await party.idClaims({ scope: 'email openid' })).toMatchObject({ sub: party.world.user.sub });
});

for (const display of ['page', 'popup']) {
  check(`oidcc-display-${display}`, 'passes', async () => {
    expect(isAtLogin(await party.response({ display }))).toBe(true);
  });
}

check('oidcc-prompt-login', 'passes', async () => {
  expect(isAtLogin(await party.response({ prompt: 'login' }, await party.session()))).toBe(true);
});

check('oidcc-prompt-none-not-logged-in', 'passes', async () => {
  expect(await party.ask({ prompt: 'none' }, {})).toEqual({ error: 'login_required', state: 'af0ifjsldkj' });
});

check('oidcc-prompt-none-logged-in', 'passes', async () => {
  const cookie = await party.session();
  const [first, second] = [await party.idClaims({}, cookie), await party.idClaims({ prompt: 'none' }, cookie)];
  expect([second['sub'], second['auth_time']]).toEqual([first['sub'], first['auth_time']]);
});

check('oidcc-max-age-1', 'passes', async () => {
  const cookie = await party.session(party.world.app.clock.now() - 2_000);
  expect(isAtLogin(await party.response({ max_age: '1' }, cookie))).toBe(true);
});

check('oidcc-max-age-10000', 'passes', async () => {
  const authTime = party.world.app.clock.now() - 60_000;
  const claims = await party.idClaims({ max_age: '10000' }, await party.session(authTime));
  expect(claims['auth_time']).toBe(Math.floor(authTime / 1_000));
});

check('oidcc-ensure-request-with-unknown-parameter-succeeds', 'passes', async () => {
  expect(await party.ask({ extra: 'foobar' })).toHaveProperty('code');
});

check('oidcc-id-token-hint', 'passes', async () => {
  const hint = (await tokens()).id_token;
  expect(await party.ask({ id_token_hint: hint, prompt: 'none' })).toHaveProperty('code');
});

check('oidcc-login-hint', 'passes', async () => {
  const location = locationOf(await party.response({ login_hint: 'jane@example.com' }));
  expect(location.searchParams.get('login_hint')).toBe('jane@example.com');
});

for (const [name, parameter] of [
  ['oidcc-ui-locales', 'ui_locales'],
  ['oidcc-claims-locales', 'claims_locales'],
  ['oidcc-ensure-request-with-acr-values-succeeds', 'acr_values'],
] as const) {
  check(name, 'passes', async () => {
    expect(await party.ask({ [parameter]: 'se' })).toHaveProperty('code');
  });
}

check('oidcc-codereuse', 'passes', async () => {
  const { code } = await party.ask();
  expect((await party.exchange(code)).status).toBe(200);
  expect((await party.exchange(code)).body).toEqual({ error: 'invalid_grant' });
});

check('oidcc-codereuse-30seconds', 'passes', async () => {
  const { code } = await party.ask();
  const { body } = await party.exchange(code);
  party.world.app.clock.advance(30_000);
  expect((await party.exchange(code)).body).toEqual({ error: 'invalid_grant' });
  expect((await userInfo(party.world, body.access_token ?? '')).status).toBe(401);
});

check('oidcc-ensure-registered-redirect-uri', 'passes', async () => {
  const location = locationOf(await party.response({ redirect_uri: `${CALLBACK}/other` }, await party.session()));
  expect([location.origin, location.searchParams.get('error')]).toEqual([
    new URL(party.world.site).origin,
    'redirect_mismatch',
  ]);
});

check('oidcc-ensure-redirect-uri-in-authorization-request', 'passes', async () => {
  const location = locationOf(await party.response({ redirect_uri: undefined }, await party.session()));
  expect(location.origin).toBe(new URL(party.world.site).origin);
});

check('oidcc-ensure-post-request-succeeds', 'passes', async () => {
  const asked = search({ response_type: 'code', client_id: party.id, redirect_uri: CALLBACK, scope: 'openid' });
  const response = await fetch(`${party.world.site}/oauth2/authorize`, {
    method: 'POST',
    body: asked,
    redirect: 'manual',
    headers: { cookie: await party.session() },
  });
  expect(locationOf(response).searchParams.get('code')).toEqual(expect.any(String));
});

check('oidcc-server-client-secret-post', 'passes', async () => {
  expect((await party.exchange((await party.ask())['code'])).status).toBe(200);
  const { code } = await party.ask();
  const byHeader = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
  expect((await token(party.world, byHeader, basic(party.id, party.secret))).status).toBe(200);
});

check('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported', 'passes', async () => {
  const answer = await party.ask({ request_uri: 'https://app.example.com/request.jwt' });
  expect(answer['error']).toBe('request_uri_not_supported');
});

check('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', 'passes', async () => {
  expect((await party.ask({ request: 'eyJhbGciOiJub25lIn0.e30.' }))['error']).toBe('request_not_supported');
});

check('oidcc-claims-essential', { deviates: 'the claims parameter is not announced and not read' }, async () => {
  const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
  const { code } = await party.ask({ claims, scope: 'openid email' });
  const { body } = await party.exchange(code);
  const told = await (await userInfo(party.world, body.access_token ?? '')).json();
  expect(told).not.toHaveProperty('name');
});

check('oidcc-refresh-token', 'passes', async () => {
  const first = await tokens();
  const second = await token(party.world, {
    grant_type: 'refresh_token',
    refresh_token: first['refresh_token'],
    client_id: party.id,
    client_secret: party.secret,
  });
  const [before, after] = [payloadOf(first.id_token), payloadOf(second.body.id_token)];
  for (const name of ['iss', 'sub', 'aud', 'auth_time']) expect(after[name]).toBe(before[name]);
  expect(second.body.access_token).not.toBe(first.access_token);
  const stranger = {
    grant_type: 'refresh_token',
    refresh_token: first['refresh_token'],
    client_id: party.world.clientId,
  };
  expect((await token(party.world, stranger)).body).toEqual({ error: 'invalid_grant' });
});

check('oidcc-ensure-request-with-valid-pkce-succeeds', 'passes', async () => {
  const { verifier, challenge } = pkcePair();
  const { code } = await party.ask({ code_challenge: challenge, code_challenge_method: 'S256' });
  expect((await party.exchange(code, { code_verifier: verifier })).status).toBe(200);
});
