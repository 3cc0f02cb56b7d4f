/** HTTP APIs: JWT authorizers, CORS, events and answers of format 2.0. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  functionProxy,
  type Gateway,
  httpApi,
  proxyTo,
  startGateway,
  startUpstream,
  type Upstream,
} from './support.ts';

let gateway: Gateway;
let upstream: Upstream;
let tokens: Awaited<ReturnType<Gateway['signIn']>>;
let foreign: Awaited<ReturnType<typeof foreignIssuer>>;

/** An issuer of its own over HTTPS, with a certificate that the operator trusts. */
const foreignIssuer = async () => {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=127.0.0.1',
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
      new x509.BasicConstraintsExtension(true, undefined, true),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const pem = `-----BEGIN PRIVATE KEY-----\n${key.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const next = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const published = [{ ...(await exportJWK(signing.publicKey)), kid: 'one', alg: 'RS256' }];
  let asked = 0;
  const server: Server = createServer({ key: pem, cert: made.toString('pem') }, (request, response) => {
    asked += 1;
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const body = request.url?.endsWith('/jwks') ? { keys: published } : { issuer: url, jwks_uri: `${url}/jwks` };
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const caFile = join(tmpdir(), `poolhouse-ca-${crypto.randomUUID()}.pem`);
  await writeFile(caFile, made.toString('pem'));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = (claims: object, options: { kid?: string; pair?: typeof signing; alg?: string } = {}) =>
    new SignJWT({
      iss: url,
      aud: 'api',
      sub: 'somebody',
      exp: Math.floor(gateway.app.clock.now() / 1000) + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: options.alg ?? 'RS256', kid: options.kid ?? 'one' })
      .sign((options.pair ?? signing).privateKey);
  const announce = async () => void published.push({ ...(await exportJWK(next.publicKey)), kid: 'two', alg: 'RS256' });
  return { server, url, caFile, token, announce, next, asked: () => asked };
};

beforeAll(async () => {
  upstream = await startUpstream();
  foreign = await foreignIssuer();
  gateway = await startGateway({
    flags: { 'outbound-allow': '127.0.0.1', 'outbound-ca-file': foreign.caFile },
    handlers: {
      echo: (event) => event,
      text: () => 'just text',
      object: () => ({ made: 'by inference' }),
      nothing: () => undefined,
      full: () => ({
        statusCode: 202,
        headers: { 'X-A': 'b', 'content-length': '3' },
        cookies: ['a=1; Path=/', 'b=2'],
        body: Buffer.from('bytes \u0000').toString('base64'),
        isBase64Encoded: true,
      }),
      wrong: () => ({ statusCode: 'many' }),
      split: () => ({ statusCode: 200, headers: { 'x-a': 'b\r\nset-cookie: x=y' } }),
      throws: () => {
        throw new Error('secret detail');
      },
    },
  });
  const jwt = (issuer: string, audience: string[], identitySource = '$request.header.Authorization') => ({
    type: 'oauth2',
    'x-amazon-apigateway-authorizer': { type: 'jwt', identitySource, jwtConfiguration: { issuer, audience } },
  });
  const route = (name: string, security: object[] = []) => ({
    get: { security, ...functionProxy(name, { payloadFormatVersion: '2.0' }) },
    post: { security, ...functionProxy(name, { payloadFormatVersion: '2.0' }) },
  });
  const issuer = `${gateway.app.core.settings.issuerBase}/${gateway.pool}`;
  await gateway.serve(
    'http.json',
    httpApi(
      {
        '/echo/{id}': route('echo', [{ pool: [] }]),
        '/scoped': route('echo', [{ pool: ['aws.cognito.signin.user.admin'] }]),
        '/write': route('echo', [{ pool: ['rides/write'] }]),
        '/amazon': route('object', [{ amazon: [] }]),
        '/query': route('object', [{ query: [] }]),
        '/other-client': route('object', [{ otherClient: [] }]),
        '/foreign': route('echo', [{ foreign: [] }]),
        '/text': route('text'),
        '/nothing': route('nothing'),
        '/full': route('full'),
        '/wrong': route('wrong'),
        '/split': route('split'),
        '/throws': route('throws'),
        '/plain/{proxy+}': {
          get: proxyTo(`${upstream.url}/{proxy}`, {
            requestParameters: {
              'append:header.x-more': '$request.querystring.more',
              'overwrite:querystring.who': '$context.identity.sourceIp',
              'remove:header.x-gone': "''",
            },
          }),
        },
      },
      {
        components: {
          securitySchemes: {
            pool: jwt(issuer, [gateway.client]),
            amazon: jwt(`https://cognito-idp.us-east-1.amazonaws.com/${gateway.pool}`, [gateway.client]),
            query: jwt(issuer, [gateway.client], '$request.querystring.token'),
            otherClient: jwt(issuer, ['somebody-else']),
            foreign: jwt(foreign.url, ['api', 'more']),
          },
        },
      },
    ),
  );
  tokens = await gateway.signIn();
}, 90_000);
afterAll(async () => {
  await gateway.stop();
  await upstream.close();
  foreign.server.close();
});
beforeEach(() => {
  upstream.heard.length = 0;
});

