/** The AWS CLI, where it is installed: from nothing to credentials that it then works with. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUserPool, type Setting, somebody, startSetting, trustOf, type UserPool } from './support/setting.ts';

const run = promisify(execFile);
const isThere = await run('aws', ['--version']).then(
  () => true,
  () => false,
);
if (!isThere) console.info('AWS CLI: not tested, there is no `aws` on the PATH');

type Answer = Record<string, string> & {
  readonly Credentials?: Record<string, string>;
  readonly Role?: { Arn: string };
};

describe.skipIf(!isThere)('the AWS CLI', () => {
  let app: Setting;
  let users: UserPool;

  beforeAll(async () => {
    app = await startSetting();
    users = await makeUserPool(app);
  });
  afterAll(() => app.stop());

  const aws = async (args: string[], credentials: Record<string, string> = {}): Promise<Answer> => {
    const env = {
      PATH: process.env['PATH'],
      HOME: app.dataDir,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      ...credentials,
    };
    const { stdout } = await run('aws', [...args, '--endpoint-url', app.endpoint, '--output', 'json'], { env });
    return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as Answer;
  };

  test('sets up an identity pool and signs with its credentials', { timeout: 60_000 }, async () => {
    const identity = (...args: string[]) => aws(['cognito-identity', ...args]);
    const provider = `ProviderName=${users.provider},ClientId=${users.clientId}`;
    const made = ['--identity-pool-name', 'cli', '--no-allow-unauthenticated-identities'];
    const { IdentityPoolId: pool = '' } = await identity(
      'create-identity-pool',
      ...made,
      '--cognito-identity-providers',
      provider,
    );
    const document = ['--assume-role-policy-document', JSON.stringify(trustOf(pool))];
    const { Role } = await aws(['iam', 'create-role', '--role-name', 'cli', ...document]);
    await identity('set-identity-pool-roles', '--identity-pool-id', pool, '--roles', `authenticated=${Role?.Arn}`);
    const { idToken } = await somebody(app, users);
    const logins = ['--logins', `${users.provider}=${idToken}`];
    const { IdentityId: id = '' } = await identity('get-id', '--identity-pool-id', pool, ...logins);
    const { Credentials } = await identity('get-credentials-for-identity', '--identity-id', id, ...logins);
    const { Arn } = await aws(['sts', 'get-caller-identity'], {
      AWS_ACCESS_KEY_ID: Credentials?.['AccessKeyId'] ?? '',
      AWS_SECRET_ACCESS_KEY: Credentials?.['SecretKey'] ?? '',
      AWS_SESSION_TOKEN: Credentials?.['SessionToken'] ?? '',
    });
    expect(Arn).toBe('arn:aws:sts::000000000000:assumed-role/cli/CognitoIdentityCredentials');
    await expect(identity('get-credentials-for-identity', '--identity-id', id)).rejects.toMatchObject({
      stderr: expect.stringContaining(`(NotAuthorizedException) when calling the GetCredentialsForIdentity operation`),
    });
  });
});
