/** From ForgotPassword to a sender's own mail: the code leaves encrypted and opens with the real AWS Encryption SDK. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfirmForgotPasswordCommand, ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../shell/support/process.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { FIXTURES, folderWith } from './support.ts';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SENDER = 'arn:aws:lambda:us-east-1:000000000000:function:email-sender';
const out = folderWith({});
const config = folderWith({});
let app: TestApp;

beforeAll(async () => {
  const port = await freePort();
  const file = join(config.path, 'poolhouse.yaml');
  writeFileSync(
    file,
    JSON.stringify({
      functions: {
        'email-sender': {
          module: join(FIXTURES, 'email-sender.mjs'),
          write: [out.path],
          environment: {
            OUT: out.path,
            KEY_ARN: KEY,
            KEY_ALIAS: KEY,
            KMS_ENDPOINT: `http://127.0.0.1:${port}`,
            AWS_ACCESS_KEY_ID: 'any',
            AWS_SECRET_ACCESS_KEY: 'any',
          },
        },
      },
    }),
  );
  app = await startTestApp({ flags: { port: String(port), config: file } });
});
afterAll(async () => {
  await app.stop();
  out.remove();
  config.remove();
});

test('a pool’s own sender gets a code that works', async () => {
  const pool = await createPool(app, {
    AutoVerifiedAttributes: ['email'],
    LambdaConfig: { CustomEmailSender: { LambdaArn: SENDER, LambdaVersion: 'V1_0' }, KMSKeyID: KEY },
  });
  const { ClientId } = await createClient(app, pool.Id);
  const attributes = { email: 'ada@example.org', email_verified: 'true' };
  const { username: Username } = await createConfirmedUser(app, pool.Id, { attributes });
  await app.cognito.send(new ForgotPasswordCommand({ ClientId, Username }));
  const file = join(out.path, 'ada@example.org.json');
  await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true);
  const sent = JSON.parse(readFileSync(file, 'utf8'));
  expect(sent).toEqual({
    triggerSource: 'CustomEmailSender_ForgotPassword',
    userPoolId: pool.Id,
    to: 'ada@example.org',
    code: expect.stringMatching(/^\d{6}$/),
    context: { 'userpool-id': pool.Id },
  });
  const metrics = await (await fetch(`${app.endpoint}/metrics`)).text();
  expect(metrics).toContain(
    'poolhouse_function_duration_seconds_count{trigger="CustomEmailSender",outcome="answered"} 1',
  );
  const Password = 'Another-horse-2';
  await app.cognito.send(
    new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode: sent.code, Password }),
  );
});
