import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, allow, allPages, iamClient, type Keys, newName, policy, refusalOf } from './support.ts';

let app: TestApp;
let iam: IAMClient;
beforeAll(async () => {
  app = await startTestApp();
  iam = iamClient(app);
});
afterAll(async () => {
  iam.destroy();
  await app.stop();
});

const newUser = async (...grants: object[]): Promise<string> => {
  const UserName = newName('user');
  await iam.send(new CreateUserCommand({ UserName }));
  const inline = { UserName, PolicyName: 'p', PolicyDocument: policy(...grants) };
  if (grants.length > 0) await iam.send(new PutUserPolicyCommand(inline));
  return UserName;
};

const newKeys = async (UserName: string): Promise<Keys> => {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
};

const whoIs = async (credentials: Keys) => {
  const sts = new STSClient({ endpoint: app.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return Arn;
  } catch (error) {
    return (error as Error).name;
  } finally {
    sts.destroy();
  }
};

describe('an access key', () => {
  test('is told with its secret this once, and works at once', async () => {
    const UserName = await newUser();
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    expect(AccessKey).toEqual({
      UserName,
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      Status: 'Active',
      CreateDate: expect.any(Date),
    });
    const keys = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    expect(await whoIs(keys)).toBe(`arn:aws:iam::${ACCOUNT}:user/${UserName}`);
    expect(await whoIs({ ...keys, secretAccessKey: keys.secretAccessKey.toLowerCase() })).toBe('SignatureDoesNotMatch');
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata).toEqual([
      { UserName, AccessKeyId: keys.accessKeyId, Status: 'Active', CreateDate: AccessKey?.CreateDate },
    ]);
  });

  test('stops at once when it is switched off or deleted, and works again when it is switched on', async () => {
    const UserName = await newUser();
    const keys = await newKeys(UserName);
    const arn = `arn:aws:iam::${ACCOUNT}:user/${UserName}`;
    const named = { UserName, AccessKeyId: keys.accessKeyId };
    expect(await whoIs(keys)).toBe(arn);
    await iam.send(new UpdateAccessKeyCommand({ ...named, Status: 'Inactive' }));
    expect(await whoIs(keys)).toBe('InvalidClientTokenId');
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata?.[0]?.Status).toBe('Inactive');
    await iam.send(new UpdateAccessKeyCommand({ ...named, Status: 'Active' }));
    expect(await whoIs(keys)).toBe(arn);
    await iam.send(new DeleteAccessKeyCommand(named));
    expect(await whoIs(keys)).toBe('InvalidClientTokenId');
  });

  test('follows its user to another name', async () => {
    const UserName = await newUser();
    const keys = await newKeys(UserName);
    const NewUserName = newName('renamed');
    await iam.send(new UpdateUserCommand({ UserName, NewUserName, NewPath: '/x/' }));
    expect(await whoIs(keys)).toBe(`arn:aws:iam::${ACCOUNT}:user/x/${NewUserName}`);
  });

  test('there are two of them at most', async () => {
    const UserName = await newUser();
    await newKeys(UserName);
    await newKeys(UserName);
    expect(await refusalOf(newKeys(UserName))).toEqual({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
      status: 409,
    });
    const pages = await allPages(
      (page) => iam.send(new ListAccessKeysCommand({ UserName, ...page })),
      ({ AccessKeyMetadata }) => AccessKeyMetadata,
      1,
    );
    expect(pages.map((page) => page.length)).toEqual([1, 1]);
  });

  test('is known to its own user only', async () => {
    const [UserName, other] = [await newUser(), await newUser()];
    const { accessKeyId: AccessKeyId } = await newKeys(other);
    const gone = {
      name: 'NoSuchEntityException',
      message: `The Access Key with id ${AccessKeyId} cannot be found.`,
      status: 404,
    };
    const named = { UserName, AccessKeyId };
    expect(await refusalOf(iam.send(new DeleteAccessKeyCommand(named)))).toEqual(gone);
    expect(await refusalOf(iam.send(new UpdateAccessKeyCommand({ ...named, Status: 'Inactive' })))).toEqual(gone);
  });

  test('says when, where and for what it was last used', async () => {
    const UserName = await newUser(allow('cognito-idp:ListUserPools'));
    const keys = await newKeys(UserName);
    const lastUse = () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keys.accessKeyId }));
    expect(await lastUse()).toMatchObject({ UserName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } });
    const cognito = app.client({ region: 'eu-west-1', credentials: keys });
    await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    await vi.waitFor(async () => {
      const { AccessKeyLastUsed: use } = await lastUse();
      expect(use).toMatchObject({ ServiceName: 'cognito-idp', Region: 'eu-west-1' });
      expect(Math.abs((use?.LastUsedDate?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    });
    const unknown = iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }));
    expect(await refusalOf(unknown)).toMatchObject({ name: 'AccessDenied', status: 403 });
  });
});

describe('with keys of its own a user', () => {
  test('does what its policies allow, from the moment they do to the moment they do not', async () => {
    const UserName = await newUser();
    const own = iamClient(app, await newKeys(UserName));
    const denied = { name: 'AccessDenied', status: 403 };
    const arn = `arn:aws:iam::${ACCOUNT}:user/${UserName}`;
    expect(await refusalOf(own.send(new GetUserCommand({})))).toEqual({
      ...denied,
      message: `User: ${arn} is not authorized to perform: iam:GetUser on resource: ${arn} because no identity-based policy allows the iam:GetUser action`,
    });
    const inline = { UserName, PolicyName: 'self' };
    const PolicyDocument = policy(allow('iam:*AccessKey*', arn), allow('iam:GetUser', arn));
    await iam.send(new PutUserPolicyCommand({ ...inline, PolicyDocument }));
    expect((await own.send(new GetUserCommand({}))).User?.UserName).toBe(UserName);
    const { AccessKey } = await own.send(new CreateAccessKeyCommand({}));
    expect(AccessKey?.UserName).toBe(UserName);
    const { AccessKeyMetadata } = await own.send(new ListAccessKeysCommand({}));
    expect(AccessKeyMetadata).toHaveLength(2);
    await own.send(new DeleteAccessKeyCommand({ AccessKeyId: AccessKey?.AccessKeyId }));
    const other = await newUser();
    expect(await refusalOf(own.send(new GetUserCommand({ UserName: other })))).toMatchObject(denied);
    await iam.send(new DeleteUserPolicyCommand(inline));
    expect(await refusalOf(own.send(new GetUserCommand({})))).toMatchObject(denied);
    own.destroy();
  });
});
