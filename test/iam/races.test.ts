/** Two at the same time: one of the orders in which they could have come, never a mixture. */
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetRoleCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListGroupsForUserCommand,
  ListPolicyVersionsCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { allow, iamClient, newName, policy, TRUST } from './support.ts';

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

/** `done`, or the name of the error. */
const outcomes = async (...calls: Promise<unknown>[]): Promise<string[]> => {
  const settled = await Promise.allSettled(calls);
  return settled.map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as Error).name));
};

const times = <T>(count: number, call: (at: number) => Promise<T>): Promise<T>[] =>
  Array.from({ length: count }, (_, at) => call(at));

const newRole = async (): Promise<string> => {
  const RoleName = newName('role');
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  return RoleName;
};

const newUser = async (): Promise<string> => {
  const UserName = newName('user');
  await iam.send(new CreateUserCommand({ UserName }));
  return UserName;
};

const newPolicy = async (): Promise<string> => {
  const given = { PolicyName: newName('policy'), PolicyDocument: policy(allow('s3:*')) };
  return (await iam.send(new CreatePolicyCommand(given))).Policy?.Arn ?? '';
};

test('of several roles of one name one is made', async () => {
  const RoleName = newName('role');
  const create = (name: string) => iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST }));
  const all = await outcomes(...times(6, (at) => create(at % 2 === 0 ? RoleName : RoleName.toUpperCase())));
  expect(all.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(all.filter((outcome) => outcome === 'EntityAlreadyExistsException')).toHaveLength(5);
});

test('of several keys two are made', async () => {
  const UserName = await newUser();
  const all = await outcomes(...times(5, () => iam.send(new CreateAccessKeyCommand({ UserName }))));
  expect(all.filter((outcome) => outcome === 'done')).toHaveLength(2);
  expect(all.filter((outcome) => outcome === 'LimitExceededException')).toHaveLength(3);
  expect((await iam.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata).toHaveLength(2);
});

test('a key is made for a user who stays, or not at all', async () => {
  for (let round = 0; round < 10; round += 1) {
    const UserName = await newUser();
    const [created, deleted] = await outcomes(
      iam.send(new CreateAccessKeyCommand({ UserName })),
      iam.send(new DeleteUserCommand({ UserName })),
    );
    expect(['done DeleteConflictException', 'NoSuchEntityException done']).toContain(`${created} ${deleted}`);
  }
});

test('a policy is attached while it is there, or deleted while nobody has it', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [RoleName, PolicyArn] = [await newRole(), await newPolicy()];
    const [attached, deleted] = await outcomes(
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
      iam.send(new DeletePolicyCommand({ PolicyArn })),
    );
    expect(['done DeleteConflictException', 'NoSuchEntityException done']).toContain(`${attached} ${deleted}`);
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toHaveLength(attached === 'done' ? 1 : 0);
  }
});

test('a user enters a group that stays, or none', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [UserName, GroupName] = [await newUser(), newName('group')];
    await iam.send(new CreateGroupCommand({ GroupName }));
    const [added, deleted] = await outcomes(
      iam.send(new AddUserToGroupCommand({ UserName, GroupName })),
      iam.send(new DeleteGroupCommand({ GroupName })),
    );
    expect(['done DeleteConflictException', 'NoSuchEntityException done']).toContain(`${added} ${deleted}`);
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName }));
    expect(Groups).toHaveLength(added === 'done' ? 1 : 0);
  }
});

test('a role gets a policy or goes', async () => {
  const RoleName = await newRole();
  const inline = { RoleName, PolicyName: 'p', PolicyDocument: policy(allow('s3:*')) };
  const [put, deleted] = await outcomes(
    iam.send(new PutRolePolicyCommand(inline)),
    iam.send(new DeleteRoleCommand({ RoleName })),
  );
  expect(['done DeleteConflictException', 'NoSuchEntityException done']).toContain(`${put} ${deleted}`);
});

test('changes of one role all count', async () => {
  const RoleName = await newRole();
  const tag = (at: number) => iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: `k${at}`, Value: '' }] }));
  expect(await outcomes(...times(8, tag))).toEqual(Array(8).fill('done'));
  expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toHaveLength(8);
  expect((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Tags).toHaveLength(8);
});

test('a policy has five versions however many come', async () => {
  const PolicyArn = await newPolicy();
  const add = () => iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(allow('s3:*')) }));
  const all = await outcomes(...times(6, add));
  expect(all.filter((outcome) => outcome === 'done')).toHaveLength(4);
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions.map(({ VersionId }) => VersionId)).toEqual(['v5', 'v4', 'v3', 'v2', 'v1']);
});

test('of two users who take one name one gets it', async () => {
  const [one, other] = [await newUser(), await newUser()];
  const NewUserName = newName('taken');
  const all = await outcomes(
    iam.send(new UpdateUserCommand({ UserName: one, NewUserName })),
    iam.send(new UpdateUserCommand({ UserName: other, NewUserName })),
  );
  expect(all.toSorted()).toEqual(['EntityAlreadyExistsException', 'done']);
  const { Users = [] } = await iam.send(new ListUsersCommand({ MaxItems: 1000 }));
  expect(Users.filter(({ UserName }) => UserName === NewUserName)).toHaveLength(1);
});
