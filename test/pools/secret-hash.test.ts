import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../src/core/clients/client.ts';
import { checkSecretHash } from '../../src/core/clients/secret-hash.ts';
import { sealClientSecret } from '../../src/core/clients/secrets.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let guarded: Client;
let open: Client;
let secret: string;
beforeAll(async () => {
  app = await startTestApp();
  const pool = await createPool(app);
  const withSecret = await createClient(app, pool.Id, { GenerateSecret: true });
  secret = withSecret.ClientSecret as string;
  guarded = await app.core.directory.client(withSecret.ClientId);
  open = await app.core.directory.client((await createClient(app, pool.Id)).ClientId);
});
afterAll(() => app.stop());

const hash = (username: string, client: Client, key: string) =>
  createHmac('sha256', key).update(`${username}${client.id}`).digest('base64');

describe('a client with a secret', () => {
  it('accepts the hash of its own secret over the name as it was sent', () => {
    expect(() => checkSecretHash(app.core, guarded, 'Ann', hash('Ann', guarded, secret))).not.toThrow();
  });

  it('refuses a call without a hash', () => {
    expect(() => checkSecretHash(app.core, guarded, 'Ann', undefined)).toThrow(
      expect.objectContaining({
        code: 'NotAuthorizedException',
        message: `Client ${guarded.id} is configured with secret but SECRET_HASH was not received`,
      }),
    );
  });

  it.each([
    ['another name', (): string => hash('ann', guarded, secret)],
    ['another client', (): string => hash('Ann', open, secret)],
    ['another secret', (): string => hash('Ann', guarded, `${secret}x`)],
    ['nothing', (): string => ''],
  ])('refuses the hash of %s', (_, make) => {
    expect(() => checkSecretHash(app.core, guarded, 'Ann', make())).toThrow(
      expect.objectContaining({
        code: 'NotAuthorizedException',
        message: `Unable to verify secret hash for client ${guarded.id}`,
      }),
    );
  });

  it('accepts the hash of each secret while there are two', () => {
    const second = 'the_second_secret_in_a_rotation';
    const rotating = {
      ...guarded,
      sealedSecrets: [...guarded.sealedSecrets, sealClientSecret(app.core, guarded.id, second)],
    };
    for (const key of [secret, second]) {
      expect(() => checkSecretHash(app.core, rotating, 'Ann', hash('Ann', rotating, key))).not.toThrow();
    }
  });
});

describe('a client without a secret', () => {
  it('needs no hash', () => {
    expect(() => checkSecretHash(app.core, open, 'Ann', undefined)).not.toThrow();
  });

  it('refuses one', () => {
    expect(() => checkSecretHash(app.core, open, 'Ann', hash('Ann', open, ''))).toThrow(
      `Unable to verify secret hash for client ${open.id}`,
    );
  });
});
