import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import {
  answerIn,
  authorizationRequest,
  authorize,
  CALLBACK,
  codeClient,
  locationOf,
  type Parameters,
  pkcePair,
  search,
  sessionOf,
  startWorld,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const request = (overrides: Parameters = {}) => authorizationRequest(world, overrides);
const signedIn = () => sessionOf(world, world.user.sub);

describe('without a session', () => {
  test('the browser goes to the sign-in page with the same parameters', async () => {
    const asked = request({
      nonce: 'n-0S6',
      lang: 'de',
      login_hint: 'jane',
      max_age: '60',
      resource: 'https://api.test',
    });
    const location = locationOf(await authorize(world, asked));
    expect(`${location.origin}${location.pathname}`).toBe(`${world.site}/login`);
    expect(Object.fromEntries(location.searchParams)).toEqual(asked);
  });

  test('what is no parameter of the request is not carried along', async () => {
    const location = locationOf(await authorize(world, request({ evil: '<script>', error: 'x' })));
    expect([...location.searchParams.keys()]).not.toContain('evil');
    expect([...location.searchParams.keys()]).not.toContain('error');
  });

  test('nothing of it is kept by caches, framed or told to other sites', async () => {
    const { headers } = await authorize(world, request());
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  test('a POST with a form is the same', async () => {
    const response = await fetch(`${world.site}/oauth2/authorize`, {
      method: 'POST',
      body: search(request()),
      redirect: 'manual',
    });
    expect(Object.fromEntries(locationOf(response).searchParams)).toEqual(request());
  });

  test('prompt none is answered with login_required', async () => {
    expect(answerIn(await authorize(world, request({ prompt: 'none' })))).toEqual({
      error: 'login_required',
      state: 'af0ifjsldkj',
    });
  });
});

describe('with a session', () => {
  test('the client gets its code and its state at once', async () => {
    const response = await authorize(world, request(), await signedIn());
    const location = locationOf(response);
    expect(`${location.origin}${location.pathname}`).toBe(CALLBACK);
    expect([...location.searchParams.keys()]).toEqual(['code', 'state']);
    expect(location.searchParams.get('state')).toBe('af0ifjsldkj');
  });

  test('prompt none too', async () => {
    expect(answerIn(await authorize(world, request({ prompt: 'none' }), await signedIn()))).toHaveProperty('code');
  });

  test.each(['login', 'select_account', 'login select_account'])('prompt %s leads to the page', async (prompt) => {
    const location = locationOf(await authorize(world, request({ prompt }), await signedIn()));
    expect(location.pathname).toMatch(/\/login$/);
    expect(location.searchParams.get('prompt')).toBe(prompt);
  });

  test('max_age counts from the sign-in', async () => {
    const authTime = world.app.clock.now() - 100_000;
    const session = await sessionOf(world, world.user.sub, { authTime });
    expect(answerIn(await authorize(world, request({ max_age: '200' }), session))).toHaveProperty('code');
    expect(locationOf(await authorize(world, request({ max_age: '99' }), session)).pathname).toMatch(/\/login$/);
    expect(answerIn(await authorize(world, request({ max_age: '99', prompt: 'none' }), session))).toMatchObject({
      error: 'login_required',
    });
    expect(locationOf(await authorize(world, request({ max_age: '0' }), await signedIn())).pathname).toMatch(/login$/);
  });

  test('a cookie that is forged, or of another pool, is none', async () => {
    const { Id: otherPool } = await createPool(world.app);
    const other = await createConfirmedUser(world.app, otherPool);
    const cookies = ['cognito=abc', await sessionOf({ app: world.app, poolId: otherPool }, other.sub)];
    for (const cookie of cookies) {
      expect(locationOf(await authorize(world, request(), cookie)).pathname).toMatch(/\/login$/);
    }
  });

  test('it is over after an hour', async () => {
    const session = await signedIn();
    world.app.clock.advance(3_600_001);
    expect(locationOf(await authorize(world, request(), session)).pathname).toMatch(/\/login$/);
  });

  test('somebody of a provider that this client does not take signs in anew', async () => {
    const session = await sessionOf(world, world.user.sub, { provider: 'Google' });
    expect(locationOf(await authorize(world, request(), session)).pathname).toMatch(/\/login$/);
  });

  test('a request for the users of the pool is answered for them', async () => {
    const asked = request({ identity_provider: 'COGNITO' });
    expect(answerIn(await authorize(world, asked, await signedIn()))).toHaveProperty('code');
    expect(locationOf(await authorize(world, asked)).pathname).toMatch(/\/login$/);
  });
});

describe('before client and address are known good', () => {
  const bad: [string, Parameters, string][] = [
    ['no client', { client_id: undefined }, 'invalid_request'],
    ['an unknown client', { client_id: 'abcdefghijklmnopqrstuvwxyz' }, 'invalid_request'],
    ['no redirect_uri', { redirect_uri: undefined }, 'invalid_request'],
    ['an unregistered redirect_uri', { redirect_uri: 'https://evil.example' }, 'redirect_mismatch'],
  ];
  test.each(bad)('%s is told on the error page', async (_name, overrides, error) => {
    const location = locationOf(await authorize(world, request(overrides), await signedIn()));
    expect(`${location.origin}${location.pathname}`).toBe(`${world.site}/error`);
    expect(location.searchParams.get('error')).toBe(error);
  });

  test('the error page is told which client it was', async () => {
    const location = locationOf(await authorize(world, request({ redirect_uri: 'https://evil.example' })));
    expect(location.search).toBe(`?error=redirect_mismatch&client_id=${world.clientId}`);
  });
});

describe('afterwards the client is told', () => {
  const bad: [string, Parameters, string][] = [
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['an unknown response_type', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['several response_types', { response_type: 'code token' }, 'unsupported_response_type'],
    ['a prototype name as response_type', { response_type: 'constructor' }, 'unsupported_response_type'],
    ['a flow that the client is not allowed', { response_type: 'token' }, 'unauthorized_client'],
    ['an unknown scope', { scope: 'openid nothing' }, 'invalid_scope'],
    ['a scope that the client is not allowed', { scope: 'openid orders/write' }, 'invalid_scope'],
    ['email without openid', { scope: 'email' }, 'invalid_scope'],
    ['a challenge without its method', { code_challenge: pkcePair().challenge }, 'invalid_request'],
    ['the plain method', { code_challenge: pkcePair().verifier, code_challenge_method: 'plain' }, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a challenge that is no hash', { code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://evil.example/r' }, 'request_uri_not_supported'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
    ['another response_mode', { response_mode: 'form_post' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'hover' }, 'invalid_request'],
    ['prompt none beside another', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: '1e3' }, 'invalid_request'],
    ['a resource that is no address', { resource: 'orders' }, 'invalid_target'],
    ['a resource with a fragment', { resource: 'https://api.test/#x' }, 'invalid_target'],
    ['a resource by plain http', { resource: 'http://api.test' }, 'invalid_target'],
    ['an unknown provider', { identity_provider: 'Nobody' }, 'invalid_request'],
    ['an unknown provider identifier', { idp_identifier: 'nobody.example' }, 'invalid_request'],
  ];
  test.each(bad)('%s', async (_name, overrides, error) => {
    const location = locationOf(await authorize(world, request(overrides), await signedIn()));
    expect(`${location.origin}${location.pathname}`).toBe(CALLBACK);
    const told = Object.fromEntries(new URLSearchParams(location.hash.slice(1) || location.search));
    expect(told).toMatchObject({ error, state: 'af0ifjsldkj' });
    expect(told).not.toHaveProperty('code');
  });

  test('a client that is not switched on for OAuth', async () => {
    const { ClientId } = await createClient(world.app, world.poolId, { CallbackURLs: [CALLBACK] });
    expect(answerIn(await authorize(world, request({ client_id: ClientId }), await signedIn()))).toMatchObject({
      error: 'unauthorized_client',
    });
  });
});

describe('defaults', () => {
  test('a request without scopes has all of the client', async () => {
    const asked = request({ scope: undefined });
    expect(answerIn(await authorize(world, asked, await signedIn()))).toHaveProperty('code');
  });

  test('at a client with one provider the default address serves where the request has none', async () => {
    const DefaultRedirectURI = 'https://app.example.com/default';
    const settings = codeClient({ CallbackURLs: [CALLBACK, DefaultRedirectURI], DefaultRedirectURI });
    const { ClientId } = await createClient(world.app, world.poolId, settings);
    const asked = request({ client_id: ClientId, redirect_uri: undefined });
    const location = locationOf(await authorize(world, asked, await signedIn()));
    expect(`${location.origin}${location.pathname}`).toBe(DefaultRedirectURI);
  });
});

describe('other methods and bodies', () => {
  test('PUT is not allowed', async () => {
    const response = await fetch(`${world.site}/oauth2/authorize`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  test('a POST that is no form, or too large a one', async () => {
    const post = (body: string, type: string) =>
      fetch(`${world.site}/oauth2/authorize`, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{}', 'application/json')).status).toBe(400);
    expect((await post(`x=${'y'.repeat(70_000)}`, 'application/x-www-form-urlencoded')).status).toBe(413);
  });
});

describe('a store that does not answer', () => {
  test('is told to the client, not to the person', async () => {
    const cookie = await signedIn();
    const failing = vi.spyOn(world.app.core.store.tickets, 'isUsed').mockRejectedValue(new Error('no store'));
    try {
      expect(answerIn(await authorize(world, request(), cookie))).toEqual({
        error: 'server_error',
        state: 'af0ifjsldkj',
      });
    } finally {
      failing.mockRestore();
    }
  });
});
