/** oidc-client-ts, the library of single-page applications, in Node with its storage in memory. */
import { InMemoryWebStorage, OidcClient, type OidcClientSettings, WebStorageStateStore } from 'oidc-client-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CALLBACK, SIGNED_OUT, sessionOf, startWorld, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const party = (overrides: Partial<OidcClientSettings> = {}) =>
  new OidcClient({
    authority: `${world.app.core.settings.issuerBase}/${world.poolId}`,
    client_id: world.clientId,
    redirect_uri: CALLBACK,
    post_logout_redirect_uri: SIGNED_OUT,
    response_type: 'code',
    scope: 'openid email',
    loadUserInfo: true,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    ...overrides,
  });

const throughBrowser = async (address: string): Promise<string> => {
  const headers = { cookie: await sessionOf(world, world.user.sub) };
  return (await fetch(address, { redirect: 'manual', headers })).headers.get('location') ?? '';
};

test('signs in with PKCE and a nonce, and merges what userInfo says', async () => {
  const client = party();
  const { url } = await client.createSigninRequest({ state: { page: 7 }, nonce: 'n-0S6_WzA2Mj' });
  expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256');
  const answer = await client.processSigninResponse(await throughBrowser(url));
  expect(answer).toMatchObject({ userState: { page: 7 }, token_type: 'Bearer', isOpenId: true });
  expect(answer.profile).toMatchObject({ sub: world.user.sub, email: 'jane@example.com', username: 'jane' });
});

test('refreshes, and signs out', async () => {
  const client = party();
  const answer = await client.processSigninResponse(await throughBrowser((await client.createSigninRequest({})).url));
  const { refresh_token = '', id_token = '', profile, access_token } = answer;
  const refreshed = await client.useRefreshToken({
    state: { refresh_token, id_token, profile, session_state: null, scope: 'openid email' },
    timeoutInSeconds: 10,
  });
  expect(refreshed.access_token).not.toBe(access_token);
  expect(refreshed.profile.sub).toBe(world.user.sub);
  const { url } = await client.createSignoutRequest({ id_token_hint: id_token, state: 'x' });
  const back = await throughBrowser(url);
  expect(back.startsWith(`${SIGNED_OUT}?state=`)).toBe(true);
  expect((await client.processSignoutResponse(back)).error).toBeNull();
});

test('revokes', async () => {
  const client = party();
  const answer = await client.processSigninResponse(await throughBrowser((await client.createSigninRequest({})).url));
  await client.revokeToken(answer.refresh_token ?? '', 'refresh_token');
  const again = fetch(`${world.site}/oauth2/userInfo`, { headers: { authorization: `Bearer ${answer.access_token}` } });
  expect((await again).status).toBe(401);
});

test('hears of errors as such', async () => {
  const client = party({ scope: 'openid nothing' });
  const { url } = await client.createSigninRequest({});
  await expect(client.processSigninResponse(await throughBrowser(url))).rejects.toMatchObject({
    error: 'invalid_scope',
  });
});

test('silent sign-in of somebody without a session is login_required', async () => {
  const client = party();
  const { url } = await client.createSigninRequest({ prompt: 'none' });
  const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
  await expect(client.processSigninResponse(back)).rejects.toMatchObject({ error: 'login_required' });
});
