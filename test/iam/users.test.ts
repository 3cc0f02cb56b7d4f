import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  ListVirtualMFADevicesCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, allow, allPages, iamClient, newName, policy, refusalOf, textOf } from './support.ts';

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

const newUser = async (more: object = {}): Promise<string> => {
  const UserName = newName('user');
  await iam.send(new CreateUserCommand({ UserName, ...more }));
  return UserName;
};

describe('a user', () => {
  test('is created with path, tags and an id, and is found in any capitals', async () => {
    const UserName = newName('Anna');
    const Tags = [
      { Key: 'team', Value: 'a' },
      { Key: 'Cost', Value: '' },
    ];
    const created = await iam.send(new CreateUserCommand({ UserName, Path: '/eu/staff/', Tags }));
    expect(created.User).toEqual({
      UserName,
      Path: '/eu/staff/',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:user/eu/staff/${UserName}`,
      CreateDate: expect.any(Date),
      Tags: Tags.toReversed(),
    });
    const found = await iam.send(new GetUserCommand({ UserName: UserName.toUpperCase() }));
    expect(found.User).toEqual(created.User);
  });

  test('is not created twice, whatever the capitals', async () => {
    const UserName = await newUser();
    expect(await refusalOf(iam.send(new CreateUserCommand({ UserName: UserName.toUpperCase() })))).toEqual({
      name: 'EntityAlreadyExistsException',
      message: `User with name ${UserName.toUpperCase()} already exists.`,
      status: 409,
    });
  });

  test('that is not there is told by its name', async () => {
    const gone = { name: 'NoSuchEntityException', message: 'The user with name nobody cannot be found.', status: 404 };
    const UserName = 'nobody';
    expect(await refusalOf(iam.send(new GetUserCommand({ UserName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new DeleteUserCommand({ UserName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new UpdateUserCommand({ UserName, NewPath: '/a/' })))).toEqual(gone);
    expect(await refusalOf(iam.send(new ListUserTagsCommand({ UserName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new ListGroupsForUserCommand({ UserName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new CreateAccessKeyCommand({ UserName })))).toEqual(gone);
  });

  test('without a name is the caller, who must be one', async () => {
    expect(await refusalOf(iam.send(new GetUserCommand({})))).toMatchObject({
      name: 'ValidationError',
      message: 'Must specify userName when calling with non-User credentials',
    });
  });

  test('is renamed and moved with all that it has; a name that is taken is not', async () => {
    const UserName = await newUser();
    const other = await newUser();
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: policy(allow('iam:*')) }));
    const NewUserName = newName('renamed');
    await iam.send(new UpdateUserCommand({ UserName, NewUserName, NewPath: '/moved/' }));
    const { User } = await iam.send(new GetUserCommand({ UserName: NewUserName }));
    expect(User?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/moved/${NewUserName}`);
    const { PolicyNames } = await iam.send(new ListUserPoliciesCommand({ UserName: NewUserName }));
    expect(PolicyNames).toEqual(['p']);
    expect(await refusalOf(iam.send(new GetUserCommand({ UserName })))).toMatchObject({ status: 404 });
    const taken = iam.send(new UpdateUserCommand({ UserName: NewUserName, NewUserName: other }));
    expect(await refusalOf(taken)).toEqual({
      name: 'EntityAlreadyExistsException',
      message: `User with name ${other} already exists.`,
      status: 409,
    });
  });

  test('changes the capitals of its own name', async () => {
    const UserName = await newUser();
    await iam.send(new UpdateUserCommand({ UserName, NewUserName: UserName.toUpperCase() }));
    const { User } = await iam.send(new GetUserCommand({ UserName }));
    expect(User?.UserName).toBe(UserName.toUpperCase());
  });

  test('goes only when nothing hangs on it', async () => {
    const UserName = await newUser();
    const GroupName = newName('group');
    await iam.send(new CreateGroupCommand({ GroupName }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    const inline = { UserName, PolicyName: 'p' };
    await iam.send(new PutUserPolicyCommand({ ...inline, PolicyDocument: policy(allow('iam:*')) }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    const stands = async () => (await refusalOf(iam.send(new DeleteUserCommand({ UserName })))).message;

    expect(await refusalOf(iam.send(new DeleteUserCommand({ UserName })))).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
      status: 409,
    });
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
    expect(await stands()).toBe('Cannot delete entity, must delete policies first.');
    await iam.send(new DeleteUserPolicyCommand(inline));
    expect(await stands()).toBe('Cannot delete entity, must delete access keys first.');
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey?.AccessKeyId }));
    expect(await stands()).toBe('Cannot delete entity, must remove users from group first.');
    await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
    await iam.send(new DeleteUserCommand({ UserName }));
    expect(await refusalOf(iam.send(new GetUserCommand({ UserName })))).toMatchObject({ status: 404 });
  });

  test('has no password, devices or keys of other services, and says so to those who clean up', async () => {
    const UserName = await newUser();
    const missing = { name: 'NoSuchEntityException', message: `Login Profile for User ${UserName} cannot be found.` };
    expect(await refusalOf(iam.send(new GetLoginProfileCommand({ UserName })))).toMatchObject(missing);
    expect(await refusalOf(iam.send(new DeleteLoginProfileCommand({ UserName })))).toMatchObject(missing);
    expect((await iam.send(new ListMFADevicesCommand({ UserName }))).MFADevices).toEqual([]);
    expect((await iam.send(new ListVirtualMFADevicesCommand({}))).VirtualMFADevices).toEqual([]);
    expect((await iam.send(new ListSSHPublicKeysCommand({ UserName }))).SSHPublicKeys).toEqual([]);
    expect((await iam.send(new ListSigningCertificatesCommand({ UserName }))).Certificates).toEqual([]);
    const { ServiceSpecificCredentials } = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName }));
    expect(ServiceSpecificCredentials).toEqual([]);
    expect(await refusalOf(iam.send(new ListMFADevicesCommand({ UserName: 'nobody' })))).toMatchObject({ status: 404 });
  });
});

