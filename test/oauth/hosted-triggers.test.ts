/** What the pool's functions hear of authorizations, and how a refusal of theirs reaches the client. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FunctionCall, FunctionFailed } from '../../src/core/ports.ts';
import { createClient } from '../support/builders.ts';
import {
  answerIn,
  authorizationRequest,
  authorize,
  codeClient,
  codeFor,
  exchange,
  payloadOf,
  sessionOf,
  startWorld,
  token,
  type World,
} from './support.ts';

const calls: Record<string, unknown>[] = [];
let respond: (event: Record<string, unknown>) => object;
let world: World;
beforeAll(async () => {
  const invoke = async ({ event }: FunctionCall) => {
    calls.push(event as Record<string, unknown>);
    return respond(event as Record<string, unknown>);
  };
  world = await startWorld(
    { functions: { invoke } },
    {
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:tokens',
          LambdaVersion: 'V2_0',
        },
      },
    },
  );
});
afterAll(() => world.stop());

const adding = (event: Record<string, unknown>) => ({
  ...event,
  response: {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { plan: 'gold', nonce: 'stolen', at_hash: 'x' } },
      accessTokenGeneration: { scopesToAdd: ['orders/audit'] },
    },
  },
});

const failing = () => {
  throw new FunctionFailed('error', { errorMessage: 'not today' });
};

test('they hear of the exchange as TokenGeneration_HostedAuth and of its refresh as such', async () => {
  respond = adding;
  const { body } = await exchange(world, await codeFor(world, { nonce: 'n-1' }));
  expect(calls.at(-1)).toMatchObject({
    triggerSource: 'TokenGeneration_HostedAuth',
    userName: 'jane',
    callerContext: { clientId: world.clientId },
    request: { scopes: ['openid', 'email'] },
  });
  expect(payloadOf(body.id_token)).toMatchObject({ plan: 'gold', nonce: 'n-1' });
  expect(payloadOf(body.access_token)['scope']).toBe('openid email orders/audit');
  const refresh = { grant_type: 'refresh_token', client_id: world.clientId, refresh_token: body['refresh_token'] };
  await token(world, refresh);
  expect(calls.at(-1)).toMatchObject({
    triggerSource: 'TokenGeneration_RefreshTokens',
    request: { scopes: ['openid', 'email'] },
  });
});

test('a code is tried once, whatever they say, and only the one exchange that spends it is heard of', async () => {
  respond = adding;
  const code = await codeFor(world);
  const before = calls.length;
  const answers = await Promise.all([1, 2, 3].map(() => exchange(world, code)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(calls.length - before).toBe(1);
});

test('their refusal is an error of the token endpoint', async () => {
  respond = failing;
  const answer = await exchange(world, await codeFor(world));
  expect(answer).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', error_description: 'PreTokenGeneration failed with error not today.' },
  });
});

test('and of the redirect in the implicit grant', async () => {
  respond = failing;
  const { ClientId } = await createClient(world.app, world.poolId, codeClient({ AllowedOAuthFlows: ['implicit'] }));
  const asked = authorizationRequest(world, { client_id: ClientId, response_type: 'token' });
  expect(answerIn(await authorize(world, asked, await sessionOf(world, world.user.sub)))).toEqual({
    error: 'invalid_request',
    error_description: 'PreTokenGeneration failed with error not today.',
    state: 'af0ifjsldkj',
  });
});
