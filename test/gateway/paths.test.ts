/** What is authorized is what is forwarded: path tricks, headers, framing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeSegment, readTarget } from '../../src/gateway/routing/target.ts';
import {
  type Gateway,
  httpApi,
  proxyTo,
  restApi,
  startGateway,
  startUpstream,
  type Upstream,
  userPoolScheme,
} from './support.ts';

let gateway: Gateway;
let upstream: Upstream;
let id: string;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway();
  const to = (path: string) =>
    proxyTo(`${upstream.url}${path}`, {
      requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
    });
  const locked = { security: [{ users: [] }] };
  const any = 'x-amazon-apigateway-any-method';
  const paths = {
    '/admin': { get: { ...locked, ...proxyTo(`${upstream.url}/admin`) } },
    '/admin/{proxy+}': { [any]: { ...locked, ...to('/admin/{proxy}') } },
    '/users/me': { get: { ...locked, ...proxyTo(`${upstream.url}/users/me`) } },
    '/users/{name}': { get: proxyTo(`${upstream.url}/users/{name}`) },
    '/{proxy+}': { [any]: to('/{proxy}') },
  };
  const components = { securitySchemes: { users: userPoolScheme(gateway.pool) } };
  await gateway.write('rest.json', restApi(paths, { components }));
  await gateway.serve('http.json', httpApi({ ...paths, $default: { [any]: proxyTo(upstream.url) } }, { components }));
  ({ id } = await gateway.signIn());
});
afterAll(async () => {
  await gateway.stop();
  await upstream.close();
});
beforeEach(() => {
  upstream.heard.length = 0;
});

const rest = { host: 'rest.localhost' };

describe('paths', () => {
  test.each([
    ...[
      '/prod//admin',
      '/prod/./admin',
      '/prod/x/../admin',
      '/prod/x/%2e%2e/admin',
      '/prod/%2E%2e/admin',
      '/prod/.%2e/admin',
    ],
    ...[
      '/prod/x/..%2fadmin',
      '/prod/x%2fadmin',
      '/prod/%2fadmin',
      '/prod/x/..%5cadmin',
      '/prod/x\\..\\admin',
      '/prod/x/..;/admin',
    ],
    ...[
      '/prod/..;a=b/admin',
      '/prod/%252e%252e/admin',
      '/prod/x/%252fadmin',
      '/prod/admin%00',
      '/prod/admin%0a',
      '/prod/admin%7f',
    ],
    ...[
      '/prod/x/%c0%ae%c0%ae/admin',
      '/prod/%ff',
      '/prod/%',
      '/prod/%2',
      '/prod/%zz',
      '/prod/x/.%2e%20/admin',
      '/prod/admin#x',
      '/prod/a|b',
    ],
    ...['/prod/x/', '/prod/admin//', '//prod/admin', '/%2fprod/admin', 'prod/admin', '*', ''],
  ])('%s never reaches what is locked', async (path) => {
    const said = await gateway.raw(`GET ${path} HTTP/1.1\r\nHost: rest.localhost\r\nConnection: close\r\n\r\n`);
    if (path === '/prod/x/') return expect(said).toMatch(/^HTTP\/1\.1 200/);
    expect(said).toMatch(/^HTTP\/1\.1 (400|403)/);
    expect(upstream.heard).toEqual([]);
  });

  test.each([
    '/prod/Admin',
    '/prod/ADMIN',
    '/prod/ADMIN/x',
    '/prod/admin;x=1',
    '/prod/admin;/x',
    '/prod/admin.',
    '/prod/admin%20',
    '/prod/%61dmin',
    '/prod/adm%69n/x',
    '/prod/admin/',
    '/prod/users/ME',
    '/prod/users/me;a',
    '/prod/users/%6de',
    '/prod/%EF%BC%A1dmin',
  ])('%s is no way around the lock', async (path) => {
    const answer = await gateway.ask(path, { headers: rest });
    expect([401, 403]).toContain(answer.status);
    expect(upstream.heard).toEqual([]);
    const http = await gateway.ask(path.slice('/prod'.length), { headers: { host: 'http.localhost' } });
    expect([401, 404]).toContain(http.status);
    expect(upstream.heard).toEqual([]);
  });

  test.each([
    ['/prod/a/b', '/a/b'],
    ['/prod/a%20b', '/a%20b'],
    ['/prod/%61', '/a'],
    ['/prod/%C3%A4?x=%2e%2e', '/%C3%A4?x=%2e%2e'],
    ['/prod/a:b@c!$&()*+,=', '/a:b@c!$&()*+,='],
    ['/prod/...', '/...'],
    ['/prod/a%3Bb', '/a;b'],
    ['/prod/100%25', '/100%25'],
  ])('%s goes on as %s', async (path, forwarded) => {
    expect((await gateway.ask(path, { headers: rest })).json.url).toBe(forwarded);
  });

  test('a whole URL as a request target', async () => {
    const said = await gateway.raw(
      'GET http://rest.localhost/prod/a HTTP/1.1\r\nHost: rest.localhost\r\nConnection: close\r\n\r\n',
    );
    expect(said).toMatch(/^HTTP\/1\.1 400/);
    expect(upstream.heard).toEqual([]);
  });

  test('with a token the lock opens', async () => {
    for (const path of ['/prod/admin', '/prod/admin/', '/prod/%61dmin', '/prod/admin/x/y', '/prod/users/me']) {
      const answer = await gateway.ask(path, { headers: { ...rest, authorization: id } });
      expect(answer.status, path).toBe(200);
    }
    expect(upstream.heard.map(({ url }) => url)).toEqual(['/admin', '/admin', '/admin', '/admin/x/y', '/users/me']);
  });

  test('methods: REST APIs do not look further, HTTP APIs do', async () => {
    expect(await gateway.ask('/prod/admin', { method: 'POST', headers: rest })).toMatchObject({
      status: 403,
      json: { message: 'Missing Authentication Token' },
    });
    expect((await gateway.ask('/admin', { method: 'POST', headers: { host: 'http.localhost' } })).status).toBe(200);
  });

  test('methods that API Gateway does not know', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'PURGE']) {
      expect((await gateway.ask('/prod/a', { method, headers: rest })).status, method).toBe(403);
    }
    expect(upstream.heard).toEqual([]);
  });

  test('segments survive the way through, whatever they hold', () => {
    for (const text of ['a', 'ä', 'a b', '100%', "a:b@c!$&'()*+,;=", '~-._', '日本']) {
      const target = readTarget(`/${encodeSegment(text)}`);
      expect(target?.segments).toEqual([text]);
    }
  });
});

describe('headers', () => {
  test('of who was let in and where a request came from are ours', async () => {
    const headers = {
      ...rest,
      'x-poolhouse-sub': 'forged',
      x_poolhouse_groups: 'admins',
      'X-PoolHouse-Claims': 'x',
      'x-forwarded-for': '10.0.0.1',
      forwarded: 'for=10.0.0.1',
      'x-real-ip': '10.0.0.1',
      'x-original-url': '/admin',
      'x-rewrite-url': '/admin',
      'x-http-method-override': 'DELETE',
      connection: 'close, x-forwarded-for, x-private',
      'x-private': 'hop',
      te: 'trailers',
      'x-kept': 'yes',
    };
    const { headers: heard } = (await gateway.ask('/prod/a', { headers })).json;
    expect(heard).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'rest.localhost',
      'x-kept': 'yes',
    });
    for (const name of Object.keys(headers)) {
      if (!['host', 'connection', 'x-forwarded-for', 'x-kept'].includes(name))
        expect(heard[name.toLowerCase()], name).toBeUndefined();
    }
    expect(heard.host).toBe(new URL(upstream.url).host);
  });

  test('too many of them', async () => {
    expect(
      (await gateway.ask('/prod/a', { headers: { ...rest, big: 'x'.repeat(20_000) } }).catch(() => ({ status: 431 })))
        .status,
    ).toBe(431);
    expect(upstream.heard).toEqual([]);
  });

  test('line breaks in a header’s value', async () => {
    const said = await gateway.raw(
      'GET /prod/a HTTP/1.1\r\nHost: rest.localhost\r\nX-A: b\nX-Poolhouse-Sub: forged\r\nConnection: close\r\n\r\n',
    );
    if (said.startsWith('HTTP/1.1 200')) expect(said).not.toContain('forged');
    else expect(said).toMatch(/^HTTP\/1\.1 400/);
  });
});

describe('framing', () => {
  const smuggled = 'GET /prod/admin HTTP/1.1\r\nHost: rest.localhost\r\n\r\n';
  const head = 'POST /prod/a HTTP/1.1\r\nHost: rest.localhost\r\n';

  test.each([
    ['a length and chunks', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['two lengths', `${head}Content-Length: 0\r\nContent-Length: 44\r\n\r\n${smuggled}`],
    ['a length with a sign', `${head}Content-Length: +44\r\n\r\n${smuggled}`],
    ['an encoding in disguise', `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['another encoding', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['chunked, then another', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a chunk of an impossible size', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`],
    ['line feeds alone', 'GET /prod/a HTTP/1.1\nHost: rest.localhost\nTransfer-Encoding:\n chunked\n\n'],
    ['a folded header', `${head}X-A: b\r\n Content-Length: 5\r\n\r\n`],
    ['no host', 'GET /prod/a HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET /prod/a HTTP/1.1\r\nHost: rest.localhost\r\nHost: http.localhost\r\nConnection: close\r\n\r\n'],
  ])('%s', async (_, text) => {
    const said = await gateway.raw(text);
    expect(said).toMatch(/^HTTP\/1\.1 400/);
    expect(upstream.heard.filter(({ url }) => url.includes('admin'))).toEqual([]);
    expect(upstream.heard.every(({ body }) => !body.includes('admin'))).toBe(true);
  });

  test('what follows a body is a request of its own, and locked like any', async () => {
    const said = await gateway.raw(
      `${head}Content-Length: 3\r\n\r\nabc${smuggled.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 200[\s\S]+HTTP\/1\.1 401/);
    expect(upstream.heard.map(({ url, body }) => [url, body])).toEqual([['/a', 'abc']]);
  });

  test('a body with GET arrives as a body', async () => {
    await gateway.ask('/prod/a', { headers: { ...rest, 'content-length': '4' }, body: 'body' });
    await gateway.ask('/prod/a', { headers: { ...rest, 'transfer-encoding': 'chunked' }, body: 'chunks' });
    expect(upstream.heard.map(({ body }) => body)).toEqual(['body', 'chunks']);
  });
});
