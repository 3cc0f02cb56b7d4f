/** Forward authentication: as nginx, Traefik, Caddy and Envoy ask, and with a real nginx where there is one. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { identityFromHeaders } from '../../src/authorizer/index.ts';
import { Sha256 } from '../../src/crypto/sha256.ts';
import { IDENTITY_HEADERS } from '../../src/gateway/identity.ts';
import { peopleOf } from '../credentials/support.ts';
import { type Gateway, httpApi, startGateway, startUpstream, type Upstream } from './support.ts';

const PATH = '/_poolhouse/authorize';

let gateway: Gateway;
let tokens: Awaited<ReturnType<Gateway['signIn']>>;

beforeAll(async () => {
  gateway = await startGateway();
  const issuer = `${gateway.app.core.settings.issuerBase}/${gateway.pool}`;
  const scheme = {
    type: 'oauth2',
    'x-amazon-apigateway-authorizer': {
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      jwtConfiguration: { issuer, audience: [gateway.client] },
    },
  };
  const locked = { security: [{ pool: [] }] };
  await gateway.serve(
    'site.json',
    httpApi(
      {
        '/rides/{id}': { get: locked, post: { security: [{ pool: ['rides/write'] }] } },
        '/public/{proxy+}': { 'x-amazon-apigateway-any-method': {} },
        '/signed': { post: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
        '/{proxy+}': { 'x-amazon-apigateway-any-method': locked },
      },
      { components: { securitySchemes: { pool: scheme } } },
    ),
  );
  tokens = await gateway.signIn();
});
afterAll(() => gateway.stop());

const host = 'site.localhost';
const bearer = () => `Bearer ${tokens.id}`;

/** How each proxy asks about a request. */
const asked: Record<
  string,
  (
    method: string,
    target: string,
    more?: Record<string, string>,
  ) => Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; json: unknown }>
> = {
  nginx: (method, target, more = {}) =>
    gateway.ask(PATH, {
      headers: {
        host: 'auth',
        'x-forwarded-host': host,
        'x-original-method': method,
        'x-original-uri': target,
        ...more,
      },
    }),
  'ingress-nginx': (method, target, more = {}) =>
    gateway.ask(PATH, {
      headers: { host: 'auth', 'x-original-method': method, 'x-original-url': `https://${host}${target}`, ...more },
    }),
  traefik: (method, target, more = {}) =>
    gateway.ask(PATH, {
      headers: {
        host: 'auth',
        'x-forwarded-host': host,
        'x-forwarded-method': method,
        'x-forwarded-uri': target,
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '10.1.1.1',
        ...more,
      },
    }),
  envoy: (method, target, more = {}) => gateway.ask(`${PATH}${target}`, { method, headers: { host, ...more } }),
};

describe.each(Object.keys(asked))('%s', (name) => {
  const ask = asked[name] as NonNullable<(typeof asked)[string]>;

  test('a good token: 200, with every identity header', async () => {
    const answer = await ask('GET', '/rides/7?x=1', { authorization: bearer() });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.headers)).toEqual(expect.arrayContaining([...IDENTITY_HEADERS]));
    expect(identityFromHeaders((each) => answer.headers[each] as string)).toMatchObject({
      sub: tokens.sub,
      username: tokens.username,
      groups: ['riders'],
      clientId: gateway.client,
    });
  });

  test('none, a wrong one, without the scope, on an open path', async () => {
    expect((await ask('GET', '/rides/7')).status).toBe(401);
    expect((await ask('GET', '/rides/7', { authorization: `${bearer()}x` })).status).toBe(401);
    expect((await ask('POST', '/rides/7', { authorization: `Bearer ${tokens.access}` })).status).toBe(403);
    expect((await ask('GET', '/anything', {})).status).toBe(401);
    const open = await ask('GET', '/public/x', { 'x-poolhouse-sub': 'forged' });
    expect([open.status, open.headers['x-poolhouse-sub']]).toEqual([200, '']);
  });

  test.each([
    '/public/../rides/7',
    '/public/%2e%2e/rides/7',
    '/public//rides',
    '/public/..%2frides',
    '/PUBLIC/x',
    '/public\\..\\rides',
    '/public/%00',
  ])('%s is no way around', async (target) => {
    expect([400, 401, 403]).toContain((await ask('GET', target)).status);
  });
});

