/** Documents: both formats, both kinds, what is wrong named with its place, changes taken or refused as a whole. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type DocumentProblem, DocumentRefused } from '../../src/gateway/document/fields.ts';
import { readApi } from '../../src/gateway/document/openapi.ts';
import { createRouter } from '../../src/gateway/routing/router.ts';
import { startTestApp } from '../support/test-app.ts';
import { functionArn, type Gateway, mockOf, proxyTo, restApi, startGateway, startUpstream } from './support.ts';

const SETTINGS = { id: 'api', account: '000000000000', region: 'us-east-1', variables: {}, identityHeaders: false };
const read = (text: string, more: object = {}) => readApi(text, 'api.yaml', { ...SETTINGS, ...more });
const problemsOf = (text: string, more: object = {}): readonly DocumentProblem[] => {
  try {
    read(text, more);
    return [];
  } catch (error) {
    if (error instanceof DocumentRefused) return error.problems;
    throw error;
  }
};

const YAML = `
openapi: 3.0.1
info: { title: Wild Rydes, version: '1' }
paths:
  /ride:
    post:
      security: [{ users: [] }]
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/\${stageVariables.fn}/invocations
components:
  securitySchemes:
    users:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: [arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc]
`;

describe('reading', () => {
  test('YAML, with stage variables', () => {
    const api = read(YAML, { variables: { fn: functionArn('ride') }, stage: 'dev' });
    expect(api).toMatchObject({
      form: 'rest',
      stage: 'dev',
      title: 'Wild Rydes',
      routes: [
        {
          method: 'POST',
          path: '/ride',
          authorizer: { kind: 'user-pool', pools: ['us-east-1_abc'], header: 'authorization' },
          integration: { kind: 'lambda', arn: functionArn('ride'), payload: '1.0', timeoutMs: 29_000 },
        },
      ],
    });
  });

  test('Swagger 2.0, as the console exports it', () => {
    const document = {
      swagger: '2.0',
      info: { title: 'x', version: '1' },
      host: 'abc.execute-api.us-east-1.amazonaws.com',
      basePath: '/prod',
      schemes: ['https'],
      paths: {
        '/a': {
          get: {
            produces: ['application/json'],
            responses: {},
            security: [{ sigv4: [] }],
            'x-amazon-apigateway-integration': {
              type: 'http_proxy',
              uri: 'https://upstream.test/a',
              httpMethod: 'GET',
              passthroughBehavior: 'when_no_match',
              responses: { default: { statusCode: '200' } },
            },
          },
        },
      },
      securityDefinitions: {
        sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      },
      definitions: { Empty: { type: 'object' } },
    };
    expect(read(JSON.stringify(document)).routes).toMatchObject([
      { authorizer: { kind: 'iam' }, integration: { kind: 'http', uri: 'https://upstream.test/a' } },
    ]);
  });

  test('security of the whole document, and its absence on one method', () => {
    const text = JSON.stringify({
      ...restApi({ '/a': { get: mockOf() }, '/b': { get: { security: [], ...mockOf() } } }),
      security: [{ iam: [] }],
      components: {
        securitySchemes: {
          iam: { type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        },
      },
    });
    expect(read(text).routes.map(({ authorizer }) => authorizer.kind)).toEqual(['iam', 'none']);
  });
});

describe('what is wrong', () => {
  test('is named with line, path and words, all of it at once', () => {
    const text = YAML.replace('type: aws_proxy', 'type: aws').replace(
      'cognito_user_pools\n        providerARNs: [arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc]',
      'cognito_user_pools\n        providerARNs: [us-east-1_abc]',
    );
    expect(problemsOf(text)).toEqual([
      {
        at: 'api.yaml:21:24',
        path: 'components.securitySchemes.users.x-amazon-apigateway-authorizer.providerARNs.0',
        message: '"us-east-1_abc" is no ARN of a user pool',
      },
      {
        at: 'api.yaml:21:23',
        path: 'components.securitySchemes.users.x-amazon-apigateway-authorizer.providerARNs',
        message: 'must name a user pool',
      },
      {
        at: 'api.yaml:9:15',
        path: 'paths./ride.post.x-amazon-apigateway-integration.type',
        message: expect.stringMatching(/^aws \(not aws_proxy\) is not supported/),
      },
    ]);
  });

  const withMethod = (method: object, more: object = {}) =>
    JSON.stringify(restApi({ '/a/{id}': { get: method } }, more));
  const integration = (more: object) => withMethod({ 'x-amazon-apigateway-integration': more });

  test.each<[string, string, RegExp]>([
    ['no YAML', 'a: [', /./],
    ['a key twice', 'openapi: 3.0.1\nopenapi: 3.0.1', /unique/],
    ['a tag of CloudFormation', 'openapi: !Sub 3.0.1', /tag/],
    ['a list', '[]', /must be an OpenAPI document/],
    ['no version', '{}', /must be OpenAPI 3.0 or Swagger 2.0/],
    ['no methods', JSON.stringify(restApi({})), /has no method/],
    ['a stage variable without a value', YAML, /the stage variable fn has no value/],
    ['an unknown scheme', withMethod({ security: [{ nowhere: [] }], ...mockOf() }), /is defined nowhere/],
    ['two authorizers', withMethod({ security: [{ a: [] }, { b: [] }], ...mockOf() }), /more than one authorizer/],
    [
      'a scheme that nobody checks',
      withMethod(
        { security: [{ key: [] }], ...mockOf() },
        { components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } } },
      ),
      /nobody would check it/,
    ],
    [
      'a host from the request',
      integration({ type: 'http_proxy', uri: 'https://{id}.test/' }),
      /parameters cannot stand in the host/,
    ],
    [
      'a parameter that is not there',
      integration({
        type: 'http_proxy',
        uri: 'https://x.test/{b}',
        requestParameters: { 'integration.request.path.b': 'method.request.path.b' },
      }),
      /the path has no parameter b/,
    ],
    [
      'an unknown expression',
      integration({
        type: 'http_proxy',
        uri: 'https://x.test/',
        requestParameters: { 'integration.request.header.a': '$util.x' },
      }),
      /no expression that is known/,
    ],
    [
      'another protocol',
      integration({ type: 'http_proxy', uri: 'file:///etc/passwd' }),
      /must be a URL of http or https/,
    ],
    [
      'a link to a VPC',
      integration({ type: 'http_proxy', uri: 'https://x.test/', connectionType: 'VPC_LINK' }),
      /name the upstream by its address/,
    ],
    ['no function', integration({ type: 'aws_proxy', uri: 'https://x.test/' }), /names no Lambda function/],
    [
      'format 2.0 of a REST API',
      integration({ type: 'aws_proxy', uri: functionArn('a'), payloadFormatVersion: '2.0' }),
      /HTTP APIs|^$/,
    ],
    [
      'a directive',
      integration({ type: 'mock', requestTemplates: { 'application/json': '#set($x = 1){"statusCode":200}' } }),
      /directives of templates/,
    ],
    ['a setting that is not known', integration({ type: 'mock', tlsConfig: {} }), /is not supported/],
    [
      'a wrong path',
      JSON.stringify(restApi({ '/a/{b+}/c': { get: mockOf() } })),
      /a greedy parameter stands at the end/,
    ],
    [
      'an unknown gateway response',
      JSON.stringify(restApi({ '/a': { get: mockOf() } }, { 'x-amazon-apigateway-gateway-responses': { NOPE: {} } })),
      /is no type of gateway response/,
    ],
    [
      'a checked body',
      withMethod(
        { 'x-amazon-apigateway-request-validator': 'all', requestBody: {}, ...mockOf() },
        {
          'x-amazon-apigateway-request-validators': {
            all: { validateRequestBody: true, validateRequestParameters: true },
          },
        },
      ),
      /bodies are not checked here/,
    ],
    [
      'a policy with a fault',
      JSON.stringify(
        restApi({ '/a': { get: mockOf() } }, { 'x-amazon-apigateway-policy': { Statement: [{ Effect: 'Maybe' }] } }),
      ),
      /./,
    ],
  ])('%s', (name, text, message) => {
    const problems = problemsOf(text, name.startsWith('format 2.0') ? { form: 'rest' } : {});
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map((each) => each.message).join('\n')).toMatch(message);
    expect(problems[0]?.at).toMatch(/^api\.yaml:\d+:\d+$/);
  });

  test('a start with it fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'poolhouse-document-'));
    try {
      await writeFile(join(folder, 'bad.yaml'), 'openapi: 3.0.1\npaths: {}\n');
      await expect(startTestApp({ flags: { gateway: folder } })).rejects.toBeInstanceOf(DocumentRefused);
      await expect(startTestApp({ flags: { gateway: join(folder, 'none.yaml') } })).rejects.toThrow(
        /none\.yaml.*does not exist/,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('routes', () => {
  const api = (form: 'rest' | 'http') =>
    read(
      JSON.stringify(
        restApi(
          Object.fromEntries(
            ['/pets', '/pets/{id}', '/pets/mine', '/pets/{id}/toys', '/{proxy+}', '/pets/mine/{rest+}'].map((path) => [
              path,
              { get: mockOf() },
            ]),
          ),
          {},
        ),
      ),
      { form },
    );
  const routed = (path: string, method = 'GET', form: 'rest' | 'http' = 'rest') => {
    const found = createRouter(api(form))(method, path.split('/').slice(1), false);
    return typeof found === 'string' ? found : [found.route.path, found.parameters];
  };

  test.each<[string, unknown]>([
    ['/pets', ['/pets', {}]],
    ['/pets/mine', ['/pets/mine', {}]],
    ['/pets/7', ['/pets/{id}', { id: '7' }]],
    ['/pets/7/toys', ['/pets/{id}/toys', { id: '7' }]],
    ['/pets/mine/a/b', ['/pets/mine/{rest+}', { rest: 'a/b' }]],
    ['/pets/7/other', ['/{proxy+}', { proxy: 'pets/7/other' }]],
    ['/else', ['/{proxy+}', { proxy: 'else' }]],
    ['/PETS', 'unknown'],
  ])('%s', (path, expected) => {
    expect(routed(path)).toEqual(expected);
  });

  test('a method that is not there', () => {
    expect(routed('/pets', 'PUT')).toBe('method');
    expect(routed('/pets', 'PUT', 'http')).toBe('method');
  });
});

describe('while it runs', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());
  const status = async (path: string) => (await gateway.ask(path, { headers: { host: 'api.localhost' } })).status;

  test('a change counts; a wrong one is refused and the old goes on', async () => {
    await gateway.serve('api.json', restApi({ '/one': { get: mockOf() } }));
    expect([await status('/prod/one'), await status('/prod/two')]).toEqual([200, 403]);
    await gateway.serve('api.json', restApi({ '/two': { get: mockOf(201) } }));
    expect([await status('/prod/one'), await status('/prod/two')]).toEqual([403, 201]);
    await gateway.write(
      'api.json',
      restApi({ '/three': { get: { 'x-amazon-apigateway-integration': { type: 'nonsense' } } } }),
    );
    await sleep(1_300);
    expect([await status('/prod/two'), await status('/prod/three')]).toEqual([201, 403]);
    await gateway.serve('api.json', restApi({ '/three': { get: mockOf() } }));
    expect(await status('/prod/three')).toBe(200);
  });

  test('an API is found by host, by stage, by name and stage', async () => {
    await gateway.serve('api.json', restApi({ '/one': { get: mockOf() } }));
    expect((await gateway.ask('/prod/one')).status).toBe(200);
    expect(
      (await gateway.ask('/prod/one', { headers: { host: 'api.execute-api.us-east-1.localhost:7666' } })).status,
    ).toBe(200);
    await gateway.serve('other.json', restApi({ '/one': { get: mockOf(202) } }));
    expect((await gateway.ask('/prod/one')).status).toBe(403);
    expect((await gateway.ask('/other/prod/one')).status).toBe(202);
    expect((await gateway.ask('/api/prod/one')).status).toBe(200);
  });
});

test('HTTPS with the service’s certificates, and an end that lets requests finish', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-tls-'));
  const upstream = await startUpstream((_, response) => void setTimeout(() => response.end('late'), 400));
  try {
    await writeFile(join(folder, 'api.json'), JSON.stringify(restApi({ '/a': { get: proxyTo(upstream.url) } })));
    const app = await startTestApp({ flags: { gateway: folder, 'local-https': 'true', 'shutdown-grace': '5' } });
    const { port } = new URL(app.gateway);
    const { request } = await import('node:https');
    const answer = new Promise<{ status: number | undefined; text: string }>((done, fail) => {
      request(
        { host: '127.0.0.1', port, path: '/prod/a', rejectUnauthorized: false, agent: false },
        async (response) => {
          let text = '';
          for await (const part of response) text += part;
          done({ status: response.statusCode, text });
        },
      )
        .on('error', fail)
        .end();
    });
    while (upstream.heard.length === 0) await sleep(20);
    await app.stop();
    expect(await answer).toEqual({ status: 200, text: 'late' });
    expect(upstream.heard[0]?.headers['x-forwarded-proto']).toBe('https');
    await expect(fetch(app.gateway)).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true, force: true });
    await upstream.close();
  }
});

test('the mapping of the configuration file: hosts, stage, variables, throttling, identity headers', async () => {
  const upstream = await startUpstream();
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-mapping-'));
  try {
    await writeFile(
      join(folder, 'doc.json'),
      JSON.stringify(restApi({ '/a/{proxy+}': { get: proxyTo('${stageVariables.upstream}/{proxy}') } })),
    );
    const gateway = {
      own: {
        document: 'doc.json',
        stage: 'dev',
        hosts: ['api.example.com'],
        variables: { upstream: upstream.url },
        rate: 0.1,
        burst: 2,
        'identity-headers': true,
      },
    };
    await writeFile(join(folder, 'poolhouse.yaml'), JSON.stringify({ gateway }));
    const app = await startTestApp({ flags: { config: join(folder, 'poolhouse.yaml') } });
    try {
      const { request } = await import('node:http');
      const ask = (path: string) =>
        new Promise<number>((done, fail) => {
          const { port } = new URL(app.gateway);
          request(
            { host: '127.0.0.1', port, path, headers: { host: 'api.example.com', 'x-poolhouse-sub': 'forged' } },
            (answer) => {
              answer.resume();
              done(answer.statusCode ?? 0);
            },
          )
            .on('error', fail)
            .end();
        });
      expect([await ask('/a/b'), await ask('/dev/a/b'), await ask('/a/b')]).toEqual([200, 403, 429]);
      expect(upstream.heard[0]).toMatchObject({ url: '/b', headers: { 'x-forwarded-host': 'api.example.com' } });
      expect(upstream.heard[0]?.headers['x-poolhouse-sub']).toBeUndefined();
    } finally {
      await app.stop();
    }
    const wrong = (gateway: unknown) => () => {
      const flags = { gateway: gateway as string };
      return loadConfig({ mode: 'dev', flags, env: {}, cwd: folder });
    };
    expect(wrong({ own: { document: 'x', stages: 'y' } })).toThrow(/own: unknown key stages/);
    expect(wrong({ Own: 'x' })).toThrow(/lower-case letters/);
    expect(wrong({ own: { burst: 1, document: 'x' } })).toThrow(/burst: needs rate/);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await upstream.close();
  }
});
