/** Two accounts of one deployment: what is between them needs both, and the AWS CLI walks from one to the other. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import { DescribeUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKeyPair } from '../../src/core/credentials/access-key.ts';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  ACCOUNT,
  failureOf,
  type Keys,
  keysOf,
  type People,
  peopleOf,
  policy,
  putPolicy,
  trusting,
} from './support.ts';

const OTHER = '111122223333';
const LIST = { Action: 'cognito-idp:ListUserPools' };
const run = promisify(execFile);

let app: TestApp;
let people: People;
let poolId: string;
let otherRoot: Keys;
let bob: Keys;

/** The owner of another account, as the operator of a deployment makes one. */
const makeRoot = async ({ core }: TestApp, account: string): Promise<Keys> => {
  const { accessKeyId: id, secretAccessKey } = newKeyPair(core, 'AKIA', account);
  const sealedSecret = core.sealer.seal('access-key', secretAccessKey, id);
  const key = { id, account, sealedSecret, status: 'Active', createdAt: core.clock.now() } as const;
  await core.store.commit([core.store.accessKeys.insert(key)]);
  return { accessKeyId: id, secretAccessKey };
};

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  poolId = (await createPool(app)).Id;
  otherRoot = await makeRoot(app, OTHER);
  const { iam } = people.as(otherRoot);
  await iam.send(new CreateUserCommand({ UserName: 'bob' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bob' }));
  bob = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
});
afterAll(() => app.stop());

const assume = (keys: Keys, RoleArn: string) =>
  people.as(keys).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'visit' }));

describe('between accounts', () => {
  test('the owner of one has nothing in the other', async () => {
    const { cognito } = people.as(otherRoot);
    expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }))).UserPools).toEqual([]);
    const describe = cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect((await failureOf(describe)).name).toBe('ResourceNotFoundException');
  });

  test('a role is taken on where its trust and the visitor’s own policies both say so', async () => {
    const trust = trusting({ AWS: [OTHER, `arn:aws:iam::${OTHER}:user/bob`] });
    const RoleArn = await people.role('for-visitors', trust, LIST);
    expect((await failureOf(assume(bob, RoleArn))).message).toBe(
      `User: arn:aws:iam::${OTHER}:user/bob is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    );
    await putPolicy(people.as(otherRoot).iam, 'bob', { Action: 'sts:AssumeRole', Resource: RoleArn });
    const keys = keysOf((await assume(bob, RoleArn)).Credentials);
    const { Account } = await people.as(keys).sts.send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(ACCOUNT);
    const pools = await people.as(keys).cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }));
    expect(pools.UserPools?.map(({ Id }) => Id)).toEqual([poolId]);
    const closed = await people.role('closed', trusting({ AWS: ACCOUNT }));
    await putPolicy(people.as(otherRoot).iam, 'bob', { Action: 'sts:*' });
    expect((await failureOf(assume(bob, closed))).name).toBe('AccessDenied');
  });

  test('the AWS CLI finds its way by a profile', async ({ skip }) => {
    const version = await run('aws', ['--version']).catch(() => undefined);
    if (version === undefined) return skip('there is no `aws` on the PATH');
    const ann = await people.user('ann');
    const RoleArn = await people.role('cli', trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/ann` }), LIST);
    const aws = async (keys: Keys, ...args: string[]) => {
      const { stdout } = await run('aws', [...args, '--endpoint-url', app.endpoint, '--output', 'json'], {
        env: {
          PATH: process.env['PATH'],
          HOME: app.dataDir,
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_PAGER: '',
        },
      });
      return JSON.parse(stdout) as Record<string, never>;
    };
    const assumed = await aws(ann, 'sts', 'assume-role', '--role-arn', RoleArn, '--role-session-name', 'cli');
    const keys = keysOf(assumed['Credentials']);
    expect(await aws(keys, 'sts', 'get-caller-identity')).toMatchObject({
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/cli/cli`,
    });
    expect(await aws(keys, 'cognito-idp', 'list-user-pools', '--max-results', '5')).toHaveProperty('UserPools');
    await expect(aws(keys, 'iam', 'list-users')).rejects.toThrow(/AccessDenied.*iam:ListUsers/s);
  });
});

test('roles reach an identity pool by those alone who may pass them', async () => {
  const carl = await people.user('carl', { Action: 'cognito-identity:*' });
  const identity = new CognitoIdentityClient({ endpoint: app.endpoint, region: 'us-east-1', credentials: carl });
  const { IdentityPoolId = '' } = await identity.send(
    new CreateIdentityPoolCommand({ IdentityPoolName: 'carls', AllowUnauthenticatedIdentities: true }),
  );
  const trust = trusting({ Federated: 'cognito-identity.amazonaws.com' }, 'sts:AssumeRoleWithWebIdentity', {
    Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': IdentityPoolId } },
  });
  const admin = await people.role('admin', trust, { Action: '*' });
  const set = () =>
    identity.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { unauthenticated: admin } }));
  expect((await failureOf(set())).message).toContain(`iam:PassRole on resource: ${admin}`);
  const mapped = identity.send(
    new SetIdentityPoolRolesCommand({
      IdentityPoolId,
      Roles: {},
      RoleMappings: {
        'accounts.google.com': {
          Type: 'Rules',
          AmbiguousRoleResolution: 'Deny',
          RulesConfiguration: { Rules: [{ Claim: 'sub', MatchType: 'Equals', Value: 'x', RoleARN: admin }] },
        },
      },
    }),
  );
  expect((await failureOf(mapped)).message).toContain(`iam:PassRole on resource: ${admin}`);
  const PolicyDocument = policy({ Action: 'iam:PassRole', Resource: admin });
  await people
    .as(people.operator)
    .iam.send(new PutUserPolicyCommand({ UserName: 'carl', PolicyName: 'pass', PolicyDocument }));
  await set();
});
