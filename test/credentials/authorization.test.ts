/** What users of an account may do is what their policies say, in every service. */
import { CognitoIdentityClient, ListIdentityPoolsCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminGetUserCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateUserCommand,
  DeleteUserCommand,
  GetPolicyCommand,
  GetUserCommand,
  ListUsersCommand as ListIamUsersCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, attach, failureOf, type Keys, type People, peopleOf, putPolicy } from './support.ts';

let app: TestApp;
let people: People;
let one: string;
let other: string;
const arnOf = (poolId: string) => `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${poolId}`;
const userArn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  one = (await createPool(app)).Id;
  other = (await createPool(app)).Id;
  await createConfirmedUser(app, one, { username: 'ada' });
  await createConfirmedUser(app, other, { username: 'ada' });
});
afterAll(() => app.stop());

describe('somebody without policies', () => {
  let fresh: Keys;
  beforeAll(async () => {
    fresh = await people.user('fresh');
  });
  const denied = (action: string, resource: string) =>
    `User: ${userArn('fresh')} is not authorized to perform: ${action}${resource} because no identity-based policy allows the ${action} action`;

  test('is refused in cognito-idp', async () => {
    const { cognito } = people.as(fresh);
    expect(await failureOf(cognito.send(new AdminGetUserCommand({ UserPoolId: one, Username: 'ada' })))).toEqual({
      name: 'AccessDeniedException',
      message: denied('cognito-idp:AdminGetUser', ` on resource: ${arnOf(one)}`),
      status: 400,
    });
    expect((await failureOf(cognito.send(new ListUserPoolsCommand({ MaxResults: 5 })))).message).toBe(
      denied('cognito-idp:ListUserPools', ''),
    );
  });

  test('is refused in cognito-identity', async () => {
    const identity = new CognitoIdentityClient({ endpoint: app.endpoint, region: 'us-east-1', credentials: fresh });
    const failure = await failureOf(identity.send(new ListIdentityPoolsCommand({ MaxResults: 5 })));
    expect(failure).toMatchObject({
      name: 'AccessDeniedException',
      message: denied('cognito-identity:ListIdentityPools', ''),
      status: 400,
    });
  });

  test('is refused in IAM, about themselves too', async () => {
    const { iam } = people.as(fresh);
    expect(await failureOf(iam.send(new GetUserCommand({})))).toEqual({
      name: 'AccessDenied',
      message: denied('iam:GetUser', ` on resource: ${userArn('fresh')}`),
      status: 403,
    });
    expect((await failureOf(iam.send(new ListIamUsersCommand({})))).message).toBe(
      denied('iam:ListUsers', ` on resource: ${userArn('')}`),
    );
  });

  test('is refused in STS, but for who they are and for a session of their own', async () => {
    const { sts } = people.as(fresh);
    const info = new GetAccessKeyInfoCommand({ AccessKeyId: fresh.accessKeyId });
    expect(await failureOf(sts.send(info))).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(userArn('fresh'));
    expect((await sts.send(new GetSessionTokenCommand({}))).Credentials?.AccessKeyId).toMatch(/^ASIA/);
  });

  test('is refused by the key service', async () => {
    const kms = new KMSClient({ endpoint: app.endpoint, region: 'us-east-1', credentials: fresh });
    const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    expect(await failureOf(kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from('x') })))).toEqual({
      name: 'AccessDeniedException',
      message: denied('kms:Encrypt', ` on resource: ${key}`),
      status: 400,
    });
    const unknown = kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from('made up') }));
    expect((await failureOf(unknown)).name).toBe('InvalidCiphertextException');
  });

  test('learns of no resource whether it is there', async () => {
    const { cognito } = people.as(fresh);
    const gone = 'us-east-1_AAAAAAAAA';
    expect((await failureOf(cognito.send(new DescribeUserPoolCommand({ UserPoolId: gone })))).message).toBe(
      denied('cognito-idp:DescribeUserPool', ` on resource: ${arnOf(gone)}`),
    );
  });
});

