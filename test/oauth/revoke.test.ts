import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../support/builders.ts';
import {
  basic,
  codeClient,
  codeFor,
  exchange,
  type Parameters,
  search,
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

const revoke = async (parameters: Parameters, headers: Record<string, string> = {}) => {
  const response = await fetch(`${world.site}/oauth2/revoke`, { method: 'POST', body: search(parameters), headers });
  const text = await response.text();
  return { status: response.status, text, error: text && (JSON.parse(text) as { error: string }).error };
};

describe('/oauth2/revoke', () => {
  test('ends the refresh token and all that came from its sign-in, and says nothing', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const answer = await revoke({ token: body['refresh_token'], client_id: world.clientId });
    expect(answer).toEqual({ status: 200, text: '', error: '' });
    const refresh = { grant_type: 'refresh_token', client_id: world.clientId, refresh_token: body['refresh_token'] };
    expect((await token(world, refresh)).body).toEqual({ error: 'invalid_grant' });
    expect((await userInfo(world, body.access_token ?? '')).status).toBe(401);
  });

  test('says the same of a token that is none, or is ended already', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const parameters = { token: body['refresh_token'], client_id: world.clientId };
    await revoke(parameters);
    expect((await revoke(parameters)).status).toBe(200);
    expect((await revoke({ ...parameters, token: 'abc' })).status).toBe(200);
  });

  test('leaves tokens of another client alone', async () => {
    const { ClientId } = await createClient(world.app, world.poolId, codeClient());
    const { body } = await exchange(world, await codeFor(world));
    expect((await revoke({ token: body['refresh_token'], client_id: ClientId })).status).toBe(200);
    expect((await userInfo(world, body.access_token ?? '')).status).toBe(200);
  });

  test('takes refresh tokens alone', async () => {
    const { body } = await exchange(world, await codeFor(world));
    const answer = await revoke({ token: body.access_token, client_id: world.clientId });
    expect([answer.status, answer.error]).toEqual([400, 'unsupported_token_type']);
  });

  test('needs a token and a client that has it switched on', async () => {
    expect((await revoke({ client_id: world.clientId })).error).toBe('invalid_request');
    const settings = codeClient({ EnableTokenRevocation: false });
    const { ClientId } = await createClient(world.app, world.poolId, settings);
    const answer = await revoke({ token: 'abc', client_id: ClientId });
    expect([answer.status, answer.error]).toEqual([400, 'invalid_request']);
  });

  test('asks clients with a secret for it', async () => {
    const settings = codeClient({ GenerateSecret: true });
    const { ClientId, ClientSecret = '' } = await createClient(world.app, world.poolId, settings);
    const answer = await revoke({ token: 'abc', client_id: ClientId });
    expect([answer.status, answer.error]).toEqual([401, 'invalid_client']);
    expect((await revoke({ token: 'abc' }, basic(ClientId, ClientSecret))).status).toBe(200);
  });

  test('is no page', async () => {
    expect((await fetch(`${world.site}/oauth2/revoke`)).status).toBe(405);
  });
});