describe('who speaks', () => {
  test('a client’s own headers of the other family, where they differ', async () => {
    const nginx = asked['nginx'] as NonNullable<(typeof asked)[string]>;
    expect(
      (await nginx('GET', '/rides/7', { 'x-forwarded-uri': '/public/x', 'x-forwarded-method': 'GET' })).status,
    ).toBe(403);
    expect((await nginx('GET', '/rides/7', { 'x-forwarded-method': 'OPTIONS' })).status).toBe(403);
    const traefik = asked['traefik'] as NonNullable<(typeof asked)[string]>;
    expect(
      (await traefik('GET', '/rides/7', { 'x-original-uri': '/public/x', 'x-original-method': 'GET' })).status,
    ).toBe(403);
    expect((await traefik('GET', '/rides/7', { 'x-original-url': 'https://elsewhere.test/rides/7' })).status).toBe(403);
    const envoy = asked['envoy'] as NonNullable<(typeof asked)[string]>;
    expect((await envoy('GET', '/rides/7', { 'x-original-uri': '/public/x' })).status).toBe(403);
    expect((await envoy('GET', '/rides/7?pool=x&use=id')).status).toBe(401);
  });

  test('half of it is not enough', async () => {
    expect((await gateway.ask(PATH, { headers: { host: 'auth', 'x-original-uri': '/public/x' } })).status).toBe(403);
    expect((await gateway.ask(PATH, { headers: { host: 'auth', authorization: bearer() } })).status).toBe(403);
  });

  test('from elsewhere than a trusted proxy nobody is answered', async () => {
    const closed = await startGateway({ flags: { 'gateway-forward-auth': '10.9.9.9' } });
    try {
      const answer = await closed.ask(PATH, {
        headers: { host: 'auth', 'x-original-method': 'GET', 'x-original-uri': '/' },
      });
      expect(answer).toMatchObject({ status: 403, json: { message: 'Forbidden' } });
    } finally {
      await closed.stop();
    }
  });
});

test('a signed request: the signature holds for the hash that it states', async () => {
  const { operator } = await peopleOf(gateway.app);
  const signer = new SignatureV4({
    credentials: operator,
    region: 'us-east-1',
    service: 'execute-api',
    sha256: Sha256,
  });
  const hash = createHash('sha256').update('body').digest('hex');
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: host,
      path: '/signed',
      query: {},
      headers: { host, 'x-amz-content-sha256': hash },
      body: 'body',
    },
    { signingDate: new Date(gateway.app.clock.now()) },
  );
  const { host: _, ...signed } = headers;
  const traefik = asked['traefik'] as NonNullable<(typeof asked)[string]>;
  const answer = await traefik('POST', '/signed', signed);
  expect([answer.status, answer.headers['x-poolhouse-arn']]).toEqual([200, 'arn:aws:iam::000000000000:root']);
  expect((await traefik('POST', '/signed', { ...signed, 'x-amz-content-sha256': 'x' })).status).toBe(403);
  expect((await traefik('POST', '/signed?more=1', signed)).status).toBe(403);
});

