import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../src/adapters/log.ts';
import { loadConfig } from '../../src/config.ts';
import { type DoneRequest, type Listener, type ListenOptions, listen } from '../../src/server/listen.ts';
import type { Fetch } from '../../src/server/request-env.ts';

const open: Listener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close(0)));
});

const start = async (fetch: Fetch, flags: Record<string, string> = {}, more: Partial<ListenOptions> = {}) => {
  const config = loadConfig({ mode: 'dev', flags: { port: '0', ...flags }, cwd: '/nowhere' });
  const log = await createLog({ level: 'silent', format: 'json' });
  const listener = await listen({ fetch, config, log, ...more });
  open.push(listener);
  return listener;
};

const echo: Fetch = async (request, { facts }) =>
  Response.json({ ...facts, url: request.url, body: request.body ? (await request.text()).length : undefined });

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly host?: string;
  readonly agent?: Agent;
}

/** fetch() would set Host and Origin by itself. */
const send = async (
  port: number,
  { path = '/', method = 'GET', headers = {}, body, host = '127.0.0.1', agent }: Sent = {},
) => {
  const outgoing = httpRequest({ host, port, path, method, headers, agent });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode, text: Buffer.concat(chunks).toString(), headers: answer.headers };
};

describe('addresses', () => {
  test('dev answers on 127.0.0.1 and on ::1, on one port', async () => {
    const { port, addresses } = await start(echo);
    for (const host of addresses) expect((await send(port, { host })).status).toBe(200);
    expect(addresses).toContain('127.0.0.1');
  });

  test('a port in use rejects and leaves nothing bound', async () => {
    const { port } = await start(echo, { host: '::1,127.0.0.1'.split(',').reverse().join(',') });
    await expect(start(echo, { port: String(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('a development server', () => {
  const foreignForms = /^[^?]*\/answers$/;

  test('takes forms of other sites where it asked for them, and nowhere else', async () => {
    const { port } = await start(echo, {}, { foreignForms });
    const status = async (method: string, path: string, headers: Record<string, string>) =>
      (await send(port, { method, path, headers })).status;
    for (const origin of ['https://provider.example', 'null']) {
      expect(await status('POST', '/pool/answers', { origin })).toBe(200);
      expect(await status('POST', '/pool/login', { origin })).toBe(403);
      expect(await status('POST', '/pool/login?x=/answers', { origin })).toBe(403);
      expect(await status('PUT', '/pool/answers', { origin })).toBe(403);
    }
    expect(await status('POST', '/pool/answers', { host: 'rebound.example' })).toBe(403);
  });
});

describe('who calls', () => {
  const facts = async (headers: Record<string, string>, flags = {}) => {
    const { port } = await start(echo, flags);
    return JSON.parse((await send(port, { headers })).text) as Record<string, unknown>;
  };
  const chain = { 'x-forwarded-for': '203.0.113.9, 198.51.100.2, 127.0.0.9', 'x-forwarded-proto': 'https' };

  test('forwarding headers of strangers are ignored', async () => {
    expect(await facts(chain)).toMatchObject({ sourceIp: '127.0.0.1', secure: false, forwarded: true });
  });

  test('behind trusted proxies the last address that is none of them counts, whatever the client made up', async () => {
    const seen = await facts(chain, { 'trusted-proxy': '127.0.0.0/8' });
    expect(seen).toMatchObject({ sourceIp: '198.51.100.2', secure: true });
  });

  test('ports and mapped addresses are read, nonsense ends the chain', async () => {
    const trusted = { 'trusted-proxy': '127.0.0.0/8' };
    expect(await facts({ 'x-forwarded-for': '::ffff:203.0.113.9' }, trusted)).toMatchObject({
      sourceIp: '203.0.113.9',
    });
    expect(await facts({ 'x-forwarded-for': '203.0.113.9:4711' }, trusted)).toMatchObject({ sourceIp: '203.0.113.9' });
    expect(await facts({ 'x-forwarded-for': '[2001:db8::1]:99' }, trusted)).toMatchObject({ sourceIp: '2001:db8::1' });
    expect(await facts({ 'x-forwarded-for': '203.0.113.9, <script>' }, trusted)).toMatchObject({
      sourceIp: '127.0.0.1',
    });
  });
});

describe('strangers in the browser (dev)', () => {
  const status = async (headers: Record<string, string>, flags = {}) => {
    const { port } = await start(echo, flags);
    return (await send(port, { headers })).status;
  };

  test.each(['localhost:1', '127.0.0.1:1', '[::1]:1', 'pool.localhost:1', 'LOCALHOST'])(
    'the host %s is served',
    async (host) => {
      expect(await status({ host })).toBe(200);
    },
  );

  test.each(['evil.test', 'localhost.evil.test:7665', '127.0.0.1.evil.test', '10.0.0.1', 'user@evil.test'])(
    'the host %j is refused: its name may have been re-bound to loopback',
    async (host) => expect(await status({ host })).toBe(403),
  );

  test.each(['http://localhost:3000', 'https://app.localhost', 'capacitor://localhost'])(
    'the origin %s is served',
    async (origin) => {
      expect(await status({ origin })).toBe(200);
    },
  );

  test.each(['https://evil.test', 'null', 'https://localhost.evil.test'])(
    'the origin %s is refused',
    async (origin) => {
      expect(await status({ origin })).toBe(403);
    },
  );

  test('names that the operator gave are served', async () => {
    const flags = { 'public-url': 'http://pools.internal:7665', 'allowed-origins': 'https://app.test:3000' };
    expect(await status({ host: 'pools.internal:7665', origin: 'https://app.test:3000' }, flags)).toBe(200);
    expect(await status({ origin: 'https://app.test:3001' }, flags)).toBe(403);
  });

  test('without the any-access-key convenience every host and origin is served', async () => {
    expect(await status({ host: 'id.pools.dev', origin: 'https://app.pools.dev' }, { 'any-access-key': 'off' })).toBe(
      200,
    );
  });
});

describe('bounds', () => {
  test('a body that declares too much is refused before it is read', async () => {
    const { port } = await start(echo);
    const answer = await send(port, { method: 'POST', headers: { 'content-length': String(17 * 1024 * 1024) } });
    expect(answer.status).toBe(413);
  });

  test('a chunked body is cut off at the bound', async () => {
    let outcome = 'nothing';
    const { port } = await start(async (request) => {
      outcome = await request.text().then(
        (text) => `${text.length} read`,
        (error: Error) => error.message,
      );
      return new Response(outcome);
    });
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
    });
    outgoing.on('error', () => undefined);
    const block = Buffer.alloc(1024 * 1024);
    for (let i = 0; i < 20; i += 1) outgoing.write(block);
    outgoing.end();
    await expect.poll(() => outcome).toBe('request body too large');
  });

  test('headers past 16 KB are refused', async () => {
    const { port } = await start(echo);
    expect((await send(port, { headers: { 'x-long': 'a'.repeat(17 * 1024) } })).status).toBe(431);
  });

  test('a client that dribbles its headers is cut off', { timeout: 20_000 }, async () => {
    const { port } = await start(echo);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
    const dribble = setInterval(() => socket.write('x: y\r\n'), 500);
    const started = Date.now();
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(dribble);
    expect(Date.now() - started).toBeLessThan(16_000);
  });
});

describe('what is told of a request', () => {
  test('its facts once the answer has gone, without the query', async () => {
    const done: DoneRequest[] = [];
    const fetch: Fetch = (_, { facts }) => {
      Object.assign(facts, { door: 'aws', operation: 'SignUp', errorCode: 'UsernameExistsException' });
      return new Response('no', { status: 400 });
    };
    const { port } = await start(fetch, {}, { onDone: (request) => done.push(request) });
    await send(port, { path: '/confirm?code=123456' });
    await expect.poll(() => done.length).toBe(1);
    expect(done[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      door: 'aws',
      operation: 'SignUp',
      errorCode: 'UsernameExistsException',
      method: 'GET',
      path: '/confirm',
      status: 400,
    });
    expect(JSON.stringify(done)).not.toContain('123456');
  });

  test('a handler that throws answers 500 and nothing of the error', async () => {
    const { port } = await start(() => {
      throw new Error('the password is hunter2');
    });
    const answer = await send(port);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('hunter2');
  });
});

describe('draining', () => {
  test('a running request is finished, its connection closed, new ones refused', async () => {
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const listener = await start(async () => {
      await running;
      return new Response('done');
    });
    const agent = new Agent({ keepAlive: true });
    const answer = send(listener.port, { agent });
    await pause(100);
    const closed = listener.close(5_000);
    await pause(50);
    await expect(send(listener.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    expect((await answer).text).toBe('done');
    await closed;
    agent.destroy();
  });

  test('kept-alive connections that idle do not hold it up', async () => {
    const listener = await start(echo);
    const agent = new Agent({ keepAlive: true });
    await send(listener.port, { agent });
    const started = Date.now();
    await listener.close(10_000);
    expect(Date.now() - started).toBeLessThan(1_000);
    agent.destroy();
  });

  test('what is not done within the grace is cut', async () => {
    const listener = await start(() => new Promise<Response>(() => undefined));
    const answer = send(listener.port);
    answer.catch(() => undefined);
    await pause(100);
    const started = Date.now();
    await listener.close(300);
    expect(Date.now() - started).toBeLessThan(2_000);
    await expect(answer).rejects.toThrow();
  });
});
