import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
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

const DOCUMENT = policy(allow('cognito-idp:List*'));

const newPolicy = async (more: object = {}): Promise<string> => {
  const given = { PolicyName: newName('policy'), PolicyDocument: DOCUMENT, ...more };
  const { Policy } = await iam.send(new CreatePolicyCommand(given));
  return Policy?.Arn ?? '';
};

const newRole = async (more: object = {}): Promise<string> => {
  const RoleName = newName('role');
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
  return RoleName;
};

describe('a managed policy', () => {
  test('is created, and found by its ARN', async () => {
    const PolicyName = newName('Read');
    const Tags = [{ Key: 'a', Value: 'b' }];
    const given = { PolicyName, Path: '/team/', Description: 'reads', PolicyDocument: DOCUMENT, Tags };
    const { Policy } = await iam.send(new CreatePolicyCommand(given));
    expect(Policy).toEqual({
      PolicyName,
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:policy/team/${PolicyName}`,
      Path: '/team/',
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      Description: 'reads',
      CreateDate: expect.any(Date),
      UpdateDate: expect.any(Date),
      Tags,
    });
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: Policy?.Arn }))).Policy).toEqual(Policy);
    expect(await refusalOf(iam.send(new CreatePolicyCommand({ ...given, Path: '/' })))).toEqual({
      name: 'EntityAlreadyExistsException',
      message: `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
      status: 409,
    });
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${PolicyName}`;
    expect(await refusalOf(iam.send(new GetPolicyCommand({ PolicyArn })))).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} was not found.`,
      status: 404,
    });
    const odd = 'arn:aws:iam::123:policy/x-is-not-one';
    expect(await refusalOf(iam.send(new GetPolicyCommand({ PolicyArn: odd })))).toMatchObject({
      name: 'InvalidInputException',
      message: `ARN ${odd} is not valid.`,
    });
  });

  test('that is malformed or too long is refused', async () => {
    const create = (PolicyDocument: string) =>
      refusalOf(iam.send(new CreatePolicyCommand({ PolicyName: newName('bad'), PolicyDocument })));
    expect(await create('nothing')).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
    expect(await create(policy(allow('everything')))).toMatchObject({
      message: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    });
    expect(await create(policy(allow(`s3:${'a'.repeat(6_144)}`)))).toEqual({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PolicySize: 6144',
      status: 409,
    });
  });

  test('goes only when nobody has it, and with its last version', async () => {
    const PolicyArn = await newPolicy();
    const attached = await newRole();
    await iam.send(new AttachRolePolicyCommand({ RoleName: attached, PolicyArn }));
    const stands = () => refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn })));
    const used = 'Cannot delete a policy attached to entities.';
    expect(await stands()).toEqual({ name: 'DeleteConflictException', message: used, status: 409 });
    await iam.send(new DetachRolePolicyCommand({ RoleName: attached, PolicyArn }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: DOCUMENT }));
    expect((await stands()).message).toMatch(/^This policy has more than one version\. Before you delete a policy, /);
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    expect(await stands()).toMatchObject({ name: 'NoSuchEntityException' });
    const bounding = await newPolicy();
    await newRole({ PermissionsBoundary: bounding });
    expect(await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn: bounding })))).toMatchObject({
      message: used,
    });
  });

  test('of AWS is there for everybody, and nobody’s to change', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonCognitoPowerUser';
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({ PolicyName: 'AmazonCognitoPowerUser', Path: '/', IsAttachable: true });
    expect(Policy?.PolicyId).toMatch(/^ANPA[A-Z0-9]{17}$/);
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    expect(textOf(PolicyVersion?.Document)).toContain('"cognito-idp:*"');
    const add = iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: DOCUMENT }));
    expect(await refusalOf(add)).toMatchObject({ name: 'InvalidInputException' });
    expect(await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject({ status: 400 });
    const Tags = [{ Key: 'a', Value: 'b' }];
    expect(await refusalOf(iam.send(new TagPolicyCommand({ PolicyArn, Tags })))).toMatchObject({ status: 400 });
  });
});

