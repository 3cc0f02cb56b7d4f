/** `poolhouse/authorizer` in real Express, Fastify and Hono servers, and as people install it. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Authorizer,
  createAuthorizer,
  expressAuthorizer,
  fastifyAuthorizer,
  honoAuthorizer,
  type Identity,
  identityFromHeaders,
  identityOfRequest,
  NotAllowed,
  NotAuthenticated,
} from '../../src/authorizer/index.ts';
import { identityHeaders } from '../../src/gateway/identity.ts';
import { createClient } from '../support/builders.ts';
import { type Gateway, startGateway } from './support.ts';

const SELF = 'aws.cognito.signin.user.admin';

let gateway: Gateway;
let issuer: string;
let authorizer: Authorizer;
let tokens: Awaited<ReturnType<Gateway['signIn']>>;

beforeAll(async () => {
  gateway = await startGateway();
  tokens = await gateway.signIn();
  issuer = `${gateway.app.core.settings.issuerBase}/${gateway.pool}`;
  authorizer = createAuthorizer({ issuer, clientId: gateway.client });
});
afterAll(() => gateway.stop());

describe('tokens', () => {
  test('an access token, by the keys that the pool announces', async () => {
    expect(
      await authorizer.authorize(`Bearer ${tokens.access}`, { scopes: [SELF], groups: ['riders', 'x'] }),
    ).toMatchObject({
      sub: tokens.sub,
      username: tokens.username,
      groups: ['riders'],
      scopes: [SELF],
      clientId: gateway.client,
    });
  });

  test('an ID token where it is asked for', async () => {
    const ofId = createAuthorizer({ issuer: [issuer, 'https://other.test'], clientId: [gateway.client], use: 'id' });
    expect(await ofId.verify(tokens.id)).toMatchObject({ sub: tokens.sub, clientId: gateway.client });
    await expect(ofId.verify(tokens.access)).rejects.toThrow('the token is for another use');
    await expect(authorizer.verify(tokens.id)).rejects.toThrow('the token is for another use');
  });

  test('of another client, another issuer, changed, expired, signed by somebody else', async () => {
    const other = await createClient(gateway.app, gateway.pool);
    await expect(createAuthorizer({ issuer, clientId: other.ClientId }).verify(tokens.access)).rejects.toThrow(
      'another app client',
    );
    await expect(createAuthorizer({ issuer: `${issuer}x`, clientId: null }).verify(tokens.access)).rejects.toThrow(
      'another issuer',
    );
    const late = createAuthorizer({ issuer, clientId: gateway.client, now: () => Date.now() + 3_601_000 });
    await expect(late.verify(tokens.access)).rejects.toThrow('the token has expired');
    const patient = createAuthorizer({
      issuer,
      clientId: gateway.client,
      now: () => Date.now() + 3_601_000,
      toleranceSeconds: 60,
    });
    expect((await patient.verify(tokens.access)).sub).toBe(tokens.sub);
    const [header = '', payload = '', signature = ''] = tokens.access.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admins'] })).toString('base64url');
    await expect(authorizer.verify(`${header}.${changed}.${signature}`)).rejects.toBeInstanceOf(NotAuthenticated);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
    await expect(authorizer.verify(forged)).rejects.toBeInstanceOf(NotAuthenticated);
    const { publicKeys } = { publicKeys: JSON.stringify((await gateway.app.core.signer.jwks(gateway.pool)).keys[1]) };
    const confused = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(publicKeys));
    await expect(authorizer.verify(confused)).rejects.toBeInstanceOf(NotAuthenticated);
  });

  test('without the scope or the group', async () => {
    await expect(authorizer.verify(tokens.access, { scopes: ['rides/write'] })).rejects.toBeInstanceOf(NotAllowed);
    await expect(authorizer.verify(tokens.access, { groups: ['admins'] })).rejects.toBeInstanceOf(NotAllowed);
  });

  test('keys that cannot be had are no answer about the token', async () => {
    const blind = createAuthorizer({
      issuer,
      clientId: gateway.client,
      fetch: () => Promise.reject(new Error('no way')),
    });
    const error = await blind.verify(tokens.access).catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(NotAuthenticated);
    expect(() => createAuthorizer({ issuer, clientId: [] })).toThrow(TypeError);
  });
});

/** The same three routes in every framework. */
const servers: Record<string, () => Promise<{ url: string; close: () => Promise<unknown> }>> = {
  express: async () => {
    const app = express();
    app.get('/me', expressAuthorizer(authorizer), (request, response) => {
      response.json((request as unknown as { identity: Identity }).identity);
    });
    app.get('/admin', expressAuthorizer(authorizer, { groups: ['admins'] }), (_, response) => {
      response.json({});
    });
    const server = app.listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    return running(server);
  },
  fastify: async () => {
    const app = fastify();
    app.get('/me', { onRequest: fastifyAuthorizer(authorizer) }, async (request) => identityOfRequest(request));
    app.get('/admin', { onRequest: fastifyAuthorizer(authorizer, { groups: ['admins'] }) }, async () => ({}));
    app.get('/forgotten', async (request) => identityOfRequest(request));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    expect((await fetch(`${url}/forgotten`)).status).toBe(500);
    return { url, close: () => app.close() };
  },
  hono: async () => {
    const app = new Hono<{ Variables: { identity: Identity } }>();
    app.get('/me', honoAuthorizer(authorizer), (c) => c.json(c.get('identity')));
    app.get('/admin', honoAuthorizer(authorizer, { groups: ['admins'] }), (c) => c.json({}));
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((done) => server.once('listening', done));
    return running(server as unknown as Server);
  },
  fetch: async () => {
    const me = authorizer.protect((_, identity) => Response.json(identity));
    const admin = authorizer.protect(() => Response.json({}), { groups: ['admins'] });
    const handle = (request: Request) => (new URL(request.url).pathname === '/me' ? me(request) : admin(request));
    const server = serve({ fetch: handle, port: 0, hostname: '127.0.0.1' });
    await new Promise((done) => server.once('listening', done));
    return running(server as unknown as Server);
  },
};

