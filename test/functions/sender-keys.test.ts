/** Codes for custom senders, opened by the real AWS Encryption SDK with the real AWS KMS client. */
import { createServer, type IncomingMessage } from 'node:http';
import { buildClient, CommitmentPolicy, getClient, KmsKeyringNode } from '@aws-crypto/client-node';
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMS, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKmsDataKeys } from '../../src/adapters/kms.ts';
import { createSenderKeys } from '../../src/core/keys/sender-keys.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const CONTEXT = { 'userpool-id': 'us-east-1_AbCdEfGhI', purpose: 'Ümläut' };
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };

let app: TestApp;
let kms: KMSClient;
beforeAll(async () => {
  app = await startTestApp();
  kms = new KMSClient({ endpoint: app.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  kms.destroy();
  await app.stop();
});

const keyring = (endpoint: string, keyIds = [KEY]) =>
  new KmsKeyringNode({ keyIds, clientProvider: getClient(KMS, { endpoint, credentials, maxAttempts: 1 } as never) });

const policies = [
  CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT,
  CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT,
];

describe('the AWS Encryption SDK', () => {
  test.each(policies)('opens a code under %s', async (policy) => {
    const message = await app.core.senderKeys.encrypt(KEY, '123456', CONTEXT);
    const { plaintext, messageHeader } = await buildClient(policy).decrypt(
      keyring(app.endpoint),
      Buffer.from(message, 'base64'),
    );
    expect(plaintext.toString()).toBe('123456');
    expect(messageHeader.encryptionContext).toEqual(CONTEXT);
    expect(messageHeader.encryptedDataKeys[0]).toMatchObject({ providerId: 'aws-kms', providerInfo: KEY });
  });

  test.each(['', 'x', 'ä'.repeat(2_048)])('opens texts of any length (%#)', async (text) => {
    const message = await app.core.senderKeys.encrypt(KEY, text, {});
    const opened = await buildClient().decrypt(keyring(app.endpoint), Buffer.from(message, 'base64'));
    expect(opened.plaintext.toString()).toBe(text);
  });

  test('refuses a message that was changed anywhere', async () => {
    const bytes = Buffer.from(await app.core.senderKeys.encrypt(KEY, '123456', CONTEXT), 'base64');
    for (let i = 0; i < bytes.length; i += 17) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] as number) ^ 1;
      await expect(buildClient().decrypt(keyring(app.endpoint), changed)).rejects.toThrow();
    }
  });

  test('refuses another key than the receiver’s', async () => {
    const message = Buffer.from(await app.core.senderKeys.encrypt(KEY, '123456', {}), 'base64');
    const other = keyring(app.endpoint, [KEY.replace(/ab$/, 'cd')]);
    await expect(buildClient().decrypt(other, message)).rejects.toThrow('unencryptedDataKey');
  });

  test('encrypts every message anew', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => app.core.senderKeys.encrypt(KEY, '123456', CONTEXT)));
    expect(one).not.toBe(other);
  });
});

