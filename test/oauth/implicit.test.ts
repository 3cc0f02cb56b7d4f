import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../support/builders.ts';
import {
  answerIn,
  authorizationRequest,
  authorize,
  CALLBACK,
  codeClient,
  locationOf,
  type Parameters,
  payloadOf,
  sessionOf,
  startWorld,
  userInfo,
  type World,
} from './support.ts';

let world: World;
let clientId: string;
beforeAll(async () => {
  world = await startWorld();
  const settings = codeClient({ AllowedOAuthFlows: ['implicit'] });
  clientId = (await createClient(world.app, world.poolId, settings)).ClientId;
});
afterAll(() => world.stop());

const ask = async (overrides: Parameters = {}, session = true) =>
  authorize(
    world,
    authorizationRequest({ clientId }, { response_type: 'token', ...overrides }),
    session ? await sessionOf(world, world.user.sub) : undefined,
  );

describe('the implicit grant', () => {
  test('brings tokens in the fragment, none to refresh, and the state', async () => {
    const response = await ask({ nonce: 'n-0S6' });
    const location = locationOf(response);
    expect(`${location.origin}${location.pathname}${location.search}`).toBe(CALLBACK);
    const answer = answerIn(response);
    expect(Object.keys(answer)).toEqual(['id_token', 'access_token', 'expires_in', 'token_type', 'state']);
    expect(answer).toMatchObject({ expires_in: '3600', token_type: 'Bearer', state: 'af0ifjsldkj' });
    expect(payloadOf(answer['id_token'])).toMatchObject({ nonce: 'n-0S6', aud: clientId, at_hash: expect.any(String) });
    expect((await userInfo(world, answer['access_token'] ?? '')).status).toBe(200);
  });

  test('without openid brings an access token alone', async () => {
    expect(Object.keys(answerIn(await ask({ scope: 'orders/read' })))).not.toContain('id_token');
  });

  test('has its errors in the fragment as well', async () => {
    const location = locationOf(await ask({ prompt: 'none' }, false));
    expect(location.search).toBe('');
    expect(Object.fromEntries(new URLSearchParams(location.hash.slice(1)))).toEqual({
      error: 'login_required',
      state: 'af0ifjsldkj',
    });
  });

  test('does not give codes to a client that has it alone', async () => {
    expect(answerIn(await ask({ response_type: 'code' }))).toMatchObject({ error: 'unauthorized_client' });
  });

  test('gives the resource as audience', async () => {
    const answer = answerIn(await ask({ resource: 'https://api.example.com' }));
    expect(payloadOf(answer['access_token'])['aud']).toBe('https://api.example.com');
    expect(payloadOf(answer['id_token'])['aud']).toBe(clientId);
  });
});
