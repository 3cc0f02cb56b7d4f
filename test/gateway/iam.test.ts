/** AWS_IAM: requests that the SDK's signer signs for execute-api. */
import { createHash } from 'node:crypto';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Sha256 } from '../../src/crypto/sha256.ts';
import { type Keys, keysOf, type People, peopleOf, trusting } from '../credentials/support.ts';
import {
  functionProxy,
  type Gateway,
  httpApi,
  iamScheme,
  proxyTo,
  restApi,
  startGateway,
  startUpstream,
  type Upstream,
} from './support.ts';

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:iam/prod';

let gateway: Gateway;
let upstream: Upstream;
let people: People;
let rider: Keys;

beforeAll(async () => {
  upstream = await startUpstream();
  gateway = await startGateway({ handlers: { whoami: (event) => ({ statusCode: 200, body: JSON.stringify(event) }) } });
  const security = [{ sigv4: [] }];
  const paths = {
    '/things/{proxy+}': { 'x-amazon-apigateway-any-method': { security, ...proxyTo(`${upstream.url}/{proxy}`) } },
    '/whoami': { get: { security, ...functionProxy('whoami') } },
  };
  const components = { securitySchemes: { sigv4: iamScheme } };
  await gateway.write('iam.json', restApi(paths, { components }));
  await gateway.write(
    'policy.json',
    restApi(
      { '/a': { get: { security, ...proxyTo(upstream.url) } }, '/open': { get: proxyTo(upstream.url) } },
      {
        components,
        'x-amazon-apigateway-policy': {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/GET/a' },
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'execute-api:Invoke',
              Resource: 'execute-api:/*',
              Condition: { StringEquals: { 'aws:UserAgent': 'banned' } },
            },
          ],
        },
      },
    ),
  );
  await gateway.serve(
    'v2.json',
    httpApi({
      '/whoami': {
        get: {
          'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
          ...functionProxy('whoami', { payloadFormatVersion: '2.0' }),
        },
      },
    }),
  );
  people = await peopleOf(gateway.app);
  rider = await people.user('rider', { Action: 'execute-api:Invoke', Resource: `${ARN}/*/things/*` });
});
afterAll(async () => {
  await gateway.stop();
  await upstream.close();
});
beforeEach(() => {
  upstream.heard.length = 0;
});

interface Draft {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly keys?: Keys;
  readonly host?: string;
  readonly region?: string;
  readonly service?: string;
  readonly headers?: Record<string, string>;
}

const sign = async (draft: Draft) => {
  const signer = new SignatureV4({
    credentials: draft.keys ?? rider,
    region: draft.region ?? 'us-east-1',
    service: draft.service ?? 'execute-api',
    sha256: Sha256,
  });
  return signer.sign(
    {
      method: draft.method ?? 'GET',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: draft.path ?? '/prod/things/a',
      query: draft.query ?? {},
      headers: { host: draft.host ?? 'iam.localhost', ...draft.headers },
      ...(draft.body !== undefined && { body: draft.body }),
    },
    { signingDate: new Date(gateway.app.clock.now()) },
  );
};

const send = async (
  draft: Draft = {},
  change: (headers: Record<string, string>) => Record<string, string> = (same) => same,
  sent: { path?: string; body?: string; method?: string } = {},
) => {
  const { headers } = await sign(draft);
  const query = new URLSearchParams(draft.query).toString();
  const path = sent.path ?? `${draft.path ?? '/prod/things/a'}${query && `?${query}`}`;
  const body = sent.body ?? draft.body;
  return gateway.ask(path, {
    method: sent.method ?? draft.method ?? 'GET',
    headers: change(headers),
    ...(body !== undefined && { body }),
  });
};