const host = 'http.localhost';
const get = (path: string, token?: string, more: Record<string, string> = {}) =>
  gateway.ask(path, { headers: { host, ...(token !== undefined && { authorization: `Bearer ${token}` }), ...more } });

describe('JWT authorizers', () => {
  test('tokens of a pool; the event tells claims and scopes', async () => {
    const answer = await get('/echo/7?a=1&a=2', tokens.id, { cookie: 'x=1; y=2', 'x-custom': 'c' });
    expect(answer.status).toBe(200);
    expect(answer.headers['apigw-requestid']).toMatch(/=$/);
    expect(answer.json).toMatchObject({
      version: '2.0',
      routeKey: 'GET /echo/{id}',
      rawPath: '/echo/7',
      rawQueryString: 'a=1&a=2',
      cookies: ['x=1', 'y=2'],
      headers: { 'x-custom': 'c' },
      queryStringParameters: { a: '1,2' },
      pathParameters: { id: '7' },
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'http',
        stage: '$default',
        http: { method: 'GET', path: '/echo/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        authorizer: { jwt: { claims: { sub: tokens.sub, 'cognito:groups': '[riders]' }, scopes: null } },
      },
    });
    expect(answer.json.headers.cookie).toBeUndefined();
    const scoped = await get('/scoped', tokens.access);
    expect(scoped.json.requestContext.authorizer.jwt.scopes).toEqual(['aws.cognito.signin.user.admin']);
  });

  test('an issuer as Amazon writes it is the pool of that id; a token in the query', async () => {
    expect((await get('/amazon', tokens.access)).json).toEqual({ made: 'by inference' });
    expect((await get(`/query?token=${tokens.access}`)).status).toBe(200);
    expect((await get('/query', tokens.access)).status).toBe(401);
  });

  test('refusals, with their challenge', async () => {
    const none = await get('/echo/1');
    expect(none).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
    expect(none.headers['www-authenticate']).toBe('Bearer');
    const scope = await get('/write', tokens.access);
    expect(scope).toMatchObject({ status: 403, json: { message: 'Forbidden' } });
    expect(scope.headers['www-authenticate']).toMatch(/scope="rides\/write" error="insufficient_scope"/);
    expect((await get('/scoped', tokens.id)).status).toBe(403);
    const other = await get('/other-client', tokens.id);
    expect(other.status).toBe(401);
    expect(other.headers['www-authenticate']).toMatch(/does not have a valid audience/);
    expect((await get('/foreign', tokens.access)).status).toBe(401);
  });

  test('tokens of another issuer, by its announced keys, which are kept', async () => {
    const answer = await get('/foreign', await foreign.token({ scope: 'a b' }));
    expect(answer.status).toBe(200);
    expect(answer.json.requestContext.authorizer.jwt.claims).toMatchObject({ iss: foreign.url, sub: 'somebody' });
    const asked = foreign.asked();
    expect((await get('/foreign', await foreign.token({ aud: ['x', 'more'] }))).status).toBe(200);
    expect(foreign.asked()).toBe(asked);
    for (const claims of [
      { aud: 'other' },
      { aud: undefined },
      { iss: 'https://evil.test' },
      { exp: 1 },
      { exp: undefined },
      { nbf: 9_999_999_999 },
    ]) {
      expect((await get('/foreign', await foreign.token(claims))).status, JSON.stringify(claims)).toBe(401);
    }
    expect((await get('/foreign', await foreign.token({}, { pair: foreign.next }))).status).toBe(401);
  });

  test('a new key is looked for, though not at every turn', async () => {
    const token = await foreign.token({}, { pair: foreign.next, kid: 'two' });
    const asked = foreign.asked();
    expect((await get('/foreign', token)).status).toBe(401);
    expect((await get('/foreign', token)).status).toBe(401);
    expect(foreign.asked()).toBe(asked);
    await foreign.announce();
    gateway.app.clock.advance(30_001);
    expect((await get('/foreign', await foreign.token({}, { pair: foreign.next, kid: 'two' }))).status).toBe(200);
  });
});

