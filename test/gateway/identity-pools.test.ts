/** Credentials of an identity pool in front of a function, by the SDK's own provider; and curl, where there is one. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sha256 } from '../../src/crypto/sha256.ts';
import {
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  trustOf,
} from '../identity-pools/support/setting.ts';
import { functionProxy, httpApi, restApi } from './support.ts';

let folder: string;
let app: Setting;
let identityPool: string;
let credentials: Awaited<ReturnType<ReturnType<typeof fromCognitoIdentityPool>>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolhouse-apis-'));
  const iam = { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } };
  const paths = (more = {}) => ({
    '/ride/{id}': {
      get: { ...iam, ...functionProxy('ride', more) },
      delete: { ...iam, ...functionProxy('ride', more) },
    },
  });
  await writeFile(join(folder, 'rides.json'), JSON.stringify(restApi(paths())));
  await writeFile(join(folder, 'v2.json'), JSON.stringify(httpApi(paths({ payloadFormatVersion: '2.0' }))));
  const functions = {
    invoke: async ({ event }: { event: object }) => ({ statusCode: 200, body: JSON.stringify(event) }),
  };
  app = await startSetting({ flags: { gateway: folder }, functions });
  const users = await makeUserPool(app);
  identityPool = await makeIdentityPool(app, users);
  const statement = (Resource: string) => ({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource });
  const own = 'ride/${cognito-identity.amazonaws.com:sub}';
  const plain = statement('arn:aws:execute-api:us-east-1:*:rides/prod/GET/ride/plain');
  const policy = {
    Version: '2012-10-17',
    Statement: [
      plain,
      ...['rides/prod', 'v2/$default'].map((api) =>
        statement(`arn:aws:execute-api:us-east-1:*:${api.replace('$', '${$}')}/GET/${own}`),
      ),
    ],
  };
  await setRoles(app, identityPool, { authenticated: await makeRole(app, trustOf(identityPool), policy) });
  const { idToken } = await somebody(app, users);
  const take = fromCognitoIdentityPool({
    identityPoolId: identityPool,
    logins: { [users.provider]: async () => idToken },
    clientConfig: { endpoint: app.endpoint, region: 'us-east-1' },
  });
  credentials = await take();
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (host: string, path: string, method = 'GET') => {
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'execute-api', sha256: Sha256 });
  const url = new URL(app.gateway);
  const { headers } = await signer.sign({
    method,
    protocol: 'http:',
    hostname: url.hostname,
    path,
    query: {},
    headers: { host: `${host}.localhost` },
  });
  const { request } = await import('node:http');
  return new Promise<{ status: number; json: Record<string, never> }>((done, fail) => {
    request({ host: '127.0.0.1', port: url.port, method, path, headers, agent: false }, async (response) => {
      let text = '';
      for await (const part of response) text += part;
      done({ status: response.statusCode ?? 0, json: JSON.parse(text) });
    })
      .on('error', fail)
      .end();
  });
};

test('a person’s own path, and nobody else’s', async () => {
  const id = encodeURIComponent(credentials.identityId);
  const v1 = await ask('rides', `/prod/ride/${credentials.identityId}`);
  expect(v1).toMatchObject({
    status: 200,
    json: {
      requestContext: {
        identity: {
          accessKey: credentials.accessKeyId,
          cognitoIdentityId: credentials.identityId,
          cognitoIdentityPoolId: identityPool,
          cognitoAuthenticationType: 'authenticated',
          cognitoAuthenticationProvider: expect.stringMatching(/:CognitoSignIn:/),
          userArn: expect.stringMatching(/:assumed-role\//),
        },
      },
    },
  });
  expect((await ask('rides', `/prod/ride/${id}`)).status).toBe(200);
  const v2 = await ask('v2', `/ride/${credentials.identityId}`);
  expect(v2).toMatchObject({
    status: 200,
    json: {
      requestContext: {
        authorizer: { iam: { cognitoIdentity: { identityId: credentials.identityId, identityPoolId: identityPool } } },
      },
    },
  });
  const other = credentials.identityId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect((await ask('rides', `/prod/ride/${other}`)).status).toBe(403);
  expect((await ask('rides', `/prod/ride/${credentials.identityId}`, 'DELETE')).status).toBe(403);
  expect((await ask('rides', `/prod/ride/${credentials.identityId}%2f..`)).status).toBe(400);
});

const hasCurl = /^curl (7\.(8[6-9]|9)|[89]|\d\d)/.test(
  spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** Not with a colon in the path: curl leaves it as it is, where AWS's own canonical form encodes it. */
test.runIf(hasCurl)('curl signs as well', async () => {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
  const url = `http://rides.localhost:${new URL(app.gateway).port}/prod/ride/plain`;
  const args = [
    '-s',
    '--resolve',
    `rides.localhost:${new URL(app.gateway).port}:127.0.0.1`,
    '--aws-sigv4',
    'aws:amz:us-east-1:execute-api',
  ];
  const own = ['--user', `${accessKeyId}:${secretAccessKey}`, '-H', `x-amz-security-token: ${sessionToken}`];
  const { stdout } = await promisify(execFile)('curl', [
    ...args,
    ...own,
    '-o',
    '/dev/stderr',
    '-w',
    '%{http_code}',
    url,
  ]).catch((error) => error);
  expect(stdout).toBe('200');
});
