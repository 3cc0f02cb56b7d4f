import type { CreateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FunctionCall } from '../../src/core/ports.ts';
import { createClient } from '../support/builders.ts';
import { basic, codeClient, payloadOf, startWorld, token, type World } from './support.ts';

const calls: FunctionCall[] = [];
let answer: (event: Record<string, unknown>) => object = (event) => event;
let world: World;
beforeAll(async () => {
  const invoke = async (call: FunctionCall) => {
    calls.push(call);
    return answer(call.event as Record<string, unknown>);
  };
  world = await startWorld(
    { functions: { invoke } },
    {
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:tokens',
          LambdaVersion: 'V3_0',
        },
      },
    },
  );
});
afterAll(() => world.stop());

const machine = async (overrides: Partial<CreateUserPoolClientCommandInput> = {}) => {
  const { ClientId, ClientSecret = '' } = await createClient(world.app, world.poolId, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read', 'orders/write'],
    ...overrides,
  });
  return { id: ClientId, headers: basic(ClientId, ClientSecret) };
};

const GRANT = { grant_type: 'client_credentials' };

describe('client_credentials', () => {
  test('brings an access token alone, of the client itself, with all of its custom scopes', async () => {
    const { id, headers } = await machine();
    const { status, body } = await token(world, GRANT, headers);
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(['access_token', 'expires_in', 'token_type']);
    expect(payloadOf(body.access_token)).toEqual({
      sub: id,
      client_id: id,
      token_use: 'access',
      scope: 'orders/read orders/write',
      version: 2,
      iss: `${world.app.core.settings.issuerBase}/${world.poolId}`,
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
    });
  });

  test('brings the scopes that were asked for, once each', async () => {
    const { headers } = await machine();
    const { body } = await token(world, { ...GRANT, scope: 'orders/write  orders/write' }, headers);
    expect(payloadOf(body.access_token)['scope']).toBe('orders/write');
  });

  test.each(['orders/none', 'openid', 'orders/read nothing'])('refuses the scope %s', async (scope) => {
    const { headers } = await machine({ AllowedOAuthScopes: ['orders/read'] });
    expect(await token(world, { ...GRANT, scope }, headers)).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  });

  test('is for clients that have it, and a secret, alone', async () => {
    expect((await token(world, { ...GRANT, client_id: world.clientId })).body).toEqual({
      error: 'unauthorized_client',
    });
    const { ClientId, ClientSecret = '' } = await createClient(
      world.app,
      world.poolId,
      codeClient({ GenerateSecret: true }),
    );
    expect((await token(world, GRANT, basic(ClientId, ClientSecret))).body).toEqual({ error: 'unauthorized_client' });
    const off = await machine({ AllowedOAuthFlowsUserPoolClient: false });
    expect((await token(world, GRANT, off.headers)).body).toEqual({ error: 'unauthorized_client' });
  });
});

describe('PreTokenGeneration V3_0', () => {
  test('hears of the client and its metadata, and changes the token', async () => {
    answer = (event) => ({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: {
            claimsToAddOrOverride: { tenant: 'blue' },
            scopesToAdd: ['orders/audit'],
            scopesToSuppress: ['orders/write'],
          },
        },
      },
    });
    const { id, headers } = await machine();
    const aws_client_metadata = JSON.stringify({ environment: 'dev' });
    const { body } = await token(world, { ...GRANT, aws_client_metadata }, headers);
    expect(payloadOf(body.access_token)).toMatchObject({ tenant: 'blue', scope: 'orders/read orders/audit' });
    expect(calls.at(-1)?.event).toMatchObject({
      triggerSource: 'TokenGeneration_ClientCredentials',
      userName: id,
      request: { scopes: ['orders/read', 'orders/write'], clientMetadata: { environment: 'dev' } },
    });
  });

  test.each(['no json', '[]', '{"a":1}', 'null'])('refuses the metadata %s', async (aws_client_metadata) => {
    const { headers } = await machine();
    const { body } = await token(world, { ...GRANT, aws_client_metadata }, headers);
    expect(body['error']).toBe('invalid_request');
  });

  test('a function that fails is told as such', async () => {
    answer = () => ({});
    const { headers } = await machine();
    expect((await token(world, GRANT, headers)).body['error']).toBe('invalid_request');
  });
});
