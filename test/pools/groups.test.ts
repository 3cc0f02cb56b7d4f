import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { groupsOfUser } from '../../src/core/groups/of-user.ts';
import { createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let app: TestApp;
  let UserPoolId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  beforeEach(async () => {
    UserPoolId = (await createPool(app, { AliasAttributes: ['email'] })).Id;
  });
  afterAll(() => app.stop());

  const NO_GROUP = { code: 'ResourceNotFoundException', message: 'Group not found.' };
  const NO_USER = { code: 'UserNotFoundException', message: 'User does not exist.' };
  const ROLE = 'arn:aws:iam::123456789012:role/admins';

  const create = async (GroupName: string, members: Partial<CreateGroupCommandInput> = {}) =>
    (await app.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, ...members }))).Group;
  const get = async (GroupName: string) =>
    (await app.cognito.send(new GetGroupCommand({ UserPoolId, GroupName }))).Group;
  const remove = (GroupName: string) => app.cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName }));
  const add = (Username: string, GroupName: string) =>
    app.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  const drop = (Username: string, GroupName: string) =>
    app.cognito.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }));
  const groupsOf = async (Username: string) =>
    (await app.cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }))).Groups?.map(
      ({ GroupName }) => GroupName,
    );
  const membersOf = async (GroupName: string) =>
    (await app.cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }))).Users;

  describe('a group', () => {
    it('is shown as it was made', async () => {
      const group = await create('admins', { Description: 'who rule', RoleArn: ROLE, Precedence: 0 });
      expect(group).toEqual({
        GroupName: 'admins',
        UserPoolId,
        Description: 'who rule',
        RoleArn: ROLE,
        Precedence: 0,
        CreationDate: group?.CreationDate,
        LastModifiedDate: group?.CreationDate,
      });
      expect(await get('admins')).toEqual(group);
    });

    it('needs nothing but a name', async () => {
      const group = await create('bare');
      expect(group).toEqual({
        GroupName: 'bare',
        UserPoolId,
        CreationDate: group?.CreationDate,
        LastModifiedDate: group?.LastModifiedDate,
      });
    });

    it('has its name alone in its pool', async () => {
      await create('one');
      expect(await refusal(create('one'))).toEqual({
        code: 'GroupExistsException',
        message: 'A group with the name already exists.',
      });
      await create('One');
      const other = await createPool(app);
      await app.cognito.send(new CreateGroupCommand({ UserPoolId: other.Id, GroupName: 'one' }));
    });

    it('is made once when two make it', async () => {
      const both = await Promise.allSettled([create('race'), create('race')]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = both.find((result): result is PromiseRejectedResult => result.status === 'rejected');
      expect(lost?.reason.name).toBe('GroupExistsException');
    });

    it('keeps what an update does not name', async () => {
      const before = await create('staff', { Description: 'old', RoleArn: ROLE, Precedence: 5 });
      app.clock.advance(1_000);
      const command = new UpdateGroupCommand({ UserPoolId, GroupName: 'staff', Description: 'new', Precedence: 0 });
      const { Group } = await app.cognito.send(command);
      expect(Group).toEqual({
        ...before,
        Description: 'new',
        Precedence: 0,
        LastModifiedDate: Group?.LastModifiedDate,
      });
      expect(Number(Group?.LastModifiedDate)).toBeGreaterThanOrEqual(Number(before?.LastModifiedDate) + 1_000);
      expect(await get('staff')).toEqual(Group);
    });

    it('takes updates by many at once', async () => {
      await create('busy');
      const updates = [
        new UpdateGroupCommand({ UserPoolId, GroupName: 'busy', Description: 'told' }),
        new UpdateGroupCommand({ UserPoolId, GroupName: 'busy', Precedence: 7 }),
        new UpdateGroupCommand({ UserPoolId, GroupName: 'busy', RoleArn: ROLE }),
      ];
      await Promise.all(updates.map((update) => app.cognito.send(update)));
      expect(await get('busy')).toMatchObject({ Description: 'told', Precedence: 7, RoleArn: ROLE });
    });

    it('goes with its memberships', async () => {
      const { username } = await createConfirmedUser(app, UserPoolId);
      await create('short-lived');
      await add(username, 'short-lived');
      await remove('short-lived');
      expect(await groupsOf(username)).toEqual([]);
      expect(await refusal(remove('short-lived'))).toEqual(NO_GROUP);
      await create('short-lived');
      expect(await membersOf('short-lived')).toEqual([]);
    });

    it.each([
      [{ RoleArn: 'arn:aws:iam::role/too-short' }, "at 'roleArn' failed to satisfy constraint"],
      [{ Precedence: -1 }, "at 'precedence' failed to satisfy constraint"],
      [{ GroupName: 'two words' }, "at 'groupName' failed to satisfy constraint"],
    ])('with %o is refused as the model says', async (members, text) => {
      const { code, message } = await refusal(create('x', members));
      expect(code).toBe('InvalidParameterException');
      expect(message).toContain(text);
    });
  });

  it('is not found by any operation when it is not there', async () => {
    const { username } = await createConfirmedUser(app, UserPoolId);
    expect(await refusal(get('none'))).toEqual(NO_GROUP);
    const update = new UpdateGroupCommand({ UserPoolId, GroupName: 'none', Precedence: 1 });
    expect(await refusal(app.cognito.send(update))).toEqual(NO_GROUP);
    expect(await refusal(remove('none'))).toEqual(NO_GROUP);
    expect(await refusal(add(username, 'none'))).toEqual(NO_GROUP);
    expect(await refusal(drop(username, 'none'))).toEqual(NO_GROUP);
    expect(await refusal(membersOf('none'))).toEqual(NO_GROUP);
  });

  it('belongs to a pool of the caller', async () => {
    await create('here');
    const { username: Username } = await createConfirmedUser(app, UserPoolId);
    const abroad = app.client({ region: 'eu-west-1' });
    const GroupName = 'here';
    const commands = [
      new CreateGroupCommand({ UserPoolId, GroupName }),
      new GetGroupCommand({ UserPoolId, GroupName }),
      new UpdateGroupCommand({ UserPoolId, GroupName }),
      new DeleteGroupCommand({ UserPoolId, GroupName }),
      new ListGroupsCommand({ UserPoolId }),
      new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username }),
      new AdminRemoveUserFromGroupCommand({ UserPoolId, GroupName, Username }),
      new AdminListGroupsForUserCommand({ UserPoolId, Username }),
      new ListUsersInGroupCommand({ UserPoolId, GroupName }),
    ] as GetGroupCommand[];
    for (const command of commands) {
      expect(await refusal(abroad.send(command))).toEqual({
        code: 'ResourceNotFoundException',
        message: `User pool ${UserPoolId} does not exist.`,
      });
    }
  });

  describe('membership', () => {
    it('begins and ends, and doing so twice is no error', async () => {
      const { username } = await createConfirmedUser(app, UserPoolId);
      await create('b');
      await create('a');
      for (const group of ['b', 'a', 'a']) await add(username, group);
      expect(await groupsOf(username)).toEqual(['a', 'b']);
      await drop(username, 'a');
      await drop(username, 'a');
      expect(await groupsOf(username)).toEqual(['b']);
      expect(await membersOf('a')).toEqual([]);
    });

    it('shows users as AdminGetUser does', async () => {
      const attributes = { email: 'member@example.com', email_verified: 'true', name: 'Member' };
      const { username } = await createConfirmedUser(app, UserPoolId, { attributes });
      await create('club');
      await add(username, 'club');
      const shown = await app.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: username }));
      const members = await membersOf('club');
      expect(members).toHaveLength(1);
      expect(members?.[0]).toEqual({
        Username: username,
        Attributes: shown.UserAttributes,
        UserCreateDate: shown.UserCreateDate,
        UserLastModifiedDate: shown.UserLastModifiedDate,
        Enabled: true,
        UserStatus: 'CONFIRMED',
      });
    });

    it('finds users by alias and by sub', async () => {
      const attributes = { email: 'alias@example.com', email_verified: 'true' };
      const { username, sub } = await createConfirmedUser(app, UserPoolId, { attributes });
      await create('by-alias');
      await create('by-sub');
      await add('alias@example.com', 'by-alias');
      await add(sub, 'by-sub');
      expect(await groupsOf(username)).toEqual(['by-alias', 'by-sub']);
      expect(await groupsOf('alias@example.com')).toEqual(['by-alias', 'by-sub']);
    });

    it('is for users that exist', async () => {
      await create('empty');
      expect(await refusal(add('nobody', 'empty'))).toEqual(NO_USER);
      expect(await refusal(drop('nobody', 'empty'))).toEqual(NO_USER);
      expect(await refusal(groupsOf('nobody'))).toEqual(NO_USER);
    });

    it('ends with the user', async () => {
      const { username: Username } = await createConfirmedUser(app, UserPoolId);
      await create('club');
      await add(Username, 'club');
      await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
      expect(await membersOf('club')).toEqual([]);
    });

    it('is ordered for tokens by precedence, then name, with none last', async () => {
      const { username, sub } = await createConfirmedUser(app, UserPoolId);
      await create('none');
      await create('ten', { Precedence: 10 });
      await create('zero-b', { Precedence: 0 });
      await create('zero-a', { Precedence: 0 });
      for (const group of ['none', 'ten', 'zero-b', 'zero-a']) await add(username, group);
      const groups = await groupsOfUser(app.core, UserPoolId, sub);
      expect(groups.map(({ name }) => name)).toEqual(['zero-a', 'zero-b', 'ten', 'none']);
    });
  });

  describe('lists', () => {
    const limited = (Limit: number, NextToken?: string) =>
      app.cognito.send(new ListGroupsCommand({ UserPoolId, Limit, NextToken }));

    it('of groups go through every group once, by name', async () => {
      for (const name of ['c', 'a', 'b']) await create(name);
      const first = await limited(2);
      const second = await limited(2, first.NextToken);
      expect([first, second].map(({ Groups }) => Groups?.map(({ GroupName }) => GroupName))).toEqual([
        ['a', 'b'],
        ['c'],
      ]);
      expect(second.NextToken).toBeUndefined();
      expect((await limited(0)).Groups).toHaveLength(3);
    });

    it('of members and of memberships go through every row once', async () => {
      const users = [await createConfirmedUser(app, UserPoolId), await createConfirmedUser(app, UserPoolId)] as const;
      for (const group of ['g', 'h']) {
        await create(group);
        for (const { username } of users) await add(username, group);
      }
      const page = async (NextToken?: string) =>
        app.cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'g', Limit: 1, NextToken }));
      const [one, two] = [await page(), await page((await page()).NextToken)];
      expect(two.NextToken).toBeUndefined();
      const names = [one, two].flatMap(({ Users }) => Users?.map(({ Username }) => Username));
      expect(names.sort()).toEqual(users.map(({ username }) => username).sort());
      const Username = users[0].username;
      const list = (NextToken?: string) =>
        app.cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username, Limit: 1, NextToken }));
      const rest = await list((await list()).NextToken);
      expect(rest.Groups?.map(({ GroupName }) => GroupName)).toEqual(['h']);
      expect(rest.NextToken).toBeUndefined();
    });

    it('take no token of another list', async () => {
      const { username: Username } = await createConfirmedUser(app, UserPoolId);
      for (const name of ['a', 'b']) {
        await create(name);
        await add(Username, name);
      }
      const { NextToken } = await limited(1);
      const foreign = [
        new AdminListGroupsForUserCommand({ UserPoolId, Username, NextToken }),
        new ListUsersInGroupCommand({ UserPoolId, GroupName: 'a', NextToken }),
        new ListGroupsCommand({ UserPoolId: (await createPool(app)).Id, NextToken }),
        new ListGroupsCommand({ UserPoolId, NextToken: 'forged' }),
      ] as ListGroupsCommand[];
      for (const command of foreign) {
        expect(await refusal(app.cognito.send(command))).toEqual(invalid('Invalid pagination token'));
      }
    });

    it('show sixty at most', async () => {
      const { code, message } = await refusal(limited(61));
      expect(code).toBe('InvalidParameterException');
      expect(message).toContain('less than or equal to 60');
    });
  });
});
