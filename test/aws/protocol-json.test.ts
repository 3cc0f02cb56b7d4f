/** AWS JSON 1.1 over the wire: what is refused before an operation is reached, and the form of every answer. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { call, send } from './support/wire.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.stop();
});

const SIGN_UP = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
};

const signUp = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  send(app.endpoint, { ...SIGN_UP, ...headers }, body);

describe('bodies that are no input', () => {
  test.each([
    ['no JSON', '{"ClientId": ', 'Unexpected token in the request body'],
    ['JSON with something behind it', '{} {}', 'Unexpected token in the request body'],
    ['a list', '[]', 'Start of list found where not expected'],
    ['a string', '"text"', 'Unexpected value type in payload'],
    ['null', 'null', 'Unexpected value type in payload'],
    ['nested too deeply', `{"Unknown":${'['.repeat(64)}${']'.repeat(64)}}`, 'The request body is nested too deeply'],
    ['nested 100,000 deep', '['.repeat(100_000), 'The request body is nested too deeply'],
    ['no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'The request body is not valid UTF-8'],
  ])('%s', async (_what, body, message) => {
    const answer = await signUp(body);
    expect(answer).toMatchObject({ status: 400, code: 'SerializationException', message });
  });

  test('the refusal of broken JSON does not repeat the body', async () => {
    const answer = await signUp('{"Password":"hunter2hunter2');
    expect(answer.code).toBe('SerializationException');
    expect(answer.text).not.toContain('hunter2');
  });

  test('brackets inside strings are no nesting', async () => {
    const answer = await signUp(JSON.stringify({ Unknown: `\\"${'[{'.repeat(100)}` }));
    expect(answer).toMatchObject({ status: 400, code: 'InvalidParameterException' });
  });

  test.each([
    ['a value', '{"ClientId":"\\ud800"}'],
    ['a key of a map', '{"ClientMetadata":{"\\udc00":"x"}}'],
  ])('half a surrogate pair in %s', async (_where, body) => {
    expect(await signUp(body)).toMatchObject({
      status: 400,
      code: 'SerializationException',
      message: 'Unpaired surrogate in a string',
    });
  });

  test('an empty body is an empty input', async () => {
    const answer = await signUp('');
    expect(answer.message).toBe(
      "2 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must not be null; " +
        "Value at 'username' failed to satisfy constraint: Member must not be null",
    );
  });

  test.each([
    ['SignUp', 1, 'InvalidParameterException'],
    ['CreateManagedLoginBranding', 2, 'MissingAuthenticationTokenException'],
  ])('%s takes %i MB and not a byte more', async (operation, megabytes, code) => {
    const limit = megabytes * 1024 * 1024;
    const fitting = JSON.stringify({ Unknown: '' });
    const target = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
    expect(await signUp(fitting.padEnd(limit), target)).toMatchObject({ status: 400, code });
    expect(await signUp(fitting.padEnd(limit + 1), target)).toMatchObject({
      status: 413,
      code: 'RequestEntityTooLargeException',
    });
  });

  test('a chunked body is bounded too', async () => {
    const { hostname, port } = new URL(app.endpoint);
    const socket = connect(Number(port), hostname);
    const head = Object.entries({ ...SIGN_UP, host: `${hostname}:${port}`, 'transfer-encoding': 'chunked' });
    socket.write(`POST / HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
    const piece = 'x'.repeat(64 * 1024);
    for (let index = 0; index < 40; index++) socket.write(`10000\r\n${piece}\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('requests for what does not exist', () => {
  const unknown = { status: 400, code: 'UnknownOperationException' };
  test.each([
    ['an unknown operation', { 'x-amz-target': 'AWSCognitoIdentityProviderService.Nothing' }],
    ['a name that every object has', { 'x-amz-target': 'AWSCognitoIdentityProviderService.constructor' }],
    ['another service', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }],
    ['a target without an operation', { 'x-amz-target': 'AWSCognitoIdentityProviderService' }],
    ['a content type that a form of a foreign page could send', { 'content-type': 'text/plain' }],
  ])('%s', async (_what, headers) => {
    expect(await signUp('{}', headers)).toMatchObject(unknown);
  });

  test('no target at all', async () => {
    expect(await send(app.endpoint, { 'content-type': 'application/x-amz-json-1.1' }, '{}')).toMatchObject(unknown);
  });
});

describe('the phases come in their order', () => {
  const target = { ...SIGN_UP, 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools' };

  test('an unsigned request learns nothing about its input', async () => {
    const answer = await send(app.endpoint, target, '{"MaxResults":"many"}');
    expect(answer).toMatchObject({ status: 400, code: 'MissingAuthenticationTokenException' });
  });

  test('a broken body is refused before the signature is looked at', async () => {
    expect(await send(app.endpoint, target, '{')).toMatchObject({ status: 400, code: 'SerializationException' });
  });

  test('an access token is looked at after validation', async () => {
    const operation = { ...SIGN_UP, 'x-amz-target': 'AWSCognitoIdentityProviderService.ChangePassword' };
    const answer = await send(app.endpoint, operation, '{"AccessToken":"forged"}');
    expect(answer).toMatchObject({ status: 400, code: 'InvalidParameterException' });
    const valid = await send(app.endpoint, operation, '{"AccessToken":"forged","ProposedPassword":"Passw0rd!"}');
    expect(valid).toMatchObject({ status: 400, code: 'NotAuthorizedException' });
  });

  test('unknown members are ignored, null is absent', async () => {
    const answer = await call(app.endpoint, 'ListUserPools', { MaxResults: 1, NextToken: null, Unknown: { a: [1] } });
    expect(answer.status).toBe(200);
  });
});

describe('the form of answers', () => {
  test('an error carries its code and the request id in headers, and is never cached', async () => {
    const answer = await signUp('{}');
    expect(answer.headers.get('x-amzn-errortype')).toBe('InvalidParameterException');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(['__type', 'message']);
  });

  test('two requests have two ids', async () => {
    const ids = [await signUp('{}'), await signUp('{}')].map((answer) => answer.headers.get('x-amzn-requestid'));
    expect(new Set(ids).size).toBe(2);
  });

  test('times are epoch seconds with milliseconds, absent members are left out', async () => {
    const created = await call(app.endpoint, 'CreateUserPool', { PoolName: 'form' });
    expect(created.status).toBe(200);
    expect(created.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    const { UserPool } = JSON.parse(created.text) as { UserPool: { CreationDate: number } };
    expect(Math.abs(UserPool.CreationDate - Date.now() / 1000)).toBeLessThan(60);
    expect(created.text).toMatch(/"CreationDate":\d{10}(\.\d{1,3})?[,}]/);
    expect(created.text).not.toContain(':null');
  });
});

describe('browsers', () => {
  test('a preflight is allowed from any origin, with the headers of the SDKs', async () => {
    const response = await fetch(app.endpoint, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-method': 'POST',
        'access-control-request-headers':
          'amz-sdk-invocation-id,amz-sdk-request,content-type,x-amz-target,x-amz-user-agent',
      },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    const allowed = (response.headers.get('access-control-allow-headers') ?? '').split(', ');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'amz-sdk-invocation-id',
        'amz-sdk-request',
        'authorization',
        'cache-control',
        'content-type',
        'x-amz-date',
        'x-amz-security-token',
        'x-amz-target',
        'x-amz-user-agent',
      ]),
    );
  });

  test('answers and errors can be read from any origin, with the headers that SDKs read', async () => {
    for (const answer of [await signUp('{}'), await call(app.endpoint, 'ListUserPools', { MaxResults: 1 })]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/x-amzn-RequestId, x-amzn-ErrorType/);
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });
});

test('an operation that is not built says so, once its caller and input are in order', async () => {
  const answer = await call(app.endpoint, 'DescribeRiskConfiguration', { UserPoolId: 'us-east-1_abcdefghi' });
  expect(answer).toMatchObject({
    status: 400,
    code: 'UnsupportedOperationException',
    message: 'Operation DescribeRiskConfiguration is not supported by this version of Poolhouse.',
  });
  const unsigned = { ...SIGN_UP, 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeRiskConfiguration' };
  expect(await send(app.endpoint, unsigned, '{}')).toMatchObject({ code: 'MissingAuthenticationTokenException' });
});
