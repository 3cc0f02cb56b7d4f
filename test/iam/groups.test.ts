import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
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

const newGroup = async (more: object = {}): Promise<string> => {
  const GroupName = newName('group');
  await iam.send(new CreateGroupCommand({ GroupName, ...more }));
  return GroupName;
};

const newUser = async (): Promise<string> => {
  const UserName = newName('user');
  await iam.send(new CreateUserCommand({ UserName }));
  return UserName;
};

describe('a group', () => {
  test('is created, found in any capitals, and not created twice', async () => {
    const GroupName = newName('Admins');
    const { Group } = await iam.send(new CreateGroupCommand({ GroupName, Path: '/a/' }));
    expect(Group).toEqual({
      GroupName,
      Path: '/a/',
      GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:group/a/${GroupName}`,
      CreateDate: expect.any(Date),
    });
    const found = await iam.send(new GetGroupCommand({ GroupName: GroupName.toLowerCase() }));
    expect(found).toMatchObject({ Group, Users: [], IsTruncated: false });
    expect(await refusalOf(iam.send(new CreateGroupCommand({ GroupName: GroupName.toLowerCase() })))).toEqual({
      name: 'EntityAlreadyExistsException',
      message: `Group with name ${GroupName.toLowerCase()} already exists.`,
      status: 409,
    });
    expect(await refusalOf(iam.send(new GetGroupCommand({ GroupName: 'none' })))).toEqual({
      name: 'NoSuchEntityException',
      message: 'The group with name none cannot be found.',
      status: 404,
    });
  });

  test('keeps members and policies under a new name', async () => {
    const GroupName = await newGroup();
    const UserName = await newUser();
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    const NewGroupName = newName('renamed');
    await iam.send(new UpdateGroupCommand({ GroupName, NewGroupName, NewPath: '/b/' }));
    const { Users, Group } = await iam.send(new GetGroupCommand({ GroupName: NewGroupName }));
    expect(Users?.map((user) => user.UserName)).toEqual([UserName]);
    expect(Group?.Path).toBe('/b/');
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName }));
    expect(Groups).toEqual([Group]);
    const taken = await newGroup();
    const refused = iam.send(new UpdateGroupCommand({ GroupName: NewGroupName, NewGroupName: taken }));
    expect(await refusalOf(refused)).toMatchObject({ name: 'EntityAlreadyExistsException' });
  });

  test('goes only when it is empty', async () => {
    const GroupName = await newGroup();
    const UserName = await newUser();
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    const inline = { GroupName, PolicyName: 'p' };
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
    await iam.send(new PutGroupPolicyCommand({ ...inline, PolicyDocument: policy(allow('iam:*')) }));
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    const stands = () => refusalOf(iam.send(new DeleteGroupCommand({ GroupName })));
    expect(await stands()).toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
      status: 409,
    });
    await iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
    expect(await stands()).toMatchObject({ message: 'Cannot delete entity, must delete policies first.' });
    await iam.send(new DeleteGroupPolicyCommand(inline));
    expect(await stands()).toMatchObject({ message: 'Cannot delete entity, must remove users from group first.' });
    await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
    await iam.send(new DeleteGroupCommand({ GroupName }));
    expect(await refusalOf(iam.send(new GetGroupCommand({ GroupName })))).toMatchObject({ status: 404 });
  });
});

describe('members', () => {
  test('are added once, and listed in pages', async () => {
    const GroupName = await newGroup();
    const users = [await newUser(), await newUser(), await newUser()];
    for (const UserName of [...users, ...users]) await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    const pages = await allPages(
      (page) => iam.send(new GetGroupCommand({ GroupName, ...page })),
      ({ Users }) => Users?.map(({ UserName }) => UserName ?? ''),
    );
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    expect(pages.flat().sort()).toEqual(users.toSorted());
  });

  test('are in ten groups at most, in the order in which they came', async () => {
    const UserName = await newUser();
    const groups: string[] = [];
    for (let count = 0; count < 11; count += 1) groups.push(await newGroup());
    const add = (GroupName: string) => iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    for (const name of groups.slice(0, 10)) await add(name);
    expect(await refusalOf(add(groups[10] ?? ''))).toEqual({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for GroupsPerUser: 10',
      status: 409,
    });
    const pages = await allPages(
      (page) => iam.send(new ListGroupsForUserCommand({ UserName, ...page })),
      ({ Groups }) => Groups?.map(({ GroupName }) => GroupName),
      6,
    );
    expect(pages).toEqual([groups.slice(0, 6), groups.slice(6, 10)]);
  });

  test('and groups must be there', async () => {
    const [GroupName, UserName] = [await newGroup(), await newUser()];
    const noUser = iam.send(new AddUserToGroupCommand({ GroupName, UserName: 'nobody' }));
    expect(await refusalOf(noUser)).toMatchObject({ message: 'The user with name nobody cannot be found.' });
    const noGroup = iam.send(new AddUserToGroupCommand({ GroupName: 'none', UserName }));
    expect(await refusalOf(noGroup)).toMatchObject({ message: 'The group with name none cannot be found.' });
    const neither = iam.send(new RemoveUserFromGroupCommand({ GroupName: 'none', UserName }));
    expect(await refusalOf(neither)).toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('policies of a group', () => {
  test('inline', async () => {
    const GroupName = await newGroup();
    const PolicyDocument = policy(allow('cognito-idp:List*'));
    for (const PolicyName of ['b', 'a', 'c']) {
      await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument }));
    }
    const pages = await allPages(
      (page) => iam.send(new ListGroupPoliciesCommand({ GroupName, ...page })),
      ({ PolicyNames }) => PolicyNames,
    );
    expect(pages).toEqual([['a', 'b'], ['c']]);
    const found = await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName: 'a' }));
    expect(textOf(found.PolicyDocument)).toBe(PolicyDocument);
    expect(await refusalOf(iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName: 'd' })))).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The group policy with name d cannot be found.',
    });
    const long = policy(allow(`s3:${'a'.repeat(4_900)}`));
    const more = iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'long', PolicyDocument: long }));
    expect(await refusalOf(more)).toMatchObject({
      message: `Maximum policy size of 5120 bytes exceeded for group ${GroupName}`,
    });
  });

  test('managed', async () => {
    const GroupName = await newGroup();
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonCognitoPowerUser';
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
    const { AttachedPolicies } = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName }));
    expect(AttachedPolicies).toEqual([{ PolicyArn, PolicyName: 'AmazonCognitoPowerUser' }]);
    await iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
    expect(await refusalOf(iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })))).toEqual({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} was not found.`,
      status: 404,
    });
  });
});

test('lists of groups go by path and by page', async () => {
  const Path = `/${newName('list')}/`;
  const names = ['c', 'B', 'a'].map((letter) => `${letter}-${newName('group')}`);
  for (const GroupName of names) await iam.send(new CreateGroupCommand({ GroupName, Path }));
  const pages = await allPages(
    (page) => iam.send(new ListGroupsCommand({ PathPrefix: Path, ...page })),
    ({ Groups }) => Groups?.map(({ GroupName }) => GroupName?.charAt(0)),
  );
  expect(pages).toEqual([['a', 'B'], ['c']]);
});

test('an account has three hundred groups at most', async () => {
  const { Groups = [] } = await iam.send(new ListGroupsCommand({ MaxItems: 1000 }));
  const missing = Array.from({ length: 300 - Groups.length }, () => newName('group'));
  for (const GroupName of missing) await iam.send(new CreateGroupCommand({ GroupName }));
  expect(await refusalOf(iam.send(new CreateGroupCommand({ GroupName: 'last' })))).toEqual({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for GroupsPerAccount: 300',
    status: 409,
  });
});
