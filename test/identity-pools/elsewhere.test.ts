/** Credentials of another STS: what it is asked, and what becomes of its answers. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkServeSafety } from '../../src/config/safety.ts';
import { loadConfig } from '../../src/config.ts';
import {
  credentialsOf,
  idOf,
  makeIdentityPool,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  type UserPool,
} from './support/setting.ts';

const ROLE = 'arn:minio:iam:::role/readers';

let app: Setting;
let users: UserPool;
let sts: Server;
let asked: URLSearchParams[] = [];
let answer: { status: number; body: string };

const OK = {
  status: 200,
  body: `<?xml version="1.0"?><AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
    <AccessKeyId>STORE1</AccessKeyId><SecretAccessKey>a&amp;b</SecretAccessKey>
    <Expiration>2030-01-01T00:00:00Z</Expiration><SessionToken>token</SessionToken>
  </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
};

const refusal = (status: number, code: string) => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

beforeAll(async () => {
  sts = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.writeHead(answer.status, { location: 'http://127.0.0.1:1/' }).end(answer.body);
  });
  sts.listen(0, '127.0.0.1');
  await once(sts, 'listening');
  const { port } = sts.address() as AddressInfo;
  app = await startSetting({ flags: { 'credentials-from': `*=http://127.0.0.1:${port}` } });
  users = await makeUserPool(app);
});
beforeEach(() => {
  asked = [];
  answer = OK;
});
afterAll(async () => {
  await app.stop();
  sts.close();
});

const credentials = async (guest = false) => {
  const pool = await makeIdentityPool(app, users, { AllowUnauthenticatedIdentities: true });
  await setRoles(app, pool, { authenticated: ROLE, unauthenticated: ROLE });
  const logins = guest ? undefined : { [users.provider]: (await somebody(app, users)).idToken };
  const id = await idOf(app, pool, logins);
  return { pool, id, given: await credentialsOf(app, id, logins) };
};

test('it is asked with an OpenID token that its own verification accepts', async () => {
  const { pool, id, given } = await credentials();
  expect(given).toMatchObject({
    identityId: id,
    accessKeyId: 'STORE1',
    secretAccessKey: 'a&b',
    sessionToken: 'token',
    expiration: new Date('2030-01-01T00:00:00Z'),
  });
  const [form] = asked;
  expect(Object.fromEntries(form ?? [])).toEqual({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: ROLE,
    RoleSessionName: 'CognitoIdentityCredentials',
    DurationSeconds: '3600',
    WebIdentityToken: expect.any(String),
  });
  const { publicUrl } = app.core.settings;
  const documents = await fetch(`${app.endpoint}/identity/.well-known/openid-configuration`);
  const { issuer, jwks_uri } = (await documents.json()) as { issuer: string; jwks_uri: string };
  expect(issuer).toBe(`${publicUrl}/identity`);
  const keys = createRemoteJWKSet(new URL(jwks_uri.replace('localhost', '127.0.0.1')));
  const { payload } = await jwtVerify(form?.get('WebIdentityToken') ?? '', keys, { issuer, audience: pool });
  expect(payload).toMatchObject({ sub: id, amr: ['authenticated', users.provider, expect.any(String)] });
});

test('guests are cut down there too', async () => {
  await credentials(true);
  const policy = JSON.parse(asked[0]?.get('Policy') ?? '{}') as { Statement: { Action: string[] }[] };
  expect(policy.Statement[0]?.Action).toContain('s3:*');
  expect(policy.Statement[0]?.Action).not.toContain('iam:*');
});

test.each([
  [refusal(403, 'AccessDenied'), 'InvalidIdentityPoolConfigurationException'],
  [refusal(400, 'InvalidIdentityToken'), 'InvalidIdentityPoolConfigurationException'],
  [refusal(503, 'ServiceUnavailable'), 'ExternalServiceException'],
  [{ status: 200, body: '<html>hello</html>' }, 'ExternalServiceException'],
  [{ status: 302, body: '' }, 'ExternalServiceException'],
])('%j becomes %s', async (given, name) => {
  answer = given;
  await expect(credentials()).rejects.toMatchObject({ name });
});

test('serve refuses an endpoint in the clear', () => {
  const problemsOf = (url: string) => {
    const config = loadConfig({ mode: 'serve', flags: { 'credentials-from': `*=${url}` }, env: {}, cwd: app.dataDir });
    return checkServeSafety(config, { masterKeyFileExists: true }).filter(({ at }) => at === 'credentials-from');
  };
  expect(problemsOf('http://sts.internal:9000')).toHaveLength(1);
  expect(problemsOf('https://sts.internal:9000')).toEqual([]);
  expect(() =>
    loadConfig({
      mode: 'serve',
      flags: { 'credentials-from': 'my pool=https://x.example' },
      env: {},
      cwd: app.dataDir,
    }),
  ).toThrow(/identity pool/);
});
