/** Functions behind real HTTP servers: Lambda's Invoke API, and a signed webhook. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createSignatures } from '../../src/adapters/signatures.ts';
import { sigV4Parts } from '../../src/core/credentials/signature/parts.ts';
import { arnOf, failureOf, type Running, runFunctions } from './support.ts';

interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
const opened: Running[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const serve = async (answer: (heard: Heard, response: ServerResponse, count: number) => void) => {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const each = { path: request.url ?? '', headers: request.headers, body };
    heard.push(each);
    answer(each, response, heard.length);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, heard };
};

const open = (...input: Parameters<typeof runFunctions>): Running => {
  const running = runFunctions(...input);
  opened.push(running);
  return running;
};

const json = (response: ServerResponse, value: unknown, status = 200, headers = {}) =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

describe('the Lambda Invoke API', () => {
  test('is called as AWS asks: path, type, signature', async () => {
    const { url, heard } = await serve(({ body }, response) => json(response, { echoed: JSON.parse(body) }));
    const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' };
    const functions = open({}, { lambdaEndpoint: url, environment });
    expect(await functions.call('pre-sign-up', { userName: 'ädä' })).toEqual({ echoed: { userName: 'ädä' } });
    const [{ path, headers, body }] = heard as [Heard];
    expect(path).toBe(`/2015-03-31/functions/${encodeURIComponent(arnOf('pre-sign-up'))}/invocations`);
    expect(headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse', 'content-type': 'application/json' });
    const parts = sigV4Parts((name) => headers[name] as string | undefined, new URLSearchParams());
    expect(parts).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', region: 'eu-central-1', service: 'lambda' });
    expect(parts.signedHeaders).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-invocation-type']));
    const signed = Object.fromEntries(parts.signedHeaders.map((name) => [name, String(headers[name])]));
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(body).digest('hex');
    const message = { method: 'POST', path, query: {}, headers: signed, payloadHash: hash, longDate: parts.longDate };
    const secret = environment.AWS_SECRET_ACCESS_KEY;
    expect(await createSignatures().signatureOf(message, parts, secret)).toBe(parts.signature);
  });

  test('of a route, with its own region and credentials', async () => {
    const { url, heard } = await serve((_, response) => json(response, null));
    const functions = open({
      'legacy-*': {
        lambda: `${url}/behind/a/path/`,
        region: 'us-west-2',
        'access-key-id': 'OWN',
        'secret-access-key': 's',
      },
    });
    expect(await functions.call('legacy-one')).toBe(null);
    expect(heard[0]?.path).toMatch(/^\/behind\/a\/path\/2015-03-31\/functions\//);
    expect(heard[0]?.headers.authorization).toMatch(/Credential=OWN\/\d+\/us-west-2\/lambda\//);
  });

  test('tells a function’s error', async () => {
    const { url } = await serve((_, response) =>
      json(response, { errorType: 'TypeError', errorMessage: 'No such luck', trace: [] }, 200, {
        'x-amz-function-error': 'Unhandled',
      }),
    );
    const failure = await failureOf(open({}, { lambdaEndpoint: url }).call('f'));
    expect(failure).toEqual({ kind: 'error', errorType: 'TypeError', errorMessage: 'No such luck' });
  });

  test('tells a function’s own time-out', async () => {
    const errorMessage = '2026-11-22T05:00:00.000Z 6d8ed1f3 Task timed out after 3.00 seconds';
    const { url } = await serve((_, response) =>
      json(response, { errorMessage }, 200, { 'x-amz-function-error': 'Unhandled' }),
    );
    expect(await failureOf(open({}, { lambdaEndpoint: url }).call('f'))).toMatchObject({
      kind: 'timeout',
      errorMessage,
    });
  });

  test('is tried again when it is busy or fails, and not when it refuses', async () => {
    const busy = await serve((_, response, count) =>
      count < 3 ? json(response, {}, count === 1 ? 429 : 503) : json(response, 'at last'),
    );
    expect(await open({}, { lambdaEndpoint: busy.url }).call('f')).toBe('at last');
    expect(busy.heard).toHaveLength(3);
    const down = await serve((_, response) => json(response, {}, 500));
    const failure = await failureOf(open({}, { lambdaEndpoint: down.url }).call('f'));
    expect(failure).toMatchObject({ kind: 'unavailable', errorType: 'ServiceException' });
    expect(down.heard).toHaveLength(3);
    const refusing = await serve((_, response) =>
      json(response, { Message: 'no' }, 404, { 'x-amzn-errortype': 'ResourceNotFoundException:http://x/' }),
    );
    const refused = open({}, { lambdaEndpoint: refusing.url });
    expect(await failureOf(refused.call('f'))).toMatchObject({
      kind: 'unavailable',
      errorType: 'ResourceNotFoundException',
    });
    expect(refusing.heard).toHaveLength(1);
    expect(refused.lines.at(-1)).toMatchObject({ level: 'error', fields: { status: 404 } });
  });

  test('runs out of time, is out of reach, answers no JSON, sends elsewhere', async () => {
    const silent = await serve(() => undefined);
    const began = performance.now();
    const late = await failureOf(open({}, { lambdaEndpoint: silent.url }).call('f', {}, 150));
    expect(late.kind).toBe('timeout');
    expect(performance.now() - began).toBeLessThan(1_000);
    expect((await failureOf(open({}, { lambdaEndpoint: 'http://127.0.0.1:1' }).call('f'))).kind).toBe('unavailable');
    const garbled = await serve((_, response) => void response.end('<html>'));
    expect((await failureOf(open({}, { lambdaEndpoint: garbled.url }).call('f'))).kind).toBe('invalid-answer');
    const large = await serve((_, response) => json(response, 'x'.repeat(7 * 1024 * 1024)));
    expect((await failureOf(open({}, { lambdaEndpoint: large.url }).call('f'))).kind).toBe('invalid-answer');
    const other = await serve((_, response) => json(response, 'stolen'));
    const moved = await serve((_, response) => void response.writeHead(307, { location: other.url }).end());
    expect((await failureOf(open({}, { lambdaEndpoint: moved.url }).call('f'))).kind).toBe('unavailable');
    expect(other.heard).toHaveLength(0);
  });
});

describe('a webhook', () => {
  const secret = 'a shared secret of some length';
  const isSigned = ({ headers, body }: Heard): boolean => {
    const [, seconds = '', given = ''] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['poolhouse-signature'])) ?? [];
    const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
    const isFresh = Math.abs(Date.now() / 1000 - Number(seconds)) < 60;
    return isFresh && timingSafeEqual(expected, Buffer.from(given, 'hex'));
  };

  test('gets a signed call and answers the event', async () => {
    const { url, heard } = await serve(({ body }, response) => json(response, JSON.parse(body).event));
    const functions = open({ hook: { webhook: url, secret } });
    const event = { version: '1', response: { autoConfirmUser: true } };
    expect(await functions.call('hook', event)).toEqual(event);
    const [call] = heard as [Heard];
    expect(isSigned(call)).toBe(true);
    expect(isSigned({ ...call, body: `${call.body} ` })).toBe(false);
    expect(JSON.parse(call.body)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      trigger: 'PreSignUp',
      functionArn: arnOf('hook'),
      functionName: 'hook',
      event,
    });
  });

  test('says no with 422; anything else is a defect of its own', async () => {
    const saysNo = await serve((_, response) => json(response, { errorType: 'Blocked', errorMessage: 'Not you' }, 422));
    const blocked = await failureOf(open({ hook: { webhook: saysNo.url, secret } }).call('hook'));
    expect(blocked).toEqual({ kind: 'error', errorType: 'Blocked', errorMessage: 'Not you' });
    for (const status of [302, 400, 401, 500]) {
      const broken = await serve(
        (_, response) => void response.writeHead(status, { location: 'http://x.test/' }).end(),
      );
      const functions = open({ hook: { webhook: broken.url, secret } });
      expect((await failureOf(functions.call('hook'))).kind).toBe('unavailable');
      expect(functions.lines.at(-1)).toMatchObject({ level: 'error', fields: { status } });
    }
  });

  test('runs out of time, is out of reach, answers no JSON', async () => {
    const silent = await serve(() => undefined);
    const late = open({ hook: { webhook: silent.url, secret } }).call('hook', {}, 100);
    expect((await failureOf(late)).kind).toBe('timeout');
    const gone = open({ hook: { webhook: 'http://127.0.0.1:1/', secret } });
    expect((await failureOf(gone.call('hook'))).kind).toBe('unavailable');
    const empty = await serve((_, response) => void response.end());
    expect((await failureOf(open({ hook: { webhook: empty.url, secret } }).call('hook'))).kind).toBe('invalid-answer');
  });
});