describe('grants', () => {
  test('what a policy allows, with query, body and percent signs', async () => {
    expect((await send()).status).toBe(200);
    const answer = await send({
      method: 'POST',
      path: '/prod/things/a%20b/c',
      query: { x: '1 2', y: 'ä' },
      body: '{"a":1}',
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ method: 'POST', url: '/a%20b/c?x=1+2&y=%C3%A4', body: '{"a":1}' });
    expect(upstream.heard.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  test('a role that was taken on; the function is told who', async () => {
    const taker = await people.user('taker', { Action: 'sts:AssumeRole' });
    const role = await people.role('caller', trusting({ AWS: 'arn:aws:iam::000000000000:user/taker' }), {
      Action: 'execute-api:Invoke',
      Resource: ['arn:aws:execute-api:us-east-1:000000000000:iam/prod/GET/whoami', 'arn:aws:execute-api:*:*:v2/*'],
    });
    const { Credentials } = await people
      .as(taker)
      .sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'session' }));
    const keys = keysOf(Credentials);
    const v1 = await send({ path: '/prod/whoami', keys });
    const userArn = 'arn:aws:sts::000000000000:assumed-role/caller/session';
    expect(v1.json).toMatchObject({
      requestContext: {
        identity: { accessKey: keys.accessKeyId, accountId: '000000000000', userArn, cognitoIdentityId: null },
      },
    });
    const v2 = await send({ path: '/whoami', host: 'v2.localhost', keys });
    expect(v2.json).toMatchObject({
      version: '2.0',
      requestContext: { authorizer: { iam: { accessKey: keys.accessKeyId, userArn, cognitoIdentity: null } } },
    });
    expect(await send({ keys })).toMatchObject({ status: 403 });
  });

  test('a presigned address', async () => {
    const signer = new SignatureV4({ credentials: rider, region: 'us-east-1', service: 'execute-api', sha256: Sha256 });
    const { query = {} } = await signer.presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: '/prod/things/a',
        query: {},
        headers: { host: 'iam.localhost' },
      },
      { expiresIn: 60, signingDate: new Date(gateway.app.clock.now()) },
    );
    const search = new URLSearchParams(query as Record<string, string>);
    const ask = () => gateway.ask(`/prod/things/a?${search}`, { headers: { host: 'iam.localhost' } });
    const answer = await ask();
    expect(answer.status).toBe(200);
    // The signature was for the gateway: who stands behind could use it again.
    expect(answer.json).toMatchObject({ url: '/a' });
    search.set('more', '1');
    expect((await ask()).status).toBe(403);
  });

  test('the policy of the API stands in for one of the caller', async () => {
    const stranger = await people.user('stranger');
    expect((await send({ keys: stranger, path: '/prod/a', host: 'policy.localhost' })).status).toBe(200);
    const banned = await send({
      keys: stranger,
      path: '/prod/a',
      host: 'policy.localhost',
      headers: { 'user-agent': 'banned' },
    });
    expect(banned).toMatchObject({
      status: 403,
      json: { Message: expect.stringContaining('with an explicit deny in a resource-based policy') },
    });
    const open = await gateway.ask('/prod/open', { headers: { host: 'policy.localhost' } });
    expect(open).toMatchObject({
      status: 403,
      json: { Message: expect.stringMatching(/^User: anonymous is not authorized/) },
    });
  });
});