describe('permissions', () => {
  test('for one action on one pool are for just that', async () => {
    const keys = await people.user('reader', { Action: 'cognito-idp:AdminGetUser', Resource: arnOf(one) });
    const { cognito } = people.as(keys);
    const got = await cognito.send(new AdminGetUserCommand({ UserPoolId: one, Username: 'ada' }));
    expect(got.Username).toBe('ada');
    const elsewhere = cognito.send(new AdminGetUserCommand({ UserPoolId: other, Username: 'ada' }));
    expect((await failureOf(elsewhere)).name).toBe('AccessDeniedException');
    expect((await failureOf(cognito.send(new ListUsersCommand({ UserPoolId: one })))).name).toBe(
      'AccessDeniedException',
    );
    const west = people.as(keys, 'eu-west-1').cognito;
    const abroad = west.send(new AdminGetUserCommand({ UserPoolId: one, Username: 'ada' }));
    expect((await failureOf(abroad)).name).toBe('AccessDeniedException');
  });

  test('an explicit deny wins, and says so', async () => {
    const keys = await people.user(
      'denied',
      { Action: 'cognito-idp:*' },
      { Effect: 'Deny', Action: 'cognito-idp:List*', Resource: arnOf(one) },
    );
    const { cognito } = people.as(keys);
    expect((await cognito.send(new ListUsersCommand({ UserPoolId: other }))).Users).toHaveLength(1);
    expect((await failureOf(cognito.send(new ListUsersCommand({ UserPoolId: one })))).message).toBe(
      `User: ${userArn('denied')} is not authorized to perform: cognito-idp:ListUsers on resource: ${arnOf(one)} with an explicit deny in an identity-based policy`,
    );
  });

  test('count as soon as they are changed', async () => {
    const keys = await people.user('changing', { Action: 'cognito-idp:ListUsers' });
    const { cognito } = people.as(keys);
    const { iam } = people.as(people.operator);
    const list = () => cognito.send(new ListUsersCommand({ UserPoolId: one }));
    expect((await list()).Users).toHaveLength(1);
    await putPolicy(iam, 'changing', { Action: 'cognito-idp:DescribeUserPool' });
    expect((await failureOf(list())).name).toBe('AccessDeniedException');
  });

  test('no other spelling of a pool’s ARN goes around a denial', async () => {
    const arn = arnOf(other);
    const keys = await people.user(
      'speller',
      { Action: '*' },
      { Effect: 'Deny', Action: 'cognito-idp:TagResource', Resource: arn },
    );
    const { cognito } = people.as(keys);
    const failures = ['arn:aws:', 'arn:aws-cn:', 'arn:other:'].map((prefix) =>
      failureOf(
        cognito.send(new TagResourceCommand({ ResourceArn: arn.replace('arn:aws:', prefix), Tags: { stage: 'test' } })),
      ),
    );
    expect((await Promise.all(failures)).map(({ name }) => name)).toEqual([
      'AccessDeniedException',
      'InvalidParameterException',
      'InvalidParameterException',
    ]);
  });

  test('may hang on tags of the pool and of the request', async () => {
    await app.cognito.send(new TagResourceCommand({ ResourceArn: arnOf(one), Tags: { team: 'red' } }));
    const keys = await people.user(
      'tagged',
      { Action: 'cognito-idp:ListUsers', Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } },
      {
        Action: ['cognito-idp:TagResource', 'cognito-idp:UntagResource'],
        Resource: arnOf(one),
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['stage'] }, Null: { 'aws:TagKeys': 'false' } },
      },
      { Action: 'cognito-idp:CreateUserPool', Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } } },
    );
    const { cognito } = people.as(keys);
    expect((await cognito.send(new ListUsersCommand({ UserPoolId: one }))).Users).toHaveLength(1);
    expect((await failureOf(cognito.send(new ListUsersCommand({ UserPoolId: other })))).name).toBe(
      'AccessDeniedException',
    );
    await cognito.send(new TagResourceCommand({ ResourceArn: arnOf(one), Tags: { stage: 'test' } }));
    await cognito.send(new UntagResourceCommand({ ResourceArn: arnOf(one), TagKeys: ['stage'] }));
    const retag = cognito.send(new TagResourceCommand({ ResourceArn: arnOf(one), Tags: { team: 'blue' } }));
    expect((await failureOf(retag)).name).toBe('AccessDeniedException');
    const untag = cognito.send(new UntagResourceCommand({ ResourceArn: arnOf(one), TagKeys: ['team'] }));
    expect((await failureOf(untag)).name).toBe('AccessDeniedException');
    const red = await cognito.send(new CreateUserPoolCommand({ PoolName: 'red', UserPoolTags: { team: 'red' } }));
    expect(red.UserPool?.Name).toBe('red');
    const blue = cognito.send(new CreateUserPoolCommand({ PoolName: 'blue', UserPoolTags: { team: 'blue' } }));
    expect((await failureOf(blue)).name).toBe('AccessDeniedException');
  });

  test('may hang on the context that something is encrypted in', async () => {
    const Condition = { StringEquals: { 'kms:EncryptionContext:pool': one } };
    const credentials = await people.user('encrypter', { Action: 'kms:Encrypt', Condition });
    const kms = new KMSClient({ endpoint: app.endpoint, region: 'us-east-1', credentials });
    const KeyId = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const within = (pool: string) =>
      kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x'), EncryptionContext: { pool } }));
    expect((await failureOf(within(one))).name).toBe('NotFoundException');
    expect((await failureOf(within(other))).name).toBe('AccessDeniedException');
  });

  test('may hang on tags of the user who asks', async () => {
    const keys = await people.user('owner', {
      Action: 'cognito-idp:ListUsers',
      Condition: { StringEquals: { 'aws:ResourceTag/team': `\${aws:PrincipalTag/team}` } },
    });
    const { cognito } = people.as(keys);
    const list = () => cognito.send(new ListUsersCommand({ UserPoolId: one }));
    expect((await failureOf(list())).name).toBe('AccessDeniedException');
    const { iam } = people.as(people.operator);
    await iam.send(new TagUserCommand({ UserName: 'owner', Tags: [{ Key: 'team', Value: 'red' }] }));
    expect((await list()).Users).toHaveLength(1);
  });

  test.each([
    ['aws:SourceIp', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }],
    ['aws:SecureTransport', { Bool: { 'aws:SecureTransport': 'false' } }, { Bool: { 'aws:SecureTransport': 'true' } }],
    [
      'aws:RequestedRegion',
      { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
      { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    ],
    [
      'aws:UserAgent',
      { StringLike: { 'aws:UserAgent': 'aws-sdk-js/*' } },
      { StringLike: { 'aws:UserAgent': 'curl/*' } },
    ],
    [
      'aws:CurrentTime',
      { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
      { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
    ],
    [
      'aws:PrincipalArn',
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/if-*` } },
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/x-*` } },
    ],
    [
      'aws:MultiFactorAuthPresent',
      { Null: { 'aws:MultiFactorAuthPresent': 'true' } },
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    ],
    [
      'aws:ResourceAccount',
      { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
      { StringEquals: { 'aws:ResourceAccount': '111111111111' } },
    ],
  ])('may hang on %s', async (key, holds, fails) => {
    const name = `if-${key.slice(4)}`;
    const keys = await people.user(name, { Action: 'cognito-idp:ListUsers', Condition: holds });
    const { cognito } = people.as(keys);
    expect((await cognito.send(new ListUsersCommand({ UserPoolId: one }))).Users).toHaveLength(1);
    await putPolicy(people.as(people.operator).iam, name, { Action: 'cognito-idp:ListUsers', Condition: fails });
    expect((await failureOf(cognito.send(new ListUsersCommand({ UserPoolId: one })))).name).toBe(
      'AccessDeniedException',
    );
  });

  test('a role is handed to the service by those alone who may pass it', async () => {
    const RoleArn = await people.role(
      'passed',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
      }),
    );
    const keys = await people.user('passer', { Action: 'cognito-idp:CreateGroup' });
    const { cognito } = people.as(keys);
    await cognito.send(new CreateGroupCommand({ UserPoolId: one, GroupName: 'plain' }));
    const withRole = (GroupName: string) =>
      cognito.send(new CreateGroupCommand({ UserPoolId: one, GroupName, RoleArn }));
    expect((await failureOf(withRole('a'))).message).toBe(
      `User: ${userArn('passer')} is not authorized to perform: iam:PassRole on resource: ${RoleArn} because no identity-based policy allows the iam:PassRole action`,
    );
    const { iam } = people.as(people.operator);
    await putPolicy(
      iam,
      'passer',
      { Action: 'cognito-idp:CreateGroup' },
      {
        Action: 'iam:PassRole',
        Resource: RoleArn,
        Condition: { StringEquals: { 'iam:PassedToService': 'cognito-idp.amazonaws.com' } },
      },
    );
    expect((await withRole('b')).Group?.RoleArn).toBe(RoleArn);
  });

  test('managed policies of AWS count by their names', async () => {
    const keys = await people.user('power');
    await attach(people.as(people.operator).iam, 'power', 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly');
    const { cognito } = people.as(keys);
    expect((await cognito.send(new DescribeUserPoolCommand({ UserPoolId: one }))).UserPool?.Id).toBe(one);
    const create = cognito.send(new CreateUserPoolCommand({ PoolName: 'no' }));
    expect((await failureOf(create)).name).toBe('AccessDeniedException');
  });
});