describe('lists of users', () => {
  test('go by path and by page, in the order of names', async () => {
    const Path = `/${newName('list')}/`;
    const names = ['b', 'A', 'd', 'C', 'e'].map((letter) => `${letter}-${newName('user')}`);
    for (const UserName of names) await iam.send(new CreateUserCommand({ UserName, Path }));
    const pages = await allPages(
      (page) => iam.send(new ListUsersCommand({ PathPrefix: Path, ...page })),
      ({ Users }) => Users?.map(({ UserName }) => UserName?.charAt(0)),
    );
    expect(pages).toEqual([['A', 'b'], ['C', 'd'], ['e']]);
    const other = await iam.send(new ListUsersCommand({ PathPrefix: '/nowhere/' }));
    expect(other).toMatchObject({ Users: [], IsTruncated: false });
  });

  test('refuse markers of others', async () => {
    for (const letter of ['a', 'b'])
      await iam.send(new CreateUserCommand({ UserName: `${letter}-${newName('user')}` }));
    const { Marker } = await iam.send(new ListUsersCommand({ MaxItems: 1 }));
    expect(Marker).toMatch(/./);
    const { Users } = await iam.send(new ListUsersCommand({ MaxItems: 1, Marker }));
    expect(Users).toHaveLength(1);
    const UserName = await newUser();
    const elsewhere = iam.send(new ListUserTagsCommand({ UserName, Marker }));
    expect(await refusalOf(elsewhere)).toMatchObject({ name: 'ValidationError', status: 400 });
    expect(await refusalOf(iam.send(new ListUsersCommand({ Marker: 'AAAA' })))).toMatchObject({ status: 400 });
  });
});

