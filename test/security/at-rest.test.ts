/** A scenario with every kind of secret on SQLite; then the files themselves are searched for them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  CreateUserPoolClientCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributes } from '../accounts/support.ts';
import { accessToken, mfaPlace } from '../mfa/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ engine: 'sqlite' });
});
afterAll(() => app?.stop());

const TemporaryPassword = 'Tempo-rary-secret-1';
const KEY_FILES = ['credentials', 'master.key'];

const secretsOf = async (): Promise<Record<string, string | undefined>> => {
  const place = await mfaPlace(app);
  const { poolId: UserPoolId, clientId: ClientId } = place;
  const UserAttributes = attributes({ email: 'ada@example.com', email_verified: 'true' });
  const { username: Username } = await createConfirmedUser(app, UserPoolId, {
    attributes: { email: 'eve@example.com', email_verified: 'true' },
  });
  await app.cognito.send(new ForgotPasswordCommand({ ClientId, Username }));
  await app.cognito.send(
    new AdminCreateUserCommand({ UserPoolId, Username: 'ada', TemporaryPassword, UserAttributes }),
  );
  const { UserPoolClient } = await app.cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'secret', GenerateSecret: true }),
  );
  const access = await accessToken(app, place, Username);
  const { SecretCode } = await app.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken: access }));
  const credentials = await readFile(join(app.dataDir, 'credentials'), 'utf8');
  return {
    password: PASSWORD,
    temporary: TemporaryPassword,
    client: UserPoolClient?.ClientSecret,
    access,
    seed: SecretCode,
    operator: /secret_access_key = (\S+)/.exec(credentials)?.[1],
  };
};

test('no secret rests in clear, and no file is open to others', async () => {
  const secrets = await secretsOf();
  const files = await readdir(app.dataDir);
  expect(files).toEqual(expect.arrayContaining([...KEY_FILES, 'poolhouse.sqlite', 'poolhouse.sqlite-wal']));
  for (const file of files) {
    const path = join(app.dataDir, file);
    expect([file, (await stat(path)).mode & 0o077]).toEqual([file, 0]);
    if (KEY_FILES.includes(file)) continue;
    const bytes = await readFile(path);
    for (const [name, secret = ''] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(10);
      const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
      const forms = [secret, base64, Buffer.from(secret).toString('hex')];
      expect([file, name, forms.filter((form) => bytes.includes(form))]).toEqual([file, name, []]);
    }
  }
  // What is in clear is found: the search itself works.
  const all = await Promise.all(files.map((file) => readFile(join(app.dataDir, file))));
  expect(all.some((bytes) => bytes.includes('ada@example.com'))).toBe(true);
});
