/** Against a running server with real rows: users, clients with secrets, signing keys, messages, access keys. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RotationProgress, rotateMasterKey } from '../../src/core/keys/rotate.ts';
import type { SealedValue, Store } from '../../src/core/ports.ts';
import { addMasterKey, readKeyring } from '../../src/crypto/keyring-file.ts';
import { createSealer } from '../../src/crypto/seal.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let keyFile: string;
beforeAll(async () => {
  app = await startTestApp();
  const names = await readdir(app.dataDir, { recursive: true });
  keyFile = join(app.dataDir, names.find((name) => /master/.test(name)) ?? 'missing');
});
afterAll(() => app.stop());

async function allSealed(store: Store): Promise<SealedValue[]> {
  const values: SealedValue[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await store.sealed.scan(7, after);
    values.push(...page);
    after = page.at(-1)?.at;
    more = page.length === 7;
  }
  return values;
}

describe('keys rotate', () => {
  it('re-seals everything while the server runs, and all goes on working', async () => {
    const pool = await createPool(app);
    const client = await createClient(app, pool.Id);
    const secretive = await createClient(app, pool.Id, { GenerateSecret: true });
    const users = [];
    for (let count = 0; count < 3; count += 1) users.push(await createConfirmedUser(app, pool.Id));
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.Id,
        Username: 'invited',
        UserAttributes: [{ Name: 'email', Value: 'invited@example.com' }],
      }),
    );
    const signIn = (user: { username: string; password: string }) =>
      app.cognito.send(
        new InitiateAuthCommand({
          ClientId: client.ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
        }),
      );
    const refresh = (token: string | undefined) =>
      app.cognito.send(
        new InitiateAuthCommand({
          ClientId: client.ClientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: token ?? '' },
        }),
      );
    const [user] = users;
    if (!user) throw new Error('no user');
    const before = await signIn(user);
    const old = await allSealed(app.core.store);
    const purposes = new Set(old.map(({ purpose }) => purpose));
    expect([...purposes].sort()).toEqual(['access-key', 'client-secret', 'message', 'password', 'signing-key']);

    const seen: RotationProgress[] = [];
    const done = await rotateMasterKey(app.core.store, keyFile, (progress) => seen.push(progress));

    expect(done).toMatchObject({ added: true, resealed: old.length });
    expect(seen.at(-1)).toEqual(done);
    const sealer = createSealer(readKeyring({ file: keyFile }));
    const now = await allSealed(app.core.store);
    expect(now.map(({ at }) => at)).toEqual(old.map(({ at }) => at));
    for (const { sealed, purpose, context } of now) {
      expect(sealer.keyIdOf(sealed)).toBe(done.keyId);
      expect(sealer.open(purpose, sealed, context).length).toBeGreaterThan(0);
    }
    // The server never stopped; what it had handed out before still opens, what it reads now does too.
    const after = await signIn(user);
    expect(after.AuthenticationResult?.RefreshToken).toContain(`.${done.keyId}.`);
    expect((await refresh(before.AuthenticationResult?.RefreshToken)).AuthenticationResult?.AccessToken).toMatch(/^ey/);
    const me = await app.cognito.send(
      new GetUserCommand({ AccessToken: after.AuthenticationResult?.AccessToken ?? '' }),
    );
    expect(me.Username).toBe(user.username);
    const described = await app.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.Id, ClientId: secretive.ClientId }),
    );
    expect(described.UserPoolClient?.ClientSecret).toBe(secretive.ClientSecret);
  });

  it('finishes a rotation that was cut short, adding no key', async () => {
    const added = addMasterKey(keyFile);
    const done = await rotateMasterKey(app.core.store, keyFile);
    expect(done.added).toBe(false);
    expect(done.keyId).toBe(added);
    expect(done.resealed).toBe((await allSealed(app.core.store)).length);
  });

  it('loses no change that a server makes meanwhile', async () => {
    const pool = await createPool(app);
    await Promise.all([
      rotateMasterKey(app.core.store, keyFile),
      (async () => {
        for (let count = 0; count < 25; count += 1)
          await createConfirmedUser(app, pool.Id, { username: `during-${count}` });
      })(),
    ]);
    const sealer = createSealer(readKeyring({ file: keyFile }));
    const values = await allSealed(app.core.store);
    for (const { sealed, purpose, context } of values)
      expect(sealer.open(purpose, sealed, context).length).toBeGreaterThan(0);
    expect(values.filter(({ sealed }) => sealer.keyIdOf(sealed) !== sealer.currentKeyId)).toHaveLength(0);
  });
});
