/** HTTP proxying: streams, back-pressure, WebSockets, time limits, broken upstreams; mocks and gateway responses. */
import { createHash } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  functionProxy,
  type Gateway,
  mockOf,
  never,
  proxyTo,
  restApi,
  startGateway,
  startUpstream,
  type Upstream,
  userPoolScheme,
} from './support.ts';

let gateway: Gateway;
let echo: Upstream;
let special: { url: string; server: Server; paused: () => boolean };
let sockets: WebSocketServer;
let silent: { url: string; close: () => void };
let tokens: Awaited<ReturnType<Gateway['signIn']>>;

/** Streams, breaks off, redirects: what an upstream may do. */
const startSpecial = async () => {
  let paused = false;
  const server = createServer((incoming, response) => {
    switch (incoming.url?.split('?', 1)[0]) {
      case '/events':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
        return void setTimeout(() => response.end('data: 2\n\n'), 150);
      case '/flood': {
        response.writeHead(200);
        const chunk = Buffer.alloc(64 * 1024, 'x');
        let left = 1024;
        const more = (): void => {
          while (left > 0) {
            left -= 1;
            if (!response.write(chunk)) {
              paused = true;
              return void response.once('drain', more);
            }
          }
          response.end();
        };
        return more();
      }
      case '/broken':
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        return void setTimeout(() => response.destroy(), 20);
      case '/redirect':
        return void response
          .writeHead(302, {
            location: 'https://elsewhere.test/',
            'set-cookie': ['a=1', 'b=2'],
            connection: 'x-hop',
            'x-hop': '1',
          })
          .end();
      case '/status':
        return void response
          .writeHead(418, { 'content-type': 'text/plain', 'x-detail': 'short' })
          .end('short and stout');
      case '/never':
        return;
      case '/hash': {
        const hash = createHash('sha256');
        let size = 0;
        incoming.on('data', (part: Buffer) => {
          size += part.byteLength;
          hash.update(part);
        });
        return void incoming.on('end', () =>
          response.end(
            JSON.stringify({ size, hash: hash.digest('hex'), length: incoming.headers['content-length'] ?? null }),
          ),
        );
      }
      default:
        return void response.end();
    }
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paused: () => paused };
};

beforeAll(async () => {
  echo = await startUpstream();
  special = await startSpecial();
  sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  sockets.on('connection', (socket, incoming) => {
    socket.send(JSON.stringify({ url: incoming.url, headers: incoming.headers }));
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  const tcp = createTcp((socket) => void socket.destroy()).listen(0, '127.0.0.1');
  await new Promise((done) => tcp.once('listening', done));
  silent = { url: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`, close: () => void tcp.close() };
  gateway = await startGateway({
    handlers: {
      slow: () => never(),
      binary: () => ({
        statusCode: 200,
        headers: { 'Content-Type': 'image/png' },
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
        isBase64Encoded: true,
        body: 'AAEC',
      }),
      wrong: () => ({ statusCode: 200, body: { a: 1 } }),
      strange: () => ({ statusCode: 200, extra: true }),
    },
  });
  const ws = `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
  const any = 'x-amazon-apigateway-any-method';
  await gateway.serve(
    'rest.json',
    restApi(
      {
        '/up/{proxy+}': { [any]: proxyTo(`${special.url}/{proxy}`) },
        '/short': { get: proxyTo(`${special.url}/never`, { timeoutInMillis: 100 }) },
        '/down': { get: proxyTo('http://127.0.0.1:1/') },
        '/cut': { get: proxyTo(silent.url), post: proxyTo(silent.url) },
        '/ws': { get: { security: [{ users: [] }], ...proxyTo(`${ws}/socket`) } },
        '/not-ws': { get: proxyTo(`${special.url}/status`) },
        '/mapped/{id}': {
          post: {
            'x-amazon-apigateway-integration': {
              type: 'http',
              httpMethod: 'PUT',
              uri: `${echo.url}/fixed?own=1&id={id}`,
              requestParameters: {
                'integration.request.path.id': 'method.request.path.id',
                'integration.request.header.X-Fixed': "'yes'",
                'integration.request.querystring.q': 'method.request.header.X-Q',
              },
              responses: {
                '2\\d\\d': {
                  statusCode: 201,
                  responseParameters: {
                    'method.response.header.X-From': 'integration.response.header.x-upstream',
                    'method.response.header.X-Static': "'s'",
                  },
                },
                default: { statusCode: 500 },
              },
            },
          },
        },
        '/teapot': {
          get: {
            'x-amazon-apigateway-integration': {
              type: 'http',
              httpMethod: 'GET',
              uri: `${special.url}/status`,
              responses: {
                '418': {
                  statusCode: 200,
                  responseTemplates: {
                    'application/json': '{"was":"$input.body","id":"$context.requestId","q":"$input.params(\'q\')"}',
                  },
                },
              },
            },
          },
        },
        '/from-header': {
          get: proxyTo(`${echo.url}/own/{x}`, {
            requestParameters: { 'integration.request.path.x': 'method.request.header.X-Name' },
          }),
        },
        '/slow': { get: functionProxy('slow') },
        '/binary': { get: functionProxy('binary') },
        '/wrong': { get: functionProxy('wrong') },
        '/strange': { get: functionProxy('strange') },
        '/missing-function': { get: functionProxy('nobody') },
        '/cors': {
          options: {
            'x-amazon-apigateway-integration': {
              type: 'mock',
              requestTemplates: { 'application/json': '{statusCode:200}' },
              responses: {
                default: {
                  statusCode: 200,
                  responseParameters: {
                    'method.response.header.Access-Control-Allow-Origin': "'*'",
                    'method.response.header.Access-Control-Allow-Headers': "'Content-Type,Authorization'",
                  },
                  responseTemplates: { 'application/json': '{}' },
                },
              },
            },
          },
          get: { security: [{ users: [] }], ...mockOf() },
        },
        '/validated': {
          get: {
            'x-amazon-apigateway-request-validator': 'params',
            parameters: [
              { in: 'query', name: 'q', required: true },
              { in: 'header', name: 'X-H', required: true },
            ],
            ...mockOf(),
          },
        },
      },
      {
        components: { securitySchemes: { users: userPoolScheme(gateway.pool) } },
        'x-amazon-apigateway-binary-media-types': ['image/*'],
        'x-amazon-apigateway-request-validators': {
          params: { validateRequestParameters: true, validateRequestBody: false },
        },
        'x-amazon-apigateway-gateway-responses': {
          UNAUTHORIZED: {
            statusCode: 418,
            responseParameters: {
              'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
              'gatewayresponse.header.X-Asked': 'method.request.querystring.why',
            },
            responseTemplates: {
              'application/json':
                '{"error":$context.error.messageString,"type":"$context.error.responseType","id":"$context.requestId"}',
            },
          },
          DEFAULT_5XX: { responseParameters: { 'gatewayresponse.header.X-Kind': "'server'" } },
        },
      },
    ),
  );
  tokens = await gateway.signIn();
});
afterAll(async () => {
  await gateway.stop();
  await echo.close();
  special.server.closeAllConnections();
  special.server.close();
  sockets.close();
  silent.close();
});

const headers = { host: 'rest.localhost' };
const get = (path: string, more: Record<string, string> = {}) =>
  gateway.ask(path, { headers: { ...headers, ...more } });
const port = () => new URL(gateway.app.gateway).port;

describe('streams', () => {
  test('the first part of an answer is there before the last is made', async () => {
    const times: number[] = [];
    await new Promise<void>((done) => {
      request({ host: '127.0.0.1', port: port(), path: '/prod/up/events', headers }, (response) => {
        response.on('data', () => times.push(performance.now()));
        response.on('end', done);
      }).end();
    });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(80);
  });

  test('who reads slowly holds the upstream up, not the memory', async () => {
    const size = await new Promise<number>((done, fail) => {
      request({ host: '127.0.0.1', port: port(), path: '/prod/up/flood', headers }, async (response) => {
        await sleep(200);
        expect(special.paused()).toBe(true);
        let seen = 0;
        response.on('data', (chunk: Buffer) => {
          seen += chunk.byteLength;
        });
        response.on('end', () => done(seen));
        response.on('error', fail);
      }).end();
    });
    expect(size).toBe(64 * 1024 * 1024);
  });

  test('a large body, with its length and in chunks', async () => {
    const body = Buffer.alloc(24 * 1024 * 1024, 'abc');
    const hash = createHash('sha256').update(body).digest('hex');
    const put = (framing: Record<string, string>) =>
      gateway.ask('/prod/up/hash', { method: 'PUT', headers: { ...headers, ...framing }, body });
    expect((await put({ 'content-length': String(body.length) })).json).toEqual({
      size: body.length,
      hash,
      length: String(body.length),
    });
    expect((await put({ 'transfer-encoding': 'chunked' })).json).toEqual({ size: body.length, hash, length: null });
  });

  test('an answer that breaks off never looks whole', async () => {
    await expect(get('/prod/up/broken')).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  test('status, redirects and several cookies pass; hop-by-hop headers do not', async () => {
    const answer = await get('/prod/up/redirect');
    expect(answer).toMatchObject({
      status: 302,
      headers: { location: 'https://elsewhere.test/', 'set-cookie': ['a=1', 'b=2'] },
    });
    expect(answer.headers['x-hop']).toBeUndefined();
    expect(await get('/prod/not-ws')).toMatchObject({ status: 418, text: 'short and stout' });
    expect((await gateway.ask('/prod/up/status', { method: 'HEAD', headers })).status).toBe(418);
  });
});

describe('what fails', () => {
  test('an upstream that is silent, absent, or hangs up', async () => {
    const late = await get('/prod/short');
    expect(late).toMatchObject({ status: 504, json: { message: 'Endpoint request timed out' } });
    expect(late.headers['x-kind']).toBe('server');
    for (const path of ['/prod/down', '/prod/cut']) {
      expect(await get(path), path).toMatchObject({ status: 502, json: { message: 'Internal server error' } });
    }
    expect((await gateway.ask('/prod/cut', { method: 'POST', headers, body: 'x' })).status).toBe(502);
  });

  test('functions that are silent, absent, or answer nonsense', async () => {
    expect(await get('/prod/slow')).toMatchObject({ status: 504, json: { message: 'Endpoint request timed out' } });
    for (const path of ['/prod/wrong', '/prod/strange', '/prod/missing-function']) {
      const answer = await get(path);
      expect(answer, path).toMatchObject({ status: 502, json: { message: 'Internal server error' } });
      expect(answer.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
    }
  });

  test('what is required is missing', async () => {
    expect(await get('/prod/validated')).toMatchObject({
      status: 400,
      json: { message: 'Missing required request parameters: [q, x-h]' },
    });
    expect((await get('/prod/validated?q=', { 'x-h': '1' })).status).toBe(200);
  });
});

describe('integrations of other kinds', () => {
  test('http: mapped there and back', async () => {
    const answer = await gateway.ask('/prod/mapped/a%20b?c=d', {
      method: 'POST',
      headers: { ...headers, 'x-q': 'ü&x=1' },
      body: 'body',
    });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-from': 'yes', 'x-static': 's' } });
    expect(answer.json).toMatchObject({ method: 'PUT', body: 'body', headers: { 'x-fixed': 'yes' } });
    const query = new URL(answer.json.url, 'http://x').searchParams;
    expect([query.get('own'), query.get('id'), query.get('c'), query.get('x')]).toEqual(['1', 'a b', 'd', null]);
    const templated = await get(`/prod/teapot?q=${encodeURIComponent('"},{"x":"')}`);
    expect(templated.json).toEqual({
      was: 'short and stout',
      id: templated.headers['x-amzn-requestid'],
      q: '"},{"x":"',
    });
  });

  test('a header that becomes part of a path is one segment', async () => {
    expect((await get('/prod/from-header', { 'x-name': 'a b' })).json.url).toBe('/own/a%20b');
    for (const name of ['../admin', 'a/b', '..', '', '%2e%2e']) {
      const answer = await get('/prod/from-header', { 'x-name': name });
      expect([name, answer.status]).toEqual([name, name === '' ? 200 : 400]);
    }
  });

  test('a client that goes away ends the upstream’s request', async () => {
    const closed = new Promise<void>((done) => {
      special.server.once('request', (incoming) => incoming.socket.once('close', () => done()));
    });
    const sent = request({ host: '127.0.0.1', port: port(), path: '/prod/up/never', headers });
    sent.on('error', () => undefined);
    sent.end();
    await sleep(200);
    sent.destroy();
    await closed;
  });

  test('mock: the preflight of REST APIs', async () => {
    const answer = await gateway.ask('/prod/cors', { method: 'OPTIONS', headers });
    expect(answer).toMatchObject({
      status: 200,
      text: '{}',
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'Content-Type,Authorization' },
    });
  });

  test('bytes from a function, cookies in lists', async () => {
    const answer = await get('/prod/binary', { accept: 'image/png' });
    expect(Buffer.from(answer.text)).toEqual(Buffer.from([0, 1, 2]));
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  test('gateway responses of the document’s own', async () => {
    const answer = await get('/prod/cors?why=because');
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'x-asked': 'because' });
    expect(answer.json).toEqual({
      error: 'Unauthorized',
      type: 'UNAUTHORIZED',
      id: answer.headers['x-amzn-requestid'],
    });
  });
});

describe('WebSockets', () => {
  const open = (path: string, more: Record<string, string> = {}) =>
    new WebSocket(`ws://127.0.0.1:${port()}${path}`, { headers: { ...headers, ...more } });

  test('pass through when they are authorized', async () => {
    const socket = open('/prod/ws?x=1', { authorization: tokens.id, 'x-poolhouse-sub': 'forged' });
    const messages: Buffer[] = [];
    const next = () => new Promise<Buffer>((done) => socket.once('message', (data) => done(data as Buffer)));
    const hello = JSON.parse((await next()).toString());
    expect(hello).toMatchObject({ url: '/socket?x=1', headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect(hello.headers['x-poolhouse-sub']).toBeUndefined();
    socket.send('text');
    messages.push(await next());
    const large = Buffer.alloc(1024 * 1024, 'z');
    socket.send(large);
    messages.push(await next());
    expect(messages[0]?.toString()).toBe('text');
    expect(messages[1]?.equals(large)).toBe(true);
    socket.close();
    await new Promise((done) => socket.once('close', done));
  });

  test('do not when they are not', async () => {
    const refused = async (socket: WebSocket) =>
      new Promise<number>((done) => {
        socket.on('unexpected-response', (_, response) => done(response.statusCode ?? 0));
        socket.on('error', () => undefined);
      });
    expect(await refused(open('/prod/ws'))).toBe(418);
    expect(await refused(open('/prod/ws', { authorization: tokens.access }))).toBe(418);
    expect(await refused(open('/prod/nowhere', { authorization: tokens.id }))).toBe(403);
    expect(await refused(open('/prod/not-ws'))).toBe(418);
    expect(await refused(open('/prod/slow'))).toBe(400);
    expect(sockets.clients.size).toBe(0);
  });

  test('another protocol than that is ignored', async () => {
    const said = await gateway.raw(
      'GET /prod/not-ws HTTP/1.1\r\nHost: rest.localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n',
    );
    expect(said).toMatch(/^HTTP\/1\.1 418/);
  });
});

test('health, on this port too', async () => {
  expect(await gateway.ask('/health/live')).toMatchObject({ status: 200, json: { status: 'live' } });
  expect(await gateway.ask('/health/ready')).toMatchObject({ status: 200, json: { status: 'ready' } });
});