describe('versions', () => {
  test('are five at most, the newest first, and none comes twice', async () => {
    const PolicyArn = await newPolicy();
    const add = async (asDefault = false) => {
      const given = { PolicyArn, PolicyDocument: DOCUMENT, SetAsDefault: asDefault };
      return (await iam.send(new CreatePolicyVersionCommand(given))).PolicyVersion;
    };
    expect(await add()).toEqual({ VersionId: 'v2', IsDefaultVersion: false, CreateDate: expect.any(Date) });
    expect(await add(true)).toMatchObject({ VersionId: 'v3', IsDefaultVersion: true });
    await add();
    await add();
    expect(await refusalOf(add())).toEqual({
      name: 'LimitExceededException',
      message:
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      status: 409,
    });
    const pages = await allPages(
      (page) => iam.send(new ListPolicyVersionsCommand({ PolicyArn, ...page })),
      ({ Versions }) =>
        Versions?.map(({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? '*' : ''}`),
      3,
    );
    expect(pages).toEqual([
      ['v5', 'v4', 'v3*'],
      ['v2', 'v1'],
    ]);
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
    expect(await add()).toMatchObject({ VersionId: 'v6' });
  });

  test('the default one counts, and stays', async () => {
    const PolicyArn = await newPolicy();
    const second = policy(allow('s3:*'));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: second }));
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy?.DefaultVersionId).toBe('v2');
    const found = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect(textOf(found.PolicyVersion?.Document)).toBe(second);
    const remove = (VersionId: string) => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    expect(await refusalOf(remove('v2'))).toEqual({
      name: 'DeleteConflictException',
      message: 'Cannot delete the default version of a policy.',
      status: 409,
    });
    await remove('v1');
    expect(await refusalOf(remove('v1'))).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} version v1 does not exist or is not attachable.`,
      status: 404,
    });
    const set = iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(await refusalOf(set)).toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('lists of policies', () => {
  const namesIn = async (input: object): Promise<string[]> => {
    const { Policies = [] } = await iam.send(new ListPoliciesCommand(input));
    return Policies.map(({ PolicyName = '' }) => PolicyName);
  };

  test('by scope, path and use', async () => {
    const Path = `/${newName('list')}/`;
    const [attached, bounding, unused] = [
      await newPolicy({ Path }),
      await newPolicy({ Path }),
      await newPolicy({ Path }),
    ];
    const nameOf = (arn: string) => arn.split('/').at(-1) ?? '';
    const RoleName = await newRole({ PermissionsBoundary: bounding });
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: attached }));
    const mine = { PathPrefix: Path };
    expect((await namesIn(mine)).sort()).toEqual([attached, bounding, unused].map(nameOf).sort());
    expect(await namesIn({ ...mine, Scope: 'AWS' })).toEqual([]);
    expect(await namesIn({ ...mine, OnlyAttached: true })).toEqual([nameOf(attached)]);
    expect(await namesIn({ ...mine, PolicyUsageFilter: 'PermissionsPolicy' })).toEqual([nameOf(attached)]);
    expect(await namesIn({ ...mine, PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([nameOf(bounding)]);
    const ofAws = await namesIn({ Scope: 'AWS' });
    expect(ofAws).toEqual(expect.arrayContaining(['AdministratorAccess', 'AmazonCognitoPowerUser']));
    expect(await namesIn({ Scope: 'Local' })).not.toContain('AdministratorAccess');
    expect(await namesIn({ Scope: 'All' })).toEqual(expect.arrayContaining(['AdministratorAccess', nameOf(unused)]));
    const { Policies = [] } = await iam.send(new ListPoliciesCommand({ ...mine, OnlyAttached: true }));
    expect(Policies[0]).toMatchObject({ AttachmentCount: 1, PermissionsBoundaryUsageCount: 0 });
  });

  test('in pages', async () => {
    const Path = `/${newName('list')}/`;
    for (let count = 0; count < 3; count += 1) await newPolicy({ Path });
    const pages = await allPages(
      (page) => iam.send(new ListPoliciesCommand({ PathPrefix: Path, ...page })),
      ({ Policies }) => Policies,
    );
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
  });
});

describe('who has a policy', () => {
  test('by kind, path and use, in pages', async () => {
    const PolicyArn = await newPolicy();
    const RoleName = await newRole({ Path: '/here/' });
    const bounded = await newRole({ PermissionsBoundary: PolicyArn });
    const UserName = newName('user');
    const { User } = await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    const who = async (input: object) => {
      const found = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, ...input }));
      const { PolicyGroups = [], PolicyRoles = [], PolicyUsers = [] } = found;
      return [
        ...PolicyGroups.map((each) => each.GroupName),
        ...PolicyRoles.map((each) => each.RoleName),
        ...PolicyUsers.map((each) => each.UserName),
      ].sort();
    };
    expect(await who({})).toEqual([RoleName, bounded, UserName].sort());
    expect(await who({ EntityFilter: 'User' })).toEqual([UserName]);
    expect(await who({ EntityFilter: 'Group' })).toEqual([]);
    expect(await who({ PathPrefix: '/here/' })).toEqual([RoleName]);
    expect(await who({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([bounded]);
    expect(await who({ PolicyUsageFilter: 'PermissionsPolicy' })).toEqual([RoleName, UserName].sort());
    const { PolicyUsers } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, EntityFilter: 'User' }));
    expect(PolicyUsers).toEqual([{ UserName, UserId: User?.UserId }]);
    const pages = await allPages(
      (page) => iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, ...page })),
      ({ PolicyRoles = [], PolicyUsers: users = [] }) => [...PolicyRoles, ...users],
    );
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    const missing = `arn:aws:iam::${ACCOUNT}:policy/missing`;
    const none = iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: missing }));
    expect(await refusalOf(none)).toMatchObject({ name: 'NoSuchEntityException' });
  });
});

test('tags of a policy', async () => {
  const PolicyArn = await newPolicy();
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  await iam.send(new TagPolicyCommand({ PolicyArn, Tags }));
  expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual(Tags);
  await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['b'] }));
  expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual(Tags.slice(0, 1));
});