describe('refusals', () => {
  test('without a signature', async () => {
    const answer = await gateway.ask('/prod/things/a', { headers: { host: 'iam.localhost' } });
    expect(answer).toMatchObject({ status: 403, json: { message: 'Missing Authentication Token' } });
    expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    expect(await gateway.ask('/whoami', { headers: { host: 'v2.localhost' } })).toMatchObject({
      status: 403,
      json: {},
    });
  });

  test('what no policy allows, in AWS’s words', async () => {
    const answer = await send({ path: '/prod/whoami' });
    expect(answer).toMatchObject({
      status: 403,
      json: {
        Message:
          'User: arn:aws:iam::000000000000:user/rider is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:iam/prod/GET/whoami because no identity-based policy allows the execute-api:Invoke action',
      },
    });
    expect(answer.headers['x-amzn-errortype']).toBe('AccessDeniedException');
    const denied = await people.user(
      'denied',
      { Action: '*' },
      { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: `${ARN}/DELETE/*` },
    );
    expect((await send({ keys: denied })).status).toBe(200);
    expect(await send({ keys: denied, method: 'DELETE' })).toMatchObject({
      status: 403,
      json: { Message: expect.stringMatching(/with an explicit deny in an identity-based policy$/) },
    });
    expect(await send({ keys: rider, path: '/whoami', host: 'v2.localhost' })).toMatchObject({
      status: 403,
      json: { message: 'Forbidden' },
    });
  });

  test('a changed method, path, query, body, host or header', async () => {
    const post = { method: 'POST', body: '{"a":1}' };
    const wrong = { status: 403, json: { message: expect.stringMatching(/^The request signature we calculated/) } };
    expect(await send({}, undefined, { path: '/prod/things/b' })).toMatchObject(wrong);
    expect(await send({}, undefined, { path: '/prod/things/a?more=1' })).toMatchObject(wrong);
    expect(await send({}, undefined, { method: 'DELETE' })).toMatchObject(wrong);
    expect(await send(post, undefined, { body: '{"a":2}' })).toMatchObject(wrong);
    const other = createHash('sha256').update('{"a":2}').digest('hex');
    expect(
      await send(post, (headers) => ({ ...headers, 'x-amz-content-sha256': other }), { body: '{"a":2}' }),
    ).toMatchObject(wrong);
    expect(await send(post, (headers) => ({ ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }))).toMatchObject(
      wrong,
    );
    expect(await send({ path: '/whoami' }, (headers) => ({ ...headers, host: 'v2.localhost' }))).toMatchObject({
      status: 403,
      json: { message: 'Forbidden' },
    });
    expect(upstream.heard).toEqual([]);
  });

  test('another service, another region, an unknown key, a wrong secret', async () => {
    expect(await send({ service: 's3' })).toMatchObject({
      status: 403,
      json: { message: "Credential should be scoped to correct service: 'execute-api'. " },
    });
    expect(await send({ region: 'eu-west-1' })).toMatchObject({
      status: 403,
      json: { message: 'Credential should be scoped to a valid region. ' },
    });
    const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    expect(await send({ keys: unknown })).toMatchObject({
      status: 403,
      json: { message: 'The security token included in the request is invalid.' },
    });
    expect((await send({ keys: { ...rider, secretAccessKey: 'x' } })).status).toBe(403);
  });

  test('nobody’s body is read: without a signature, by an unknown key, too late', async () => {
    const head = 'POST /prod/things/x HTTP/1.1\r\nHost: iam.localhost\r\nContent-Length: 1000000\r\n';
    const date = new Date(gateway.app.clock.now()).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const scope = (day: string) => `${day}/us-east-1/execute-api/aws4_request`;
    const by = (key: string, at: string) =>
      `X-Amz-Date: ${at}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=${key}/${scope(at.slice(0, 8))}, SignedHeaders=host;x-amz-date, Signature=00\r\n`;
    const old = '20200101T000000Z';
    for (const said of ['', by('AKIAAAAAAAAAAAAAAAAA', date), by(rider.accessKeyId, old)]) {
      // It is answered while the body is still to come.
      expect(await gateway.raw(`${head}${said}\r\nhalf a body`)).toMatch(/^HTTP\/1\.1 403 /);
    }
    expect(upstream.heard).toEqual([]);
  });

  test('a body beyond the limit', async () => {
    const body = 'x'.repeat(10 * 1024 * 1024 + 1);
    expect(await send({ method: 'POST', body })).toMatchObject({ status: 413, json: { message: 'Request Too Long' } });
  });

  test('sixteen minutes later', async () => {
    const { headers } = await sign({});
    gateway.app.clock.advance(16 * 60_000);
    expect(await gateway.ask('/prod/things/a', { headers })).toMatchObject({
      status: 403,
      json: { message: expect.stringMatching(/^Signature expired/) },
    });
  });
});

test('bodies outside the signature, where the operator takes them', async () => {
  const open = await startGateway({ flags: { 'gateway-unsigned-payload': 'on' } });
  try {
    const paths = { '/up': { put: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' }, ...proxyTo(upstream.url) } } };
    await open.serve('up.json', restApi(paths));
    const keys = (await peopleOf(open.app)).operator;
    const signer = new SignatureV4({ credentials: keys, region: 'us-east-1', service: 'execute-api', sha256: Sha256 });
    const request = {
      method: 'PUT',
      protocol: 'http:',
      hostname: 'x',
      path: '/prod/up',
      query: {},
      headers: { host: 'up.localhost', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    };
    const { headers } = await signer.sign(request, { signingDate: new Date(open.app.clock.now()) });
    const big = 'x'.repeat(12 * 1024 * 1024);
    const answer = await open.ask('/prod/up', { method: 'PUT', headers, body: big });
    expect(answer.status).toBe(200);
    expect(upstream.heard.at(-1)?.body.length).toBe(big.length);
    const authorization = headers['authorization']?.replace(/;x-amz-content-sha256/, '') ?? '';
    expect(
      (await open.ask('/prod/up', { method: 'PUT', headers: { ...headers, authorization }, body: 'x' })).json,
    ).toMatchObject({
      message: "'x-amz-content-sha256' must be a 'SignedHeader' in the AWS Authorization.",
    });
  } finally {
    await open.stop();
  }
});
