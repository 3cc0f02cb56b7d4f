/** The AWS CLI, where it is installed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { codeFor } from './support/pool.ts';

const run = promisify(execFile);

const version = await run('aws', ['--version']).then(
  ({ stdout }) => stdout.trim(),
  () => undefined,
);
if (version === undefined) console.info('AWS CLI: not tested, there is no `aws` on the PATH');

const PASSWORD = 'Correct-horse-1';

describe.skipIf(version === undefined)('the AWS CLI', () => {
  let app: TestApp;
  let poolId: string;
  let clientId: string;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  /** The environment of one command line, and none of the machine's own settings. */
  const env = () => ({
    PATH: process.env['PATH'],
    HOME: app.dataDir,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  });

  const aws = async (...args: string[]) => {
    const command = ['cognito-idp', ...args, '--endpoint-url', app.endpoint, '--output', 'json'];
    const { stdout } = await run('aws', command, { env: env() });
    return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as Record<string, Record<string, unknown>>;
  };

  test('makes a pool and a client', async () => {
    const pool = await aws('create-user-pool', '--pool-name', 'cli', '--auto-verified-attributes', 'email');
    poolId = pool['UserPool']?.['Id'] as string;
    expect(poolId).toMatch(/^us-east-1_/);
    const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
    const named = ['--user-pool-id', poolId, '--client-name', 'cli', '--explicit-auth-flows', ...flows];
    const client = await aws('create-user-pool-client', ...named);
    clientId = client['UserPoolClient']?.['ClientId'] as string;
    expect(clientId).toMatch(/^[a-z0-9]{26}$/);
  });

  test('signs up, confirms and signs in', async () => {
    const who = ['--client-id', clientId, '--username', 'saul'];
    const attributes = ['--user-attributes', 'Name=email,Value=saul@example.com'];
    expect(await aws('sign-up', ...who, '--password', PASSWORD, ...attributes)).toMatchObject({ UserConfirmed: false });
    const code = await codeFor(app, { id: poolId, clientId }, 'saul@example.com');
    await aws('confirm-sign-up', ...who, '--confirmation-code', code);
    const parameters = ['--auth-parameters', `USERNAME=saul,PASSWORD=${PASSWORD}`];
    const flow = ['--client-id', clientId, '--auth-flow', 'USER_PASSWORD_AUTH'];
    const { AuthenticationResult } = await aws('initiate-auth', ...flow, ...parameters);
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    const user = await aws('get-user', '--access-token', AuthenticationResult?.['AccessToken'] as string);
    expect(user['Username']).toBe('saul');
  });

  test('administers: invites, and answers the challenge of the invited', async () => {
    const who = ['--user-pool-id', poolId, '--username', 'kim'];
    const invitation = ['--temporary-password', 'Temporary-horse-1', '--message-action', 'SUPPRESS'];
    const { User } = await aws('admin-create-user', ...who, ...invitation);
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD' });
    const at = ['--user-pool-id', poolId, '--client-id', clientId];
    const parameters = ['--auth-parameters', 'USERNAME=kim,PASSWORD=Temporary-horse-1'];
    const asked = await aws('admin-initiate-auth', ...at, '--auth-flow', 'ADMIN_USER_PASSWORD_AUTH', ...parameters);
    expect(asked['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
    const responses = ['--challenge-responses', `USERNAME=kim,NEW_PASSWORD=${PASSWORD}`];
    const challenge = ['--challenge-name', 'NEW_PASSWORD_REQUIRED', '--session', asked['Session'] as unknown as string];
    const done = await aws('admin-respond-to-auth-challenge', ...at, ...challenge, ...responses);
    expect(done['AuthenticationResult']).toMatchObject({ TokenType: 'Bearer' });
    expect(await aws('admin-get-user', ...who)).toMatchObject({ UserStatus: 'CONFIRMED' });
  });

  test('shows errors by name and text', async () => {
    const parameters = ['--auth-parameters', 'USERNAME=kim,PASSWORD=Wrong-horse-1'];
    const flow = ['--client-id', clientId, '--auth-flow', 'USER_PASSWORD_AUTH'];
    await expect(aws('initiate-auth', ...flow, ...parameters)).rejects.toMatchObject({
      stderr: expect.stringMatching(/\(NotAuthorizedException\).*InitiateAuth.*: Incorrect username or password\./),
    });
  });
});