describe('answers of functions', () => {
  test('inferred and whole', async () => {
    expect(await get('/text')).toMatchObject({
      status: 200,
      text: 'just text',
      headers: { 'content-type': 'application/json' },
    });
    expect(await get('/nothing')).toMatchObject({ status: 200, text: 'null' });
    const full = await get('/full');
    expect(full).toMatchObject({
      status: 202,
      text: 'bytes \u0000',
      headers: { 'x-a': 'b', 'content-length': '7', 'set-cookie': ['a=1; Path=/', 'b=2'] },
    });
  });

  test('nonsense, line breaks in headers and failures', async () => {
    for (const path of ['/wrong', '/split', '/throws']) {
      expect(await get(path), path).toMatchObject({ status: 500, json: { message: 'Internal Server Error' } });
    }
  });

  test('bodies: text as text, all else in base64', async () => {
    const post = (type: string, body: string) =>
      gateway.ask('/echo/1', {
        method: 'POST',
        headers: { host, authorization: `Bearer ${tokens.id}`, 'content-type': type },
        body,
      });
    expect((await post('application/json', '{"a":1}')).json).toMatchObject({ body: '{"a":1}', isBase64Encoded: false });
    expect((await post('image/png', 'png')).json).toMatchObject({ body: 'cG5n', isBase64Encoded: true });
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    gateway.ask('/echo/1', { method: 'OPTIONS', headers: { host, origin, 'access-control-request-method': 'POST' } });

  test('a preflight needs no token', async () => {
    const answer = await preflight('https://app.test');
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.test',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '300',
      vary: 'Origin',
    });
    expect((await preflight('https://evil.test')).headers['access-control-allow-origin']).toBeUndefined();
  });

  test('answers and refusals carry the headers, for the allowed origin alone', async () => {
    const refused = await get('/echo/1', undefined, { origin: 'https://app.test' });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, 'https://app.test']);
    const granted = await get('/text', undefined, { origin: 'https://evil.test' });
    expect([granted.status, granted.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  });
});

test('parameters are appended, overwritten, removed', async () => {
  const { json } = await get('/plain/a/b?more=m&who=forged', undefined, { 'x-gone': 'yes', 'x-more': 'own' });
  expect(json.url).toBe('/a/b?more=m&who=127.0.0.1');
  expect(json.headers['x-more']).toBe('own, m');
  expect(json.headers['x-gone']).toBeUndefined();
});

test('an unknown route', async () => {
  expect(await get('/nowhere')).toMatchObject({ status: 404, json: { message: 'Not Found' } });
});