const running = (server: Server) => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  close: () => new Promise((done) => server.close(done)),
});

describe.each(Object.keys(servers))('%s', (name) => {
  test('grants and refuses', async () => {
    const { url, close } = await (servers[name] as () => Promise<{ url: string; close: () => Promise<unknown> }>)();
    const get = (path: string, authorization?: string) =>
      fetch(`${url}${path}`, {
        headers: { connection: 'close', ...(authorization !== undefined && { authorization }) },
      });
    try {
      const good = await get('/me', `Bearer ${tokens.access}`);
      expect(good.status).toBe(200);
      expect(await good.json()).toMatchObject({ sub: tokens.sub, groups: ['riders'] });
      const none = await get('/me');
      expect([none.status, none.headers.get('www-authenticate'), await none.json()]).toEqual([
        401,
        'Bearer',
        { message: 'Unauthorized' },
      ]);
      const wrong = await get('/me', `Bearer ${tokens.id}`);
      expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer error="invalid_token", error_description="the token is for another use"',
      ]);
      const other = await get('/admin', `Bearer ${tokens.access}`);
      expect([other.status, await other.json()]).toEqual([403, { message: 'Forbidden' }]);
      for (const value of ['Basic YTpi', 'Bearer', 'Bearer a b', tokens.access])
        expect((await get('/me', value)).status).toBe(401);
    } finally {
      await close();
    }
  });
});

test('the headers of a gateway in front, whatever names hold', () => {
  const claims = {
    sub: 'a,b',
    'cognito:username': 'Zoë, 100%\r\nX-Evil: 1',
    'cognito:groups': ['a,b', 'ü', 'c d'],
    scope: 'x y',
    client_id: 'c',
  };
  const headers = identityHeaders({ kind: 'claims', claims, scopes: [] }) as Record<string, string>;
  expect(Object.values(headers).every((value) => /^[\x20-\x7e]*$/.test(value))).toBe(true);
  expect(identityFromHeaders((name) => headers[name])).toEqual({
    sub: 'a,b',
    username: 'Zoë, 100%\r\nX-Evil: 1',
    groups: ['a,b', 'ü', 'c d'],
    scopes: ['x', 'y'],
    clientId: 'c',
    claims,
  });
  expect(identityFromHeaders(() => null)).toBeUndefined();
});

test('as it is installed: plain JavaScript under its own name', async () => {
  const root = resolve(import.meta.dirname, '../..');
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-library-'));
  try {
    const own = join(folder, 'node_modules/poolhouse');
    await mkdir(own, { recursive: true });
    await promisify(execFile)(process.execPath, [
      join(root, 'scripts/build-authorizer.js'),
      join(own, 'dist/authorizer'),
    ]);
    await symlink(join(root, 'node_modules/jose'), join(folder, 'node_modules/jose'));
    await symlink(join(root, 'package.json'), join(own, 'package.json'));
    await writeFile(
      join(folder, 'main.mjs'),
      `import { createAuthorizer } from 'poolhouse/authorizer';
       const [, , issuer, clientId, token] = process.argv;
       console.log(JSON.stringify(await createAuthorizer({ issuer, clientId }).verify(token)));`,
    );
    const args = [join(folder, 'main.mjs'), issuer, gateway.client, tokens.access];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ sub: tokens.sub });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
