/** Whoever asks writes the Host header: it leads nobody elsewhere, and a domain of one account stands for no other's host. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CognitoIdentityProviderClient,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYWHERE } from '../../src/core/domains/domain.ts';
import { generateMasterKeyFile } from '../../src/crypto/keyring-file.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { authorizationRequest, codeClient, search } from './support.ts';

const PUBLIC = 'id.example.com';
const ISSUER = 'issuer.tokens.example.com';
const CERTIFICATE = 'arn:aws:acm:us-east-1:000000000000:certificate/12345678-1234-1234-1234-123456789012';

let folder: string;
let app: TestApp;
let cognito: CognitoIdentityProviderClient;
let poolId: string;
let clientId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolhouse-hosts-'));
  generateMasterKeyFile(join(folder, 'master.key'));
  app = await startTestApp({
    mode: 'serve',
    flags: {
      'any-access-key': 'false',
      'issuer-url': `https://${ISSUER}`,
      'master-key-file': join(folder, 'master.key'),
      'proxy-terminates-tls': 'true',
      'public-url': `https://${PUBLIC}`,
      'trusted-proxy': '127.0.0.1',
    },
  });
  cognito = app.client({ credentials: await operator(app.dataDir) });
  const served = { ...app, cognito };
  ({ Id: poolId } = await createPool(served));
  ({ ClientId: clientId } = await createClient(
    served,
    poolId,
    codeClient({ AllowedOAuthScopes: ['openid', 'email'] }),
  ));
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: 'shop' }));
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

const operator = async (dataDir: string) => {
  const file = await readFile(join(dataDir, 'credentials'), 'utf8');
  const read = (name: string) => new RegExp(`${name} = (.*)`).exec(file)?.[1] ?? '';
  return { accessKeyId: read('aws_access_key_id'), secretAccessKey: read('aws_secret_access_key') };
};

/** As through a proxy that speaks HTTPS. */
const ask = (host: string, path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.endpoint);
    const proxied = { host, 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', ...headers };
    const sent = send({ hostname, port, path, headers: proxied }, (answer) => resolve(answer.resume()));
    sent.on('error', reject);
    sent.end();
  });

const query = () => search(authorizationRequest({ clientId }));
const authorizeAt = (host: string) => ask(host, `/${poolId}/oauth2/authorize?${query()}`);

test.each(['evil.example', 'evil.example:443', `${PUBLIC}.evil.example`, '203.0.113.66', 'localhost.evil.example'])(
  'by the path form, %s is no name of the service',
  async (host) => {
    const { statusCode, headers } = await authorizeAt(host);
    expect(statusCode).toBe(302);
    expect(headers.location).toMatch(new RegExp(`^https://${PUBLIC}/${poolId}/login\\?`));
  },
);

test.each([PUBLIC, `${PUBLIC}:8443`, ISSUER, 'localhost:7665', '127.0.0.1:7665', 'pool.localhost', '[::1]:7665'])(
  'by the path form, %s is one',
  async (host) => {
    const { headers } = await authorizeAt(host);
    expect(headers.location).toMatch(`https://${host}/${poolId}/login?`);
  },
);

test.each([PUBLIC, ISSUER])('no pool takes %s as its domain', async (name) => {
  const taken = new CreateUserPoolDomainCommand({
    UserPoolId: poolId,
    Domain: name,
    CustomDomainConfig: { CertificateArn: CERTIFICATE },
  });
  await expect(cognito.send(taken)).rejects.toThrow('Domain already associated with another user pool.');
});

test('one that did when the name was not the service’s has no say there', async () => {
  const { domain } = await domainOfShop();
  const old = { ...domain, scope: EVERYWHERE, name: ISSUER, certificateArn: CERTIFICATE };
  await app.core.store.commit([app.core.store.domains.insert(old)]);
  const { statusCode } = await ask(ISSUER, `/${poolId}/.well-known/jwks.json`);
  expect(statusCode).toBe(200);
});

const domainOfShop = async () => {
  const domain = await app.core.directory.findDomain('us-east-1', 'shop');
  if (!domain) throw new Error('no such domain');
  return { domain };
};

test('the host of one pool has nothing of another, and none of the service', async () => {
  const host = `shop.auth.us-east-1.${PUBLIC}`;
  const paths = [`/${poolId}/login?${query()}`, '/mocks', '/mailbox', '/preview', '/health/live', '/metrics'];
  const statuses = await Promise.all(paths.map(async (path) => (await ask(host, path)).statusCode));
  expect(statuses).toEqual(paths.map(() => 404));
});

test('a neighbour’s cookie is no token of this browser (cookie tossing)', async () => {
  const host = `shop.auth.us-east-1.${PUBLIC}`;
  const planted = 'a'.repeat(43);
  const { headers } = await ask(host, `/login?${query()}`, { cookie: `XSRF-TOKEN=${planted}` });
  expect(headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-XSRF-TOKEN=(?!a{43})[\w-]{43}; Path=\/; /)]);
});