describe('policies of a user', () => {
  test('inline ones are kept as they were written, and encoded in answers', async () => {
    const UserName = await newUser();
    const PolicyDocument = `{ "Version": "2012-10-17",\n "Statement": {"Effect":"Allow","Action":"*","Resource":"*"} }`;
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'All+', PolicyDocument }));
    const found = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName: 'All+' }));
    expect(found.PolicyDocument).toMatch(/^%7B%20%22Version%22%3A%20%222012-10-17%22%2C%0A/);
    expect(found.PolicyDocument).toContain('%22Action%22%3A%22%2A%22');
    expect(textOf(found.PolicyDocument)).toBe(PolicyDocument);
    expect(found).toMatchObject({ UserName, PolicyName: 'All+' });
    expect(await refusalOf(iam.send(new GetUserPolicyCommand({ UserName, PolicyName: 'other' })))).toEqual({
      name: 'NoSuchEntityException',
      message: 'The user policy with name other cannot be found.',
      status: 404,
    });
    const gone = iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: '__proto__' }));
    expect(await refusalOf(gone)).toMatchObject({ name: 'NoSuchEntityException' });
  });

  test('a bad one is refused in words, and so is too much', async () => {
    const UserName = await newUser();
    const put = (PolicyDocument: string) =>
      iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }));
    expect(await refusalOf(put('{'))).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
    expect(await refusalOf(put(policy({ Effect: 'Allow', Resource: '*' })))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'Policy statement must contain actions.',
    });
    const long = policy(allow(`s3:${'a'.repeat(2_048)}`));
    expect(await refusalOf(put(long))).toEqual({
      name: 'LimitExceededException',
      message: `Maximum policy size of 2048 bytes exceeded for user ${UserName}`,
      status: 409,
    });
  });

  test('managed ones are attached once, ten of them at most', async () => {
    const UserName = await newUser();
    const arns: string[] = [];
    for (let count = 0; count < 11; count += 1) {
      const given = {
        PolicyName: newName('p'),
        Path: count === 0 ? '/first/' : '/',
        PolicyDocument: policy(allow('s3:*')),
      };
      const { Policy } = await iam.send(new CreatePolicyCommand(given));
      arns.push(Policy?.Arn ?? '');
    }
    const attach = (PolicyArn: string) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    for (const arn of arns.slice(0, 10)) await attach(arn);
    await attach(arns[0] ?? '');
    expect(await refusalOf(attach(arns[10] ?? ''))).toEqual({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PoliciesPerUser: 10',
      status: 409,
    });
    const pages = await allPages(
      (page) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, ...page })),
      ({ AttachedPolicies }) => AttachedPolicies,
      4,
    );
    expect(pages.map((page) => page.length)).toEqual([4, 4, 2]);
    expect(pages.flat().map(({ PolicyArn }) => PolicyArn)).toEqual(arns.slice(0, 10));
    const first = await iam.send(new ListAttachedUserPoliciesCommand({ UserName, PathPrefix: '/first/' }));
    expect(first.AttachedPolicies).toEqual([{ PolicyArn: arns[0], PolicyName: arns[0]?.split('/').at(-1) }]);
  });

  test('what is not there is neither attached nor detached', async () => {
    const UserName = await newUser();
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/missing`;
    expect(await refusalOf(iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })))).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
      status: 404,
    });
    expect(await refusalOf(iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })))).toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} was not found.`,
    });
    const badArn = 'arn:aws:iam::aws:role/SomeRole';
    expect(await refusalOf(iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: badArn })))).toEqual({
      name: 'InvalidInputException',
      message: `ARN ${badArn} is not valid.`,
      status: 400,
    });
  });

  test('a boundary is set, replaced and taken away', async () => {
    const first = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    const UserName = await newUser({ PermissionsBoundary: first });
    const boundaryOf = async () => (await iam.send(new GetUserCommand({ UserName }))).User?.PermissionsBoundary;
    expect(await boundaryOf()).toEqual({
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: first,
    });
    const second = 'arn:aws:iam::aws:policy/AmazonCognitoPowerUser';
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: second }));
    expect((await boundaryOf())?.PermissionsBoundaryArn).toBe(second);
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName }));
    expect(await boundaryOf()).toBeUndefined();
    expect(await refusalOf(iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })))).toMatchObject({
      name: 'NoSuchEntityException',
    });
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/Missing';
    const missing = iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    expect(await refusalOf(missing)).toMatchObject({ name: 'NoSuchEntityException' });
    const created = iam.send(new CreateUserCommand({ UserName: newName('user'), PermissionsBoundary }));
    expect(await refusalOf(created)).toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('tags of a user', () => {
  test('are added, replaced whatever the capitals of their keys, listed in order, and taken away', async () => {
    const UserName = await newUser({ Tags: [{ Key: 'Team', Value: 'a' }] });
    const Tags = [
      { Key: 'team', Value: 'b' },
      { Key: 'Area', Value: 'c' },
    ];
    await iam.send(new TagUserCommand({ UserName, Tags }));
    const listed = await iam.send(new ListUserTagsCommand({ UserName }));
    expect(listed.Tags).toEqual(Tags.toReversed());
    const pages = await allPages(
      (page) => iam.send(new ListUserTagsCommand({ UserName, ...page })),
      (page) => page.Tags?.map(({ Key }) => Key),
      1,
    );
    expect(pages).toEqual([['Area'], ['team']]);
    await iam.send(new UntagUserCommand({ UserName, TagKeys: ['TEAM', 'none'] }));
    expect((await iam.send(new ListUserTagsCommand({ UserName }))).Tags).toEqual([{ Key: 'Area', Value: 'c' }]);
  });

  test('are fifty at most, not twice the same, and none of AWS’s', async () => {
    const UserName = await newUser();
    const tags = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ Key: `k${from + at}`, Value: '' }));
    await iam.send(new TagUserCommand({ UserName, Tags: tags(0, 50) }));
    expect(await refusalOf(iam.send(new TagUserCommand({ UserName, Tags: tags(50, 1) })))).toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for TagsPerResource: 50',
    });
    await iam.send(new TagUserCommand({ UserName, Tags: tags(0, 1) }));
    const twice = [...tags(0, 1), { Key: 'K0', Value: 'x' }];
    expect(await refusalOf(iam.send(new TagUserCommand({ UserName, Tags: twice })))).toMatchObject({
      name: 'InvalidInputException',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
    const reserved = [{ Key: 'aws:x', Value: '' }];
    const refused = iam.send(new CreateUserCommand({ UserName: newName('user'), Tags: reserved }));
    expect(await refusalOf(refused)).toMatchObject({ name: 'InvalidInputException' });
  });
});
