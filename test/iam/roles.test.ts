import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, allow, allPages, iamClient, newName, policy, refusalOf, TRUST, textOf } from './support.ts';

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

const newRole = async (more: object = {}): Promise<string> => {
  const RoleName = newName('role');
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
  return RoleName;
};

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';

describe('a role', () => {
  test('is created with all that it may have', async () => {
    const RoleName = newName('Guests');
    const given = {
      RoleName,
      Path: '/cognito/',
      Description: 'for guests',
      MaxSessionDuration: 7_200,
      PermissionsBoundary: READ_ONLY,
      Tags: [{ Key: 'team', Value: 'a' }],
    };
    const { Role } = await iam.send(new CreateRoleCommand({ ...given, AssumeRolePolicyDocument: TRUST }));
    expect(Role).toEqual({
      RoleName,
      Path: '/cognito/',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:role/cognito/${RoleName}`,
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
      Description: 'for guests',
      MaxSessionDuration: 7_200,
      PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: READ_ONLY },
      Tags: given.Tags,
    });
    const found = await iam.send(new GetRoleCommand({ RoleName: RoleName.toLowerCase() }));
    expect(found.Role).toEqual(Role);
  });

  test('has an hour where nothing else is said, and no empty members', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: await newRole() }));
    expect(Role).toMatchObject({ Path: '/', MaxSessionDuration: 3_600 });
    expect(Object.keys(Role ?? {})).not.toEqual(expect.arrayContaining(['Description', 'Tags', 'PermissionsBoundary']));
  });

  test('is not created twice, without trust, or with too much of it', async () => {
    const RoleName = await newRole();
    const create = (name: string, AssumeRolePolicyDocument: string) =>
      refusalOf(iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument })));
    expect(await create(RoleName.toUpperCase(), TRUST)).toEqual({
      name: 'EntityAlreadyExistsException',
      message: `Role with name ${RoleName.toUpperCase()} already exists.`,
      status: 409,
    });
    expect(await create('bad', '{}')).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
    const action = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 's3:GetObject' };
    expect(await create('bad', policy(action))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'AssumeRole policy may only specify STS AssumeRole actions.',
    });
    const long = policy({ ...action, Action: 'sts:AssumeRole', Sid: 'a'.repeat(2_048) });
    expect(await create('bad', long)).toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for ACLSizePerRole: 2048',
    });
  });

  test('that is not there is told by its name', async () => {
    const RoleName = 'none';
    const gone = { name: 'NoSuchEntityException', message: 'The role with name none cannot be found.', status: 404 };
    expect(await refusalOf(iam.send(new GetRoleCommand({ RoleName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new DeleteRoleCommand({ RoleName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new UpdateRoleCommand({ RoleName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new ListRolePoliciesCommand({ RoleName })))).toEqual(gone);
    expect(await refusalOf(iam.send(new ListInstanceProfilesForRoleCommand({ RoleName })))).toEqual(gone);
    const trust = iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }));
    expect(await refusalOf(trust)).toEqual(gone);
  });

  test('changes its description, its duration and its trust, and keeps the rest', async () => {
    const RoleName = await newRole({ Description: 'old', MaxSessionDuration: 7_200 });
    const roleNow = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role;
    await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 43_200 }));
    expect(await roleNow()).toMatchObject({ Description: 'old', MaxSessionDuration: 43_200 });
    await iam.send(new UpdateRoleCommand({ RoleName, Description: 'new' }));
    expect(await roleNow()).toMatchObject({ Description: 'new', MaxSessionDuration: 43_200 });
    const { Role } = await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: 'newer' }));
    expect(Role).toEqual(await roleNow());
    expect(Role?.Description).toBe('newer');
    const PolicyDocument = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    expect(textOf((await roleNow())?.AssumeRolePolicyDocument)).toBe(PolicyDocument);
    const bad = iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: policy(allow('sts:AssumeRole')) }),
    );
    expect(await refusalOf(bad)).toMatchObject({ name: 'MalformedPolicyDocumentException' });
    const short = iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 60 }));
    expect(await refusalOf(short)).toMatchObject({ name: 'ValidationError' });
  });

  test('goes only without policies; no profile holds it', async () => {
    const RoleName = await newRole();
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    const inline = { RoleName, PolicyName: 'p' };
    await iam.send(new PutRolePolicyCommand({ ...inline, PolicyDocument: policy(allow('s3:*')) }));
    const stands = () => refusalOf(iam.send(new DeleteRoleCommand({ RoleName })));
    expect(await stands()).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
      status: 409,
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    expect(await stands()).toMatchObject({ message: 'Cannot delete entity, must delete policies first.' });
    await iam.send(new DeleteRolePolicyCommand(inline));
    const profiles = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    expect(profiles).toMatchObject({ InstanceProfiles: [], IsTruncated: false });
    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await stands()).toMatchObject({ name: 'NoSuchEntityException' });
  });

  test('that is made again has another id', async () => {
    const RoleName = await newRole();
    const idOf = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role?.RoleId;
    const before = await idOf();
    await iam.send(new DeleteRoleCommand({ RoleName }));
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    expect(await idOf()).not.toBe(before);
  });
});

describe('policies of a role', () => {
  test('inline: ten kilobytes in all, white space not counted', async () => {
    const RoleName = await newRole();
    const put = (PolicyName: string, PolicyDocument: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    const ofSize = (size: number) => policy(allow(`s3:${'a'.repeat(size - policy(allow('s3:')).length)}`));
    await put('one', ofSize(6_000));
    await put('two', `${ofSize(4_240)}${' '.repeat(1_000)}`);
    expect(await refusalOf(put('three', ofSize(100)))).toEqual({
      name: 'LimitExceededException',
      message: `Maximum policy size of 10240 bytes exceeded for role ${RoleName}`,
      status: 409,
    });
    await put('one', ofSize(5_900));
    await put('three', ofSize(100));
    const pages = await allPages(
      (page) => iam.send(new ListRolePoliciesCommand({ RoleName, ...page })),
      ({ PolicyNames }) => PolicyNames,
    );
    expect(pages).toEqual([['one', 'three'], ['two']]);
    const found = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'three' }));
    expect(textOf(found.PolicyDocument)).toBe(ofSize(100));
    expect(await refusalOf(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'four' })))).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role policy with name four cannot be found.',
    });
    const principal = policy({ ...allow('s3:*'), Principal: '*' });
    expect(await refusalOf(put('four', principal))).toMatchObject({
      message: 'Policy document should not specify a principal.',
    });
  });

  test('managed, and the boundary', async () => {
    const RoleName = await newRole();
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([{ PolicyArn: READ_ONLY, PolicyName: 'AmazonCognitoReadOnly' }]);
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: READ_ONLY }));
    const boundaryOf = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary;
    expect((await boundaryOf())?.PermissionsBoundaryArn).toBe(READ_ONLY);
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    expect((await boundaryOf())?.PermissionsBoundaryArn).toBe(READ_ONLY);
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    expect(await boundaryOf()).toBeUndefined();
    const detach = iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
    expect(await refusalOf(detach)).toMatchObject({ name: 'NoSuchEntityException' });
  });
});

test('tags of a role', async () => {
  const RoleName = await newRole();
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  await iam.send(new TagRoleCommand({ RoleName, Tags }));
  expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual(Tags);
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }));
  expect((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Tags).toEqual(Tags.slice(1));
  const none = iam.send(new TagRoleCommand({ RoleName: 'none', Tags }));
  expect(await refusalOf(none)).toMatchObject({ name: 'NoSuchEntityException' });
});

test('lists of roles go by path and by page, without tags and boundaries', async () => {
  const Path = `/${newName('list')}/`;
  for (const letter of ['b', 'C', 'a']) {
    const RoleName = `${letter}-${newName('role')}`;
    const Tags = [{ Key: 'k', Value: 'v' }];
    await iam.send(new CreateRoleCommand({ RoleName, Path, Tags, AssumeRolePolicyDocument: TRUST }));
  }
  const pages = await allPages(
    (page) => iam.send(new ListRolesCommand({ PathPrefix: Path, ...page })),
    ({ Roles }) => Roles,
  );
  expect(pages.map((page) => page.map(({ RoleName }) => RoleName?.charAt(0)))).toEqual([['a', 'b'], ['C']]);
  expect(pages.flat().every(({ Tags }) => Tags === undefined)).toBe(true);
  expect(pages.flat().every(({ AssumeRolePolicyDocument }) => textOf(AssumeRolePolicyDocument) === TRUST)).toBe(true);
});