describe('without a document', () => {
  const ask = (query: string, token: string) =>
    gateway.ask(`${PATH}?${query}`, { headers: { host: 'auth', authorization: `Bearer ${token}` } });

  test('what the address of the proxy’s configuration asks for', async () => {
    const pool = `pool=${gateway.pool}`;
    expect((await ask(pool, tokens.id)).status).toBe(200);
    expect((await ask(`${pool}&client=${gateway.client}&group=admins,riders`, tokens.id)).status).toBe(200);
    expect((await ask(`${pool}&scope=aws.cognito.signin.user.admin`, tokens.access)).status).toBe(200);
    expect((await ask(pool, tokens.access)).status).toBe(401);
    expect((await ask(`${pool}&use=access`, tokens.id)).status).toBe(401);
    expect((await ask('pool=us-east-1_other', tokens.id)).status).toBe(401);
    expect((await ask(`${pool}&group=admins`, tokens.id)).status).toBe(403);
    expect((await ask(`${pool}&scope=rides/write`, tokens.access)).status).toBe(403);
    expect((await ask(`${pool}&client=other`, tokens.id)).status).toBe(403);
    expect((await ask(`${pool}&groups=admins`, tokens.id)).status).toBe(500);
  });
});

const nginx = process.env['POOLHOUSE_NGINX'] ?? 'nginx';
const hasNginx = spawnSync(nginx, ['-V'], { encoding: 'utf8' }).stderr?.includes('http_auth_request_module') ?? false;

describe.runIf(hasNginx)('a real nginx with auth_request', () => {
  let upstream: Upstream;
  let folder: string;
  let process_: ReturnType<typeof spawn>;
  let url: string;

  beforeAll(async () => {
    upstream = await startUpstream();
    folder = await mkdtemp(join(tmpdir(), 'poolhouse-nginx-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const set = IDENTITY_HEADERS.slice(0, 4).map((name) => {
      const variable = `$auth_${name.replaceAll('-', '_')}`;
      return `auth_request_set ${variable} $upstream_http_${name.replaceAll('-', '_')}; proxy_set_header ${name} ${variable};`;
    });
    const file = join(folder, 'nginx.conf');
    await writeFile(
      file,
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
       http {
         access_log off;
         ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`).join(' ')}
         server {
           listen 127.0.0.1:${port};
           location / {
             auth_request /_authorize;
             ${set.join('\n             ')}
             proxy_pass ${upstream.url};
           }
           location = /_authorize {
             internal;
             proxy_pass ${gateway.app.gateway}${PATH};
             proxy_pass_request_body off;
             proxy_set_header Content-Length "";
             proxy_set_header X-Original-URI $request_uri;
             proxy_set_header X-Original-Method $request_method;
             proxy_set_header X-Forwarded-Host ${host};
             proxy_set_header X-Forwarded-For $remote_addr;
           }
         }
       }`,
    );
    process_ = spawn(nginx, ['-p', folder, '-c', file], { stdio: 'ignore' });
    for (let left = 40; left > 0; left -= 1) {
      if (
        await fetch(url).then(
          () => true,
          () => false,
        )
      )
        return;
      await sleep(50);
    }
    throw new Error('nginx did not start');
  });
  afterAll(async () => {
    process_?.kill();
    await upstream?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    upstream.heard.length = 0;
  });

  test('asks for every request, and tells the upstream who it is', async () => {
    const get = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers });
    expect((await get('/rides/7')).status).toBe(401);
    const forged = { 'x-poolhouse-sub': 'forged', 'x-forwarded-uri': '/public/x', 'x-forwarded-method': 'GET' };
    expect((await get('/rides/7', forged)).status).toBe(403);
    expect(upstream.heard).toEqual([]);
    const good = await get('/rides/7?x=1', { authorization: bearer(), 'x-poolhouse-sub': 'forged' });
    expect(good.status).toBe(200);
    expect(upstream.heard[0]).toMatchObject({
      url: '/rides/7?x=1',
      headers: { 'x-poolhouse-sub': tokens.sub, 'x-poolhouse-groups': 'riders' },
    });
    expect((await get('/public/x', { 'x-poolhouse-sub': 'forged' })).status).toBe(200);
    expect(upstream.heard[1]?.headers['x-poolhouse-sub']).toBeUndefined();
    const denied = await fetch(`${url}/rides/7`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access}` },
      body: 'x',
    });
    expect(denied.status).toBe(403);
  });
});

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
