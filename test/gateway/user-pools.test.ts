/** COGNITO_USER_POOLS of REST APIs, in front of a real upstream and of functions. */
import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient, createPool } from '../support/builders.ts';
import {
  functionProxy,
  type Gateway,
  proxyTo,
  restApi,
  startGateway,
  startUpstream,
  type Upstream,
  userPoolScheme,
} from './support.ts';

let gateway: Gateway;
let upstream: Upstream;
let tokens: Awaited<ReturnType<Gateway['signIn']>>;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway({
    handlers: {
      rides: (event) => ({ statusCode: 201, headers: { 'X-Ride': '1' }, body: JSON.stringify(event) }),
    },
  });
  const security = [{ users: [] }];
  await gateway.serve(
    'rides.json',
    restApi(
      {
        '/ride': { post: { security, ...functionProxy('rides') } },
        '/open': { get: proxyTo(`${upstream.url}/open`) },
        '/scoped': {
          get: {
            security: [{ users: ['aws.cognito.signin.user.admin', 'x/y'] }],
            ...proxyTo(`${upstream.url}/scoped`),
          },
        },
        '/other-scope': { get: { security: [{ users: ['rides/write'] }], ...proxyTo(`${upstream.url}/scoped`) } },
        '/things/{proxy+}': {
          'x-amazon-apigateway-any-method': {
            security,
            ...proxyTo(`${upstream.url}/base/{proxy}`, {
              requestParameters: {
                'integration.request.path.proxy': 'method.request.path.proxy',
                'integration.request.header.X-Sub': 'context.authorizer.claims.sub',
                'integration.request.header.X-Groups': 'context.authorizer.claims.cognito:groups',
              },
            }),
          },
        },
      },
      { components: { securitySchemes: { users: userPoolScheme(gateway.pool) } } },
    ),
  );
  tokens = await gateway.signIn();
});
afterAll(async () => {
  await gateway.stop();
  await upstream.close();
});
beforeEach(() => {
  upstream.heard.length = 0;
});

const get = (path: string, authorization?: string) =>
  gateway.ask(path, { headers: { host: 'rides.localhost', ...(authorization !== undefined && { authorization }) } });

describe('grants', () => {
  test('an ID token, with Bearer and without', async () => {
    expect((await get('/prod/things/a', tokens.id)).status).toBe(200);
    const answer = await get('/prod/things/a/b?x=1&x=2', `Bearer ${tokens.id}`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      url: '/base/a/b?x=1&x=2',
      headers: {
        'x-sub': tokens.sub,
        'x-groups': 'riders',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
    });
    expect(answer.headers['x-upstream']).toBe('yes');
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['x-amz-apigw-id']).toMatch(/=$/);
  });

  test('an access token where the method has one of its scopes', async () => {
    expect((await get('/prod/scoped', tokens.access)).status).toBe(200);
  });

  test('a function is told the claims', async () => {
    const answer = await gateway.ask('/prod/ride?at=here', {
      method: 'POST',
      headers: { authorization: tokens.id, 'content-type': 'application/json' },
      body: '{"PickupLocation":{"Latitude":1}}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers['x-ride']).toBe('1');
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.json).toMatchObject({
      resource: '/ride',
      path: '/ride',
      httpMethod: 'POST',
      queryStringParameters: { at: 'here' },
      multiValueQueryStringParameters: { at: ['here'] },
      pathParameters: null,
      stageVariables: null,
      body: '{"PickupLocation":{"Latitude":1}}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'rides',
        stage: 'prod',
        path: '/prod/ride',
        resourcePath: '/ride',
        identity: { sourceIp: '127.0.0.1', cognitoIdentityId: null },
        authorizer: {
          claims: {
            sub: tokens.sub,
            'cognito:username': tokens.username,
            'cognito:groups': 'riders',
            token_use: 'id',
            exp: expect.stringMatching(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/),
          },
        },
      },
    });
  });

  test('a method without an authorizer', async () => {
    expect((await get('/prod/open')).json).toMatchObject({ url: '/open' });
  });
});

