/** Services of which nothing is known, other keys than those of people, and what the operator says of a service. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { showConfig } from '../../src/config/show.ts';
import { loadConfig } from '../../src/config.ts';
import { newKeyPair } from '../../src/core/credentials/access-key.ts';
import {
  type Answer,
  type Credentials,
  type Listening,
  type Services,
  type Signing,
  signed,
  startListening,
  startServices,
} from './support.ts';

let backend: Listening;
let app: Services;
let keysFile: string;

const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const deny = (policy: { Statement: object[] }, Action: string, Resource: string) => ({
  ...policy,
  Statement: [...policy.Statement, { Effect: 'Deny', Action, Resource }],
});

beforeAll(async () => {
  backend = await startListening();
  const keys = { 'access-key-id': 'OPERATOR', 'secret-access-key': 'secret', 'session-token': 'operator-token' };
  app = await startServices(
    {
      sqs: { endpoint: backend.url, ...keys },
      s3: { endpoint: `${backend.url}/base`, ...keys, 'allowed-origins': ['https://app.example'] },
      lambda: { endpoint: backend.url, 'credentials-file': 'keys' },
    },
    allow('s3:*'),
  );
  keysFile = join(app.configFolder, 'keys');
});
afterAll(async () => {
  await app?.stop();
  await backend?.stop();
});
afterEach(() => {
  backend.heard.length = 0;
});

/** An IAM user with a long-term key. */
const user = async (policy: object): Promise<Credentials> => {
  const UserName = `user-${crypto.randomUUID()}`;
  await app.iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify(policy);
  await app.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
  const { AccessKey } = await app.iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
};

const ask = async (credentials: Credentials, request: Signing): Promise<Answer> =>
  app.ask(await signed(app, credentials, request));