describe('IAM on paths, names and keys of its own', () => {
  test('a path is part of what is asked for, of new users too', async () => {
    const keys = await people.user('staffer', { Action: 'iam:*', Resource: `arn:aws:iam::${ACCOUNT}:user/staff/*` });
    const { iam } = people.as(keys);
    await iam.send(new CreateUserCommand({ UserName: 'sam', Path: '/staff/' }));
    expect((await iam.send(new GetUserCommand({ UserName: 'sam' }))).User?.Path).toBe('/staff/');
    const outside = iam.send(new CreateUserCommand({ UserName: 'tom' }));
    expect((await failureOf(outside)).name).toBe('AccessDenied');
    const moved = iam.send(new UpdateUserCommand({ UserName: 'sam', NewPath: '/boss/' }));
    expect((await failureOf(moved)).message).toContain(`on resource: arn:aws:iam::${ACCOUNT}:user/boss/sam `);
    await iam.send(new DeleteUserCommand({ UserName: 'sam' }));
  });

  test('capitals do not lead around a denial', async () => {
    await people.user('Chief');
    const keys = await people.user(
      'sneaky',
      { Action: 'iam:GetUser' },
      { Effect: 'Deny', Action: 'iam:GetUser', Resource: userArn('Chief') },
    );
    const { iam } = people.as(keys);
    for (const UserName of ['Chief', 'CHIEF', 'chief']) {
      expect((await failureOf(iam.send(new GetUserCommand({ UserName })))).message).toMatch(/explicit deny/);
    }
    expect((await iam.send(new GetUserCommand({ UserName: 'sneaky' }))).User?.UserName).toBe('sneaky');
  });

  test('who makes something with tags must be allowed to tag it', async () => {
    const { iam } = people.as(await people.user('maker', { Action: ['iam:CreateUser', 'iam:DeleteUser'] }));
    const tagged = new CreateUserCommand({ UserName: 'made', Tags: [{ Key: 'team', Value: 'red' }] });
    expect((await failureOf(iam.send(tagged))).message).toMatch(
      `not authorized to perform: iam:TagUser on resource: ${userArn('made')}`,
    );
    await iam.send(new CreateUserCommand({ UserName: 'made' }));
  });

  test('iam:PolicyARN and iam:PermissionsBoundary', async () => {
    const boundary = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    const keys = await people.user(
      'delegate',
      { Action: 'iam:CreateUser', Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } } },
      { Action: 'iam:AttachUserPolicy', Condition: { ArnEquals: { 'iam:PolicyARN': boundary } } },
      { Action: 'iam:PutUserPolicy', Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } } },
    );
    const { iam } = people.as(keys);
    expect((await failureOf(iam.send(new CreateUserCommand({ UserName: 'free' })))).name).toBe('AccessDenied');
    await iam.send(new CreateUserCommand({ UserName: 'bounded', PermissionsBoundary: boundary }));
    await attach(iam, 'bounded', boundary);
    const admin = attach(iam, 'bounded', 'arn:aws:iam::aws:policy/AdministratorAccess');
    expect((await failureOf(admin)).name).toBe('AccessDenied');
    await putPolicy(iam, 'bounded', { Action: '*' });
    const own = new PutUserPolicyCommand({ UserName: 'delegate', PolicyName: 'up', PolicyDocument: '{}' });
    expect((await failureOf(iam.send(own))).name).toBe('AccessDenied');
  });

  test('a boundary limits what identity policies grant', async () => {
    const { iam } = people.as(people.operator);
    const keys = await people.user('fenced', { Action: '*' });
    const { cognito } = people.as(keys);
    expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }))).UserPools?.length).toBeGreaterThan(0);
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'fenced', PermissionsBoundary }));
    expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }))).UserPools?.length).toBeGreaterThan(0);
    expect((await failureOf(cognito.send(new CreateUserPoolCommand({ PoolName: 'no' })))).message).toMatch(
      /because no permissions boundary allows the cognito-idp:CreateUserPool action$/,
    );
  });

  test('AWS’s own policies are read by those who may read that', async () => {
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const keys = await people.user('curious', { Action: 'iam:GetPolicy', Resource: arn });
    const { iam } = people.as(keys);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy?.PolicyName).toBe('AdministratorAccess');
  });
});
