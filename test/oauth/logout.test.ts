import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answerIn,
  authorizationRequest,
  authorize,
  codeFor,
  exchange,
  locationOf,
  type Parameters,
  SIGNED_OUT,
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

const logout = (parameters: Parameters | URLSearchParams, cookie?: string) =>
  fetch(`${world.site}/logout?${parameters instanceof URLSearchParams ? parameters : search(parameters)}`, {
    redirect: 'manual',
    headers: cookie ? { cookie } : {},
  });

const isSignedIn = async (cookie: string) =>
  'code' in answerIn(await authorize(world, authorizationRequest(world, { prompt: 'none' }), cookie));

const idToken = async () => (await exchange(world, await codeFor(world))).body.id_token ?? '';

describe('with client_id and logout_uri', () => {
  test('the session ends, its cookie goes, and the browser is sent there', async () => {
    const cookie = await sessionOf(world, world.user.sub);
    expect(await isSignedIn(cookie)).toBe(true);
    const response = await logout({ client_id: world.clientId, logout_uri: SIGNED_OUT }, cookie);
    expect(response.headers.get('location')).toBe(SIGNED_OUT);
    expect(response.headers.getSetCookie().find((each) => each.startsWith('cognito='))).toMatch(
      /^cognito=; Max-Age=0; Path=.*; HttpOnly/,
    );
    expect(await isSignedIn(cookie)).toBe(false);
  });

  test('a browser without a session is sent there too', async () => {
    const response = await logout({ client_id: world.clientId, logout_uri: SIGNED_OUT });
    expect(response.headers.get('location')).toBe(SIGNED_OUT);
  });

  test('other sessions of the user stay', async () => {
    const [one, other] = [await sessionOf(world, world.user.sub), await sessionOf(world, world.user.sub)];
    await logout({ client_id: world.clientId, logout_uri: SIGNED_OUT }, one);
    expect(await isSignedIn(other)).toBe(true);
  });

  test.each([
    ['an unregistered address', { logout_uri: 'https://evil.example' }, 'redirect_mismatch'],
    ['a callback address', { logout_uri: 'https://app.example.com/callback' }, 'redirect_mismatch'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_request'],
    ['no client', { client_id: undefined }, 'invalid_request'],
    ['no address', { logout_uri: undefined }, 'invalid_request'],
  ])('%s is told on the error page, and the session stays', async (_name, overrides, error) => {
    const cookie = await sessionOf(world, world.user.sub);
    const response = await logout({ client_id: world.clientId, logout_uri: SIGNED_OUT, ...overrides }, cookie);
    const location = locationOf(response);
    expect(`${location.origin}${location.pathname}`).toBe(`${world.site}/error`);
    expect(location.searchParams.get('error')).toBe(error);
    expect(await isSignedIn(cookie)).toBe(true);
  });

  test('a parameter that is given twice is refused', async () => {
    const twice = search({ client_id: world.clientId, logout_uri: SIGNED_OUT });
    twice.append('logout_uri', 'https://evil.example');
    expect(locationOf(await logout(twice)).pathname).toMatch(/\/error$/);
  });
});

describe('with the parameters of an authorization request', () => {
  test('the browser is asked to sign in as somebody else', async () => {
    const cookie = await sessionOf(world, world.user.sub);
    const asked = authorizationRequest(world);
    const location = locationOf(await logout(asked, cookie));
    expect(`${location.origin}${location.pathname}`).toBe(`${world.site}/login`);
    expect(Object.fromEntries(location.searchParams)).toEqual(asked);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  test('an unregistered address is told on the error page', async () => {
    const location = locationOf(await logout(authorizationRequest(world, { redirect_uri: 'https://evil.example' })));
    expect(location.pathname).toMatch(/\/error$/);
  });
});

describe('with id_token_hint and post_logout_redirect_uri', () => {
  test('the client of the ID token is known by it, and gets its state', async () => {
    const cookie = await sessionOf(world, world.user.sub);
    const response = await logout(
      { id_token_hint: await idToken(), post_logout_redirect_uri: SIGNED_OUT, state: 's 1' },
      cookie,
    );
    expect(response.headers.get('location')).toBe(`${SIGNED_OUT}?state=s+1`);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  test('an ID token that is over still tells', async () => {
    const hint = await idToken();
    world.app.clock.advance(86_400_000);
    const response = await logout({ id_token_hint: hint, post_logout_redirect_uri: SIGNED_OUT });
    expect(response.headers.get('location')).toBe(SIGNED_OUT);
  });

  test('by POST', async () => {
    const response = await fetch(`${world.site}/logout`, {
      method: 'POST',
      redirect: 'manual',
      body: search({ id_token_hint: await idToken(), post_logout_redirect_uri: SIGNED_OUT }),
    });
    expect(response.headers.get('location')).toBe(SIGNED_OUT);
  });

  test('without an address there is a page', async () => {
    const cookie = await sessionOf(world, world.user.sub);
    const response = await logout({ id_token_hint: await idToken() }, cookie);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  test('an access token, and an ID token of another client, are no hints', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const hints = [
      { id_token_hint: body.access_token },
      { id_token_hint: body.id_token, client_id: 'abcdefghijklmnopqrstuvwxyz' },
    ];
    for (const hint of hints) {
      const location = locationOf(await logout({ ...hint, post_logout_redirect_uri: SIGNED_OUT }));
      expect(location.searchParams.get('error')).toBe('invalid_request');
    }
  });
});
