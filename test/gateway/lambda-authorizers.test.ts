/** Lambda authorizers: what functions say is carried out, and whatever is no clear permission is a refusal. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  functionArn,
  functionProxy,
  type Gateway,
  httpApi,
  invocationUri,
  never,
  proxyTo,
  restApi,
  startGateway,
  startUpstream,
  type Upstream,
} from './support.ts';

let gateway: Gateway;
let upstream: Upstream;

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Resource: string | readonly string[];
  readonly Action?: string;
}

const allow = (Resource: Statement['Resource'], more: object = {}, ...others: Statement[]) => ({
  principalId: 'somebody',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Action: 'execute-api:Invoke', Effect: 'Allow', Resource },
      ...others.map((each) => ({ Action: 'execute-api:Invoke', ...each })),
    ],
  },
  ...more,
});

const token = (name: string, more: object = {}) => ({
  type: 'apiKey',
  name: 'X-Auth',
  in: 'header',
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': {
    type: 'token',
    authorizerUri: invocationUri(name),
    authorizerResultTtlInSeconds: 0,
    ...more,
  },
});

const request = (name: string, more: object = {}) => ({
  ...token(name),
  'x-amazon-apigateway-authorizer': {
    type: 'request',
    authorizerUri: invocationUri(name),
    identitySource:
      'method.request.header.X-Auth, method.request.querystring.who, context.httpMethod, stageVariables.env',
    authorizerResultTtlInSeconds: 0,
    ...more,
  },
});

const METHOD = 'arn:aws:execute-api:us-east-1:000000000000:lambda/prod/GET';

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway({
    handlers: {
      byToken: ({ authorizationToken, methodArn }) => {
        switch (authorizationToken) {
          case 'ok':
            return allow(methodArn, { context: { level: 7, vip: true, name: 'Zoë' }, usageIdentifierKey: 'key' });
          case 'wide':
            return allow(`${METHOD}/token/*`);
          case 'deny':
            return allow('*', {}, { Effect: 'Deny', Resource: methodArn });
          case 'elsewhere':
            return allow('arn:aws:execute-api:us-east-1:000000000000:lambda/prod/POST/token/x');
          case 'other-action':
            return {
              ...allow(methodArn),
              policyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
              },
            };
          case 'unauthorized':
            throw new Error('Unauthorized');
          case 'throws':
            throw new Error('secret detail');
          case 'slow':
            return never();
          case 'text':
            return 'yes';
          case 'null':
            return null;
          case 'true':
            return true;
          case 'no-principal':
            return { ...allow('*'), principalId: undefined };
          case 'no-policy':
            return { principalId: 'x', isAuthorized: true };
          case 'bad-policy':
            return { principalId: 'x', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Perhaps' }] } };
          case 'empty-policy':
            return { principalId: 'x', policyDocument: {} };
          case 'nested':
            return allow('*', { context: { list: [1] } });
          case 'context':
            return allow('*', { context: 'text' });
          default:
            return allow('*', { principalId: 42 });
        }
      },
      byRequest: (event) => allow(event.methodArn, { context: { seen: JSON.stringify(event) } }),
      counted: () => allow('*', { context: { at: String(gateway.calls.length) } }),
      simple: ({ identitySource, routeKey }) => ({
        isAuthorized: identitySource[0] === 'ok',
        context: { routeKey, deep: { x: 1 } },
      }),
      simpleNonsense: () => ({ isAuthorized: 'true' }),
      policyV2: (event) => allow(event.routeArn),
      echo: (event) => ({ statusCode: 200, body: JSON.stringify(event) }),
    },
  });
  const mapped = {
    requestParameters: {
      'integration.request.header.X-Level': 'context.authorizer.level',
      'integration.request.header.X-Name': 'context.authorizer.name',
      'integration.request.header.X-Principal': 'context.authorizer.principalId',
    },
  };
  const to = (path: string, more: object = {}) => proxyTo(`${upstream.url}${path}`, more);
  await gateway.write(
    'lambda.yaml',
    JSON.stringify(
      restApi(
        {
          '/token/{x}': { get: { security: [{ token: [] }], ...to('/{x}', mapped) } },
          '/checked': { get: { security: [{ checked: [] }], ...to('/checked') } },
          '/request': { get: { security: [{ request: [] }], ...functionProxy('echo') } },
          '/kept/{x}': { get: { security: [{ kept: [] }], ...functionProxy('echo') } },
          '/gone': { get: { security: [{ gone: [] }], ...to('/gone') } },
        },
        {
          components: {
            securitySchemes: {
              token: token('byToken'),
              checked: token('byToken', { identityValidationExpression: 'ok|a.+' }),
              request: request('byRequest', {
                identitySource: 'method.request.header.X-Auth, method.request.querystring.who, context.httpMethod',
              }),
              kept: token('counted', { authorizerResultTtlInSeconds: 60 }),
              gone: token('missing'),
            },
          },
        },
      ),
    ),
  );
  const v2 = (name: string, more: object) => ({
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: functionArn(name),
      identitySource: '$request.header.X-Auth',
      authorizerPayloadFormatVersion: '2.0',
      ...more,
    },
  });
  const echo = functionProxy('echo', { payloadFormatVersion: '2.0' });
  await gateway.serve(
    'v2.json',
    httpApi(
      {
        '/simple': { get: { security: [{ simple: [] }], ...echo }, post: { security: [{ simple: [] }], ...echo } },
        '/nonsense': { get: { security: [{ nonsense: [] }], ...echo } },
        '/policy': { get: { security: [{ policy: [] }], ...echo } },
      },
      {
        components: {
          securitySchemes: {
            simple: v2('simple', { enableSimpleResponses: true, authorizerResultTtlInSeconds: 60 }),
            nonsense: v2('simpleNonsense', { enableSimpleResponses: true }),
            policy: v2('policyV2', {}),
          },
        },
      },
    ),
  );
});
afterAll(async () => {
  await gateway.stop();
  await upstream.close();
});
beforeEach(() => {
  gateway.calls.length = 0;
  upstream.heard.length = 0;
});

const ask = (path: string, auth?: string, method = 'GET') =>
  gateway.ask(path, { method, headers: { host: 'lambda.localhost', ...(auth !== undefined && { 'x-auth': auth }) } });
const ask2 = (path: string, auth?: string, method = 'GET') =>
  gateway.ask(path, { method, headers: { host: 'v2.localhost', ...(auth !== undefined && { 'x-auth': auth }) } });

describe('TOKEN', () => {
  test('a policy that names the method; its context goes on', async () => {
    const answer = await ask('/prod/token/x', 'ok');
    expect(answer.status).toBe(200);
    expect(answer.json.headers).toMatchObject({ 'x-level': '7', 'x-principal': 'somebody' });
    expect(Buffer.from(answer.json.headers['x-name'], 'latin1').toString()).toBe('Zoë');
    expect(gateway.calls[0]).toMatchObject({
      arn: functionArn('byToken'),
      event: { type: 'TOKEN', methodArn: `${METHOD}/token/x`, authorizationToken: 'ok' },
    });
  });

  test.each([
    ['deny', 'User is not authorized to access this resource with an explicit deny'],
    ['elsewhere', 'User is not authorized to access this resource'],
    ['other-action', 'User is not authorized to access this resource'],
  ])('a policy that does not allow: %s', async (auth, Message) => {
    expect(await ask('/prod/token/x', auth)).toMatchObject({ status: 403, json: { Message } });
    expect(upstream.heard).toEqual([]);
  });

  test.each([
    ...[
      'throws',
      'text',
      'null',
      'true',
      'no-principal',
      'no-policy',
      'bad-policy',
      'empty-policy',
      'nested',
      'context',
    ],
    'a number as principal',
  ])('what is no answer closes: %s', async (auth) => {
    const answer = await ask('/prod/token/x', auth);
    expect(answer).toMatchObject({ status: 500, text: '{"message":null}' });
    expect(answer.headers['x-amzn-errortype']).toMatch(/^Authorizer(Configuration|Failure)Exception$/);
    expect(upstream.heard).toEqual([]);
  });

  test('silence closes', async () => {
    expect(await ask('/prod/token/x', 'slow')).toMatchObject({ status: 500, text: '{"message":null}' });
    expect(upstream.heard).toEqual([]);
  });

  test('a function that is nowhere closes', async () => {
    expect(await ask('/prod/gone', 'ok')).toMatchObject({ status: 500, text: '{"message":null}' });
  });

  test('Unauthorized, and no token at all', async () => {
    expect(await ask('/prod/token/x', 'unauthorized')).toMatchObject({
      status: 401,
      json: { message: 'Unauthorized' },
    });
    gateway.calls.length = 0;
    expect(await ask('/prod/token/x')).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
    expect(gateway.calls).toEqual([]);
  });

  test('the whole token fits the expression, or the function is not asked', async () => {
    expect((await ask('/prod/checked', 'ok')).status).toBe(200);
    gateway.calls.length = 0;
    expect((await ask('/prod/checked', 'ok2')).status).toBe(401);
    expect((await ask('/prod/checked', 'not ok')).status).toBe(401);
    expect(gateway.calls).toEqual([]);
  });
});

describe('REQUEST', () => {
  test('the event has the request, and all sources must be there', async () => {
    const answer = await ask('/prod/request?who=me', 'ok');
    expect(answer.status).toBe(200);
    const { authorizer } = answer.json.requestContext;
    expect(authorizer.principalId).toBe('somebody');
    expect(JSON.parse(authorizer.seen)).toMatchObject({
      type: 'REQUEST',
      methodArn: `${METHOD}/request`,
      resource: '/request',
      path: '/request',
      httpMethod: 'GET',
      headers: { 'x-auth': 'ok' },
      queryStringParameters: { who: 'me' },
      requestContext: { stage: 'prod', identity: { sourceIp: '127.0.0.1' } },
    });
    gateway.calls.length = 0;
    expect((await ask('/prod/request', 'ok')).status).toBe(401);
    expect((await ask('/prod/request?who=')).status).toBe(401);
    expect(gateway.calls).toEqual([]);
  });

  test('format 2.0: simple answers', async () => {
    const answer = await ask2('/simple', 'ok');
    expect(answer.status).toBe(200);
    expect(answer.json.requestContext.authorizer.lambda).toEqual({ routeKey: 'GET /simple', deep: { x: 1 } });
    expect(gateway.calls[0]?.event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: 'arn:aws:execute-api:us-east-1:000000000000:v2/$default/GET/simple',
      identitySource: ['ok'],
      routeKey: 'GET /simple',
      rawPath: '/simple',
      requestContext: { http: { method: 'GET', path: '/simple' } },
    });
    expect(await ask2('/simple', 'no')).toMatchObject({ status: 403, json: { message: 'Forbidden' } });
    expect(await ask2('/simple')).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
    expect(await ask2('/nonsense', 'ok')).toMatchObject({ status: 500, json: { message: 'Internal Server Error' } });
    expect((await ask2('/policy', 'ok')).status).toBe(200);
  });
});

describe('what is kept', () => {
  test('a policy, for its time, by token', async () => {
    expect((await ask('/prod/kept/a', 'one')).status).toBe(200);
    expect((await ask('/prod/kept/b', 'one')).status).toBe(200);
    const asked = () => gateway.calls.filter(({ trigger }) => trigger === 'GatewayAuthorizer').length;
    expect(asked()).toBe(1);
    await ask('/prod/kept/a', 'two');
    expect(asked()).toBe(2);
    gateway.app.clock.advance(60_001);
    await ask('/prod/kept/a', 'one');
    expect(asked()).toBe(3);
  });

  test('many at once ask once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/prod/kept/a', 'crowd')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(gateway.calls.filter(({ trigger }) => trigger === 'GatewayAuthorizer')).toHaveLength(1);
  });

  test('a simple answer speaks of its own route', async () => {
    await ask2('/simple', 'ok');
    const before = gateway.calls.length;
    const post = await ask2('/simple', 'ok', 'POST');
    expect(gateway.calls.length).toBe(before + 2);
    expect(post.json.requestContext.authorizer.lambda.routeKey).toBe('POST /simple');
  });
});
