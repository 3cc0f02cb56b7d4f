/** What a client makes up never stands where the gateway, or an authorizer, was to say something. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Gateway,
  invocationUri,
  proxyTo,
  restApi,
  startGateway,
  startUpstream,
  type Upstream,
  userPoolScheme,
} from './support.ts';

let gateway: Gateway;
let upstream: Upstream;

const INVOKE = { Action: 'execute-api:Invoke', Resource: '*' };

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway({
    handlers: {
      tenants: ({ queryStringParameters: { tenant } }) => ({
        principalId: 'somebody',
        context: { tenant },
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ ...INVOKE, Effect: tenant === 'own' ? 'Allow' : 'Deny' }],
        },
      }),
    },
  });
  const tenants = {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: invocationUri('tenants'),
      identitySource: 'method.request.querystring.tenant',
      authorizerResultTtlInSeconds: 60,
    },
  };
  const mapped = {
    requestParameters: {
      'integration.request.header.X-User': 'context.authorizer.claims.cognito:username',
      'integration.request.header.X-Phone': 'context.authorizer.claims.phone_number',
      'integration.request.querystring.phone': 'context.authorizer.claims.phone_number',
      'integration.request.path.user': 'context.authorizer.claims.nickname',
    },
  };
  const security = [{ pool: [] }];
  await gateway.serve(
    'rest.json',
    restApi(
      {
        '/mapped': { get: { security, ...proxyTo(`${upstream.url}/mapped/{user}`, mapped) } },
        '/mapped/{user}': { get: { security, ...proxyTo(`${upstream.url}/of/{user}/things`, mapped) } },
        '/tenants': { get: { security: [{ tenants: [] }], ...proxyTo(`${upstream.url}/tenants`) } },
        '/fixed/{user}': { get: proxyTo(`${upstream.url}/fixed?role=reader&user={user}`) },
        '/plain': { 'x-amazon-apigateway-any-method': proxyTo(`${upstream.url}/plain`) },
      },
      { components: { securitySchemes: { pool: userPoolScheme(gateway.pool), tenants } } },
    ),
  );
});
afterAll(async () => {
  await gateway.stop();
  await upstream.close();
});

const ask = (path: string, headers: Record<string, string | string[]> = {}) =>
  gateway.ask(`/prod${path}`, { headers: { host: 'rest.localhost', ...headers } });

describe('where a mapping has a value, or none', () => {
  test('a header and a parameter of the client do not stand in its place', async () => {
    const { id, username } = await gateway.signIn();
    const { status, json } = await ask('/mapped?phone=%2B4912345&x=1', {
      authorization: id,
      'x-user': 'admin',
      x_user: 'admin',
      'x-phone': '+4912345',
      x_phone: '+4912345',
    });
    expect(status).toBe(200);
    expect(json.url).toBe('/mapped/?x=1');
    expect(json.headers).toMatchObject({ 'x-user': username });
    expect(Object.keys(json.headers).filter((name) => /user|phone/.test(name))).toEqual(['x-user']);
  });

  test('a part of the path does not either', async () => {
    const { id } = await gateway.signIn();
    expect((await ask('/mapped/somebody-else', { authorization: id })).status).toBe(400);
  });
});

test('a parameter that the address of the upstream sets is not set again', async () => {
  const { json } = await ask('/fixed/a%26b?role=admin&x=1&r%6fle=admin&&user=c&role+=2');
  expect(json.url).toBe('/fixed?role=reader&user=a%26b&x=1&role+=2');
  expect((await ask('/fixed/a')).json.url).toBe('/fixed?role=reader&user=a');
});

test('an answer that was kept for one value is not taken for several', async () => {
  expect((await ask('/tenants?tenant=own')).status).toBe(200);
  expect((await ask('/tenants?tenant=foreign')).status).toBe(403);
  expect((await ask('/tenants?tenant=own&tenant=foreign')).status).toBe(403);
  expect((await ask('/tenants?tenant=own&t%65nant=foreign')).status).toBe(403);
  expect((await ask('/tenants?tenant=own')).status).toBe(200);
});

test('names by which servers know clients, proxies and lengths do not pass, however they are written', async () => {
  const names = ['proxy', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip', 'x-forwarded-ssl', 'transfer_encoding'];
  const more = ['x-forwarded-client-cert', 'x-forwarded-scheme', 'x_forwarded_prefix', 'x-original-anything'];
  const sent = Object.fromEntries([...names, ...more].map((name) => [name, 'made-up']));
  const { json } = await ask('/plain', { ...sent, 'x-kept': 'made-up' });
  expect(Object.entries(json.headers).filter(([, value]) => value === 'made-up')).toEqual([['x-kept', 'made-up']]);
});

test('a body in another coding than chunks has no length that everyone agrees on', async () => {
  const head = 'POST /prod/plain HTTP/1.1\r\nHost: rest.localhost\r\nConnection: close\r\n';
  const plain = await gateway.raw(`${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
  const coded = await gateway.raw(`${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`);
  expect([plain, coded].map((said) => said.slice(9, 12))).toEqual(['200', '400']);
});

test('dots in the letters of other scripts are dots', async () => {
  const paths = ['%EF%BC%8E%EF%BC%8E', '%E2%80%A5', '.%20.', '%EF%BC%8E'];
  const answers = await Promise.all(paths.map((path) => ask(`/mapped/${path}`)));
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
});
