/** Where the imitated providers are not: in production, at providers of owners, at other addresses of this machine. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reachedProvider } from '../../src/core/federation/endpoints.ts';
import { generateMasterKeyFile } from '../../src/crypto/keyring-file.ts';
import { startTestApp } from '../support/test-app.ts';
import { startDevServer } from './support.ts';

test('serve has no imitations and no https of its own, whatever it is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-serve-'));
  const keyFile = join(folder, 'master.key');
  generateMasterKeyFile(keyFile);
  const flags = {
    'any-access-key': 'false',
    'mock-providers': 'true',
    'local-https': 'true',
    'master-key-file': keyFile,
  };
  const serving = await startTestApp({ mode: 'serve', flags });
  expect((await fetch(`${serving.endpoint}/mocks`)).status).toBe(404);
  expect(serving.core.settings.mockProviders).toBe(false);
  expect(existsSync(join(serving.dataDir, 'local-ca.pem'))).toBe(false);
  await expect(fetch(serving.endpoint.replace('http:', 'https:'))).rejects.toThrow();
  await serving.stop();
  await rm(folder, { recursive: true });
});

test('a mark in the client id means nothing where the imitations are off', () => {
  const provider = {
    type: 'Google',
    details: { client_id: 'poolhouse-mock', token_url: 'https://www.googleapis.com/oauth2/v4/token' },
  } as unknown as Parameters<typeof reachedProvider>[1];
  const publicUrl = 'http://localhost:7665';
  expect(reachedProvider({ publicUrl, mockProviders: false }, provider)).toBe(provider);
  expect(reachedProvider({ publicUrl }, provider)).toBe(provider);
  expect(reachedProvider({ publicUrl, mockProviders: true }, provider).details['token_url']).toBe(
    'https://localhost:7665/mocks/google/token',
  );
});

test('the guarded client opens nothing of this machine but the imitations', async () => {
  const server = await startDevServer();
  const secure = server.url.replace('http:', 'https:');
  const { fetch: guarded } = server.core;
  expect((await guarded(`${secure}/mocks/google/keys`)).status).toBe(200);
  for (const address of [
    `${secure}/health/ready`,
    `${secure}/mocks/../mailbox/messages`,
    `${secure}/mocks`,
    `https://127.0.0.1:${server.port}/mocks/google/keys`,
    `https://user@localhost:${server.port}/mocks/google/keys`,
  ]) {
    await expect(guarded(address), address).rejects.toMatchObject({ name: 'FetchFailed', reason: 'refused' });
  }
  await expect(guarded(`${server.url}/mocks/google/keys`)).rejects.toMatchObject({ reason: 'refused' });
  await server.stop();
});