const send = { method: 'POST', path: '/', service: 'sqs', body: '{}' } as const;
const target = (operation: string) => ({
  'x-amz-target': `AmazonSQS.${operation}`,
  'content-type': 'application/x-amz-json-1.0',
});
const form = (body: string) => ({ ...send, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

describe('a service of which nothing is known', () => {
  it('is asked where the action is allowed on everything', async () => {
    const credentials = await user(allow('sqs:SendMessage'));
    expect((await ask(credentials, { ...send, headers: target('SendMessage') })).status).toBe(200);
    expect((await ask(credentials, form('Action=SendMessage&MessageBody=x'))).status).toBe(200);
    const [json] = backend.heard;
    expect(json?.headers).toMatchObject({
      authorization: expect.stringContaining('Credential=OPERATOR/'),
      'x-amz-security-token': 'operator-token',
      'x-amz-target': 'AmazonSQS.SendMessage',
    });
    const other = await ask(credentials, { ...send, headers: target('DeleteQueue') });
    expect([other.status, JSON.parse(other.text)]).toEqual([
      400,
      expect.objectContaining({ __type: 'com.amazon.coral.service#AccessDeniedException' }),
    ]);
    const inForm = await ask(credentials, form('Action=DeleteQueue'));
    expect([inForm.status, inForm.text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  });

  it('is not asked where the action is told twice, or for one resource alone', async () => {
    const credentials = await user(allow('sqs:SendMessage'));
    const twice = { ...form('Action=DeleteQueue'), headers: { ...form('').headers, 'x-amz-target': 'X.SendMessage' } };
    expect((await ask(credentials, twice)).status).toBe(403);
    expect((await ask(credentials, form('Action=SendMessage&Action=DeleteQueue'))).status).toBe(400);
    const ofOne = await user(allow('sqs:SendMessage', 'arn:aws:sqs:us-east-1:000000000000:one'));
    expect((await ask(ofOne, { ...send, headers: target('SendMessage') })).status).toBe(400);
    expect(backend.heard).toEqual([]);
  });

  it('is asked anything by who may do everything, unless something of it is denied', async () => {
    const rest = { method: 'GET', path: '/2015-03-31/functions', service: 'sqs' };
    expect((await ask(await user(allow('sqs:*')), rest)).status).toBe(200);
    for (const policy of [
      allow('sqs:List*'),
      allow('sqs:*', 'arn:aws:sqs:*'),
      allow('sqs:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      deny(allow('*'), 'sqs:DeleteQueue', 'arn:aws:sqs:us-east-1:000000000000:one'),
    ]) {
      expect((await ask(await user(policy), rest)).status).toBe(400);
    }
    const partly = await user(deny(allow('*'), 'sqs:Delete*', 'arn:aws:sqs:us-east-1:000000000000:one'));
    expect((await ask(partly, { ...send, headers: target('DeleteQueue') })).status).toBe(400);
    expect(backend.heard).toHaveLength(1);
  });

  it('is not asked by paths with two meanings', async () => {
    const credentials = await user(allow('sqs:*'));
    for (const path of ['/a/../b', '/a/%2e%2e/b', '//a', '/a%2fb', '/a\\b']) {
      expect((await ask(credentials, { method: 'GET', path, service: 'sqs' })).status).toBe(400);
    }
    expect(backend.heard).toEqual([]);
  });
});

describe('keys', () => {
  it('of IAM users do what their policies allow', async () => {
    const s3 = app.s3(await user(allow('s3:GetObject', 'arn:aws:s3:::photos/*')));
    await s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a' }));
    await expect(s3.send(new GetObjectCommand({ Bucket: 'other', Key: 'a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/^User: arn:aws:iam::000000000000:user\/user-/),
    });
    expect(backend.heard.map(({ url }) => url)).toEqual(['/base/photos/a']);
  });

  it('of another account’s owner reach nothing here', async () => {
    const pair = newKeyPair(app.core, 'AKIA', '111111111111');
    const sealedSecret = app.core.sealer.seal('access-key', pair.secretAccessKey, pair.accessKeyId);
    const at = app.core.clock.now();
    const key = {
      id: pair.accessKeyId,
      account: '111111111111',
      sealedSecret,
      status: 'Active',
      createdAt: at,
    } as const;
    await app.core.store.commit([app.core.store.accessKeys.insert(key)]);
    await expect(app.s3(pair).send(new GetObjectCommand({ Bucket: 'photos', Key: 'a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(backend.heard).toEqual([]);
  });

  it('of the operator come from a file, and are read again when it changes', async () => {
    const credentials = await user(allow('lambda:*'));
    const asked = () => ask(credentials, { method: 'GET', path: '/functions', service: 'lambda' });
    expect((await asked()).status).not.toBe(200);
    for (const name of ['FIRST', 'SECOND']) {
      await writeFile(
        keysFile,
        `[other]\naws_access_key_id = X\n[default]\naws_access_key_id = ${name}\naws_secret_access_key = s\n`,
      );
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect((await asked()).status).toBe(200);
      expect(backend.heard.at(-1)?.headers.authorization).toContain(`Credential=${name}/`);
    }
  });
});

describe('browsers', () => {
  const origin = (headers: object) => ({ host: new URL(app.gateway).host, ...headers });
  it('of other pages than those that were named are not answered', async () => {
    const preflight = (from: string) =>
      app.ask({
        method: 'OPTIONS',
        path: '/photos/a',
        headers: origin({
          origin: from,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization,x-amz-content-sha256,x-amz-date',
        }),
      });
    const allowed = await preflight('https://app.example');
    expect(allowed.headers).toMatchObject({ 'access-control-allow-origin': 'https://app.example', vary: 'Origin' });
    const other = await preflight('https://evil.example');
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });
});

describe('the configuration', () => {
  const problemsOf = async (services: object): Promise<string> => {
    const file = join(app.configFolder, 'faults.yaml');
    await writeFile(file, JSON.stringify({ services }));
    try {
      loadConfig({ mode: 'dev', flags: { config: file }, env: {} });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('names what is wrong with a service, and shows no secrets', async () => {
    const endpoint = 'http://127.0.0.1:9000';
    expect(await problemsOf({ s3: {} })).toContain('s3: endpoint: is needed');
    expect(await problemsOf({ s3: { endpoint, regoin: 'x' } })).toContain('s3: unknown key regoin');
    expect(await problemsOf({ s3: { endpoint, 'access-key-id': 'a' } })).toContain('go together');
    expect(await problemsOf({ s3: { endpoint, region: 'nowhere' } })).toContain('s3: region must be a region name');
    expect(await problemsOf({ 'execute-api': { endpoint } })).toContain('is the gateway itself');
    const file = join(app.configFolder, 'right.yaml');
    await writeFile(
      file,
      JSON.stringify({ services: { s3: { endpoint, 'access-key-id': 'a', 'secret-access-key': 'very-secret' } } }),
    );
    const shown = showConfig(loadConfig({ mode: 'dev', flags: { config: file }, env: {} }));
    expect(shown).toContain(`services: {s3: {endpoint: ${endpoint}}}`);
    expect(shown).not.toContain('very-secret');
  });

  it('takes endpoints by themselves, as a flag or in the environment', () => {
    const env = { POOLHOUSE_SERVICES: 's3=http://127.0.0.1:9000,dynamodb=http://127.0.0.1:8000/' };
    const { services } = loadConfig({ mode: 'dev', env });
    expect(services['dynamodb']).toMatchObject({
      endpoint: 'http://127.0.0.1:8000',
      credentials: { kind: 'environment' },
    });
    expect(Object.keys(services)).toEqual(['s3', 'dynamodb']);
  });
});