test('a body is asked for when its sender may pass, and not before', async () => {
  const head = (authorization: string) =>
    `PUT /prod/things/a HTTP/1.1\r\nHost: rides.localhost\r\nAuthorization: ${authorization}\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
  expect(await gateway.raw(head('none'))).toMatch(/^HTTP\/1\.1 401/);
  expect(await gateway.raw(`${head(tokens.id)}body`)).toMatch(/^HTTP\/1\.1 100 Continue[\s\S]+HTTP\/1\.1 200/);
  expect(upstream.heard.map(({ body }) => body)).toEqual(['body']);
});

describe('refusals', () => {
  const unauthorized = { status: 401, json: { message: 'Unauthorized' } };

  test('no token, nonsense, another scheme', async () => {
    for (const value of [
      undefined,
      '',
      'nonsense',
      'Basic YTpi',
      'Bearer',
      'a.b.c',
      `${tokens.id}x`,
      ` ${tokens.id} more`,
    ]) {
      expect(await get('/prod/things/a', value), String(value)).toMatchObject(unauthorized);
    }
    expect((await get('/prod/things/a')).headers['x-amzn-errortype']).toBe('UnauthorizedException');
    expect(upstream.heard).toEqual([]);
  });

  test('the other token of the two', async () => {
    expect(await get('/prod/things/a', tokens.access)).toMatchObject(unauthorized);
    expect(await get('/prod/scoped', tokens.id)).toMatchObject(unauthorized);
    expect(upstream.heard).toEqual([]);
  });

  test('an access token without the scope of the method', async () => {
    expect(await get('/prod/other-scope', tokens.access)).toMatchObject(unauthorized);
  });

  test('a changed payload, a changed signature, no algorithm', async () => {
    const [header = '', payload = '', signature = ''] = tokens.id.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admins'] })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const forged of [
      `${header}.${changed}.${signature}`,
      `${header}.${payload}.${other}`,
      `${none}.${payload}.x`,
    ]) {
      expect(await get('/prod/things/a', forged)).toMatchObject(unauthorized);
    }
  });

  test('a token of a pool that the authorizer does not name', async () => {
    const pool = await createPool(gateway.app);
    await createClient(gateway.app, pool.Id);
    const scheme = { users: userPoolScheme(pool.Id) };
    const paths = { '/a': { get: { security: [{ users: [] }], ...proxyTo(upstream.url) } } };
    await gateway.serve('elsewhere.json', restApi(paths, { components: { securitySchemes: scheme } }));
    expect(
      await gateway.ask('/prod/a', { headers: { host: 'elsewhere.localhost', authorization: tokens.id } }),
    ).toMatchObject(unauthorized);
  });

  test('two Authorization headers', async () => {
    const answer = await gateway.ask('/prod/things/a', {
      headers: { host: 'rides.localhost', authorization: [tokens.id, 'Bearer x'] },
    });
    expect(answer.status).toBe(400);
    expect(upstream.heard).toEqual([]);
  });

  test('unknown paths and methods, with a token and without', async () => {
    const missing = { status: 403, json: { message: 'Missing Authentication Token' } };
    for (const path of ['/prod/nothing', '/prod', '/', '/test/ride', '/prod/ride/', '/prod/Ride']) {
      const answer = await get(path, tokens.id);
      expect(answer, path).toMatchObject(missing);
      expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    }
    expect(await get('/prod/ride', tokens.id)).toMatchObject(missing);
  });

  test('a user who has signed out everywhere, within a second', async () => {
    const gone = await gateway.signIn();
    expect((await get('/prod/things/a', gone.id)).status).toBe(200);
    await gateway.app.cognito.send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: gateway.pool, Username: gone.username }),
    );
    gateway.app.clock.advance(1_001);
    expect(await get('/prod/things/a', gone.id)).toMatchObject(unauthorized);
    expect(await get('/prod/scoped', gone.access)).toMatchObject(unauthorized);
  });

  test('an expired token', async () => {
    gateway.app.clock.advance(3_601_000);
    expect(await get('/prod/things/a', tokens.id)).toMatchObject({
      status: 401,
      json: { message: 'The incoming token has expired' },
    });
    expect(upstream.heard).toEqual([]);
  });
});