describe('the key service', () => {
  test('encrypts and decrypts within a context', async () => {
    await app.core.senderKeys.encrypt(KEY, 'makes the key', {});
    const Plaintext = Buffer.from('hello');
    const EncryptionContext = { a: '1', b: '2' };
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: KEY, Plaintext, EncryptionContext }));
    const opened = await kms.send(
      new DecryptCommand({ CiphertextBlob, EncryptionContext: { b: '2', a: '1' }, KeyId: KEY }),
    );
    expect(Buffer.from(opened.Plaintext!).toString()).toBe('hello');
    expect(opened).toMatchObject({ KeyId: KEY, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    const bad = { name: 'InvalidCiphertextException' };
    await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject(bad);
    await expect(kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from('nonsense') }))).rejects.toMatchObject(bad);
    const wrongKey = new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: `${KEY}0` });
    await expect(kms.send(wrongKey)).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  test('makes data keys of the size asked for', async () => {
    await app.core.senderKeys.encrypt(KEY, 'makes the key', {});
    const key = await kms.send(new GenerateDataKeyCommand({ KeyId: KEY, KeySpec: 'AES_128' }));
    expect(key.Plaintext).toHaveLength(16);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: key.CiphertextBlob }));
    expect(opened.Plaintext).toEqual(key.Plaintext);
    await expect(kms.send(new GenerateDataKeyCommand({ KeyId: KEY }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('knows no key that no pool has used, and none of another region', async () => {
    const unknown = KEY.replace(/ab$/, 'ee');
    const missing = { name: 'NotFoundException', message: `Key '${unknown}' does not exist` };
    await expect(kms.send(new GenerateDataKeyCommand({ KeyId: unknown, NumberOfBytes: 1 }))).rejects.toMatchObject(
      missing,
    );
    await app.core.senderKeys.encrypt(KEY, 'makes the key', {});
    const elsewhere = new KMSClient({ endpoint: app.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
    const call = elsewhere.send(new EncryptCommand({ KeyId: KEY, Plaintext: Buffer.from('x') }));
    await expect(call).rejects.toMatchObject({ name: 'NotFoundException' });
    elsewhere.destroy();
  });

  test('asks for a signature', async () => {
    const call = await fetch(app.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Decrypt' },
      body: '{}',
    });
    expect(call.status).toBe(400);
    expect(await call.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('refuses what it does not know and what is no input', async () => {
    const post = async (target: string, body: string) => {
      const answer = await fetch(app.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `TrentService.${target}`,
          'x-amz-date': '20261122T000000Z',
          authorization:
            'AWS4-HMAC-SHA256 Credential=any/20261122/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0',
        },
        body,
      });
      return ((await answer.json()) as { __type: string }).__type;
    };
    expect(await post('ListKeys', '{}')).toBe('UnknownOperationException');
    expect(await post('toString', '{}')).toBe('UnknownOperationException');
    expect(await post('Decrypt', '{')).toBe('SerializationException');
    expect(await post('Decrypt', '[]')).toBe('ValidationException');
    expect(await post('Decrypt', '{"CiphertextBlob":7}')).toBe('ValidationException');
    expect(await post('Encrypt', '{"KeyId":{},"Plaintext":"eA=="}')).toBe('ValidationException');
    expect(await post('Encrypt', JSON.stringify({ KeyId: KEY, Plaintext: 'eA==', EncryptionContext: { a: 1 } }))).toBe(
      'ValidationException',
    );
  });
});

test('the key rests sealed, and the first of many callers makes it', async () => {
  const arn = KEY.replace(/ab$/, '77');
  const messages = await Promise.all(Array.from({ length: 8 }, () => app.core.senderKeys.encrypt(arn, 'code', {})));
  for (const message of messages) {
    const opened = await buildClient().decrypt(keyring(app.endpoint, [arn]), Buffer.from(message, 'base64'));
    expect(opened.plaintext.toString()).toBe('code');
  }
  const key = await app.core.store.managedKeys.byArn(arn);
  expect(key?.sealedKey).toMatch(/^v1\./);
  expect(app.core.sealer.open('managed-key', key!.sealedKey, arn)).toHaveLength(32);
});

describe('another key service', () => {
  test('gives the data keys', async () => {
    await app.core.senderKeys.encrypt(KEY, 'makes the key', {});
    const sender = createSenderKeys(createKmsDataKeys({ endpoint: app.endpoint, environment: {} }));
    const message = Buffer.from(await sender.encrypt(KEY, '654321', CONTEXT), 'base64');
    const { plaintext } = await buildClient().decrypt(keyring(app.endpoint), message);
    expect(plaintext.toString()).toBe('654321');
  });

  test('signs with the credentials of the environment; failures are told without secrets', async () => {
    const seen: { headers: IncomingMessage['headers']; body: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push({ headers: request.headers, body });
      response.writeHead(400).end('{"__type":"DisabledException","message":"nothing for a log"}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const environment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'tok' };
    const sender = createSenderKeys(createKmsDataKeys({ endpoint: `http://127.0.0.1:${port}`, environment }));
    await expect(sender.encrypt(KEY, 'code', CONTEXT)).rejects.toThrow(
      'the key service answered 400 DisabledException',
    );
    expect(seen[0]?.headers.authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/kms\/aws4_request/);
    expect(seen[0]?.headers['x-amz-security-token']).toBe('tok');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ KeyId: KEY, NumberOfBytes: 32, EncryptionContext: CONTEXT });
    server.close();
  });
});
