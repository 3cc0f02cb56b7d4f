import {
  AddCustomAttributesCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  afterAll(() => app.stop());

  const unknown = (id: string) => ({
    code: 'ResourceNotFoundException',
    message: `User pool ${id} does not exist.`,
  });
  const remove = (UserPoolId: string) => app.cognito.send(new DeleteUserPoolCommand({ UserPoolId }));

  describe('an unknown pool', () => {
    const UserPoolId = 'us-east-1_000000000';
    it.each([
      ['DescribeUserPool', new DescribeUserPoolCommand({ UserPoolId })],
      ['UpdateUserPool', new UpdateUserPoolCommand({ UserPoolId })],
      ['DeleteUserPool', new DeleteUserPoolCommand({ UserPoolId })],
      [
        'AddCustomAttributes',
        new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ Name: 'x', AttributeDataType: 'String' }] }),
      ],
    ])('is refused by %s', async (_, command) => {
      expect(await refusal(app.cognito.send(command as DescribeUserPoolCommand))).toEqual(unknown(UserPoolId));
    });
  });

  describe('regions and accounts', () => {
    it('show in ids and ARNs', async () => {
      const pool = await createPool({ cognito: app.client({ region: 'eu-west-3' }) });
      expect(pool.Id).toMatch(/^eu-west-3_/);
      const { account } = await app.core.directory.pool(pool.Id);
      expect(pool.Arn).toBe(`arn:aws:cognito-idp:eu-west-3:${account}:userpool/${pool.Id}`);
    });

    it('never see each other', async () => {
      const abroad = app.client({ region: 'eu-west-1' });
      const here = await createPool(app, { PoolName: 'here' });
      const there = await createPool({ cognito: abroad }, { PoolName: 'there' });
      expect(await refusal(app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: there.Id })))).toEqual(
        unknown(there.Id),
      );
      for (const command of [UpdateUserPoolCommand, DeleteUserPoolCommand]) {
        const request = new command({ UserPoolId: here.Id }) as DeleteUserPoolCommand;
        expect(await refusal(abroad.send(request))).toEqual(unknown(here.Id));
      }
      const { UserPools } = await abroad.send(new ListUserPoolsCommand({ MaxResults: 60 }));
      expect(UserPools?.map(({ Id }) => Id)).toEqual([there.Id]);
    });

    it('of another account are as strange', async () => {
      const { store, directory } = app.core;
      const pool = await directory.pool((await createPool(app)).Id);
      const foreign = { ...pool, id: 'us-east-1_foreign00', account: '999999999999' };
      await store.commit([store.pools.insert(foreign)]);
      const described = app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: foreign.id }));
      expect(await refusal(described)).toEqual(unknown(foreign.id));
      expect(await refusal(remove(foreign.id))).toEqual(unknown(foreign.id));
      expect(await refusal(createClient(app, foreign.id))).toEqual(unknown(foreign.id));
      expect((await directory.pool(foreign.id)).account).toBe('999999999999');
    });
  });

  describe('DeleteUserPool', () => {
    it('is refused while deletion protection is active', async () => {
      const { Id } = await createPool(app, { DeletionProtection: 'ACTIVE' });
      expect(await refusal(remove(Id))).toEqual(
        invalid(
          'The user pool cannot be deleted because deletion protection is activated. ' +
            'Deletion protection must be inactivated first.',
        ),
      );
      await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, DeletionProtection: 'INACTIVE' }));
      await remove(Id);
      expect(await refusal(remove(Id))).toEqual(unknown(Id));
    });

    it('takes the clients along at once', async () => {
      const { Id } = await createPool(app);
      const { ClientId } = await createClient(app, Id);
      await app.core.directory.client(ClientId);
      await remove(Id);
      expect(await app.core.directory.findClient(ClientId)).toBeUndefined();
      expect(await app.core.directory.findPool(Id)).toBeUndefined();
      const described = app.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: Id, ClientId }));
      expect(await refusal(described)).toEqual(unknown(Id));
    });

    it('and protection set at the same time never both succeed in the wrong order', async () => {
      const { Id } = await createPool(app);
      const [removed, protection] = await Promise.allSettled([
        remove(Id),
        app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, DeletionProtection: 'ACTIVE' })),
      ]);
      const left = await app.core.store.pools.byId(Id);
      expect(left?.settings.deletionProtection).toBe(removed.status === 'rejected' ? 'ACTIVE' : undefined);
      if (protection.status === 'rejected') expect(left).toBeUndefined();
    });
  });

  describe('UpdateUserPool', () => {
    it('by many at once leaves one whole update', async () => {
      const { Id } = await createPool(app);
      const names = Array.from({ length: 6 }, (_, index) => `name ${index}`);
      const update = (name: string) =>
        app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, PoolName: name, UserPoolTags: { name } }));
      const results = await Promise.allSettled(names.map(update));
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason.name).toBe('ConcurrentModificationException');
      }
      const { UserPool } = await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: Id }));
      expect(UserPool?.UserPoolTags).toEqual({ name: UserPool?.Name });
      expect((await app.core.store.pools.byId(Id))?.version).toBe(
        1 + results.filter(({ status }) => status === 'fulfilled').length,
      );
    });

    it('shows at once to whoever reads through the cache', async () => {
      const { Id } = await createPool(app);
      await app.core.directory.pool(Id);
      await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId: Id, PoolName: 'new' }));
      expect((await app.core.directory.pool(Id)).name).toBe('new');
    });
  });

  it('counts users', async () => {
    const { Id } = await createPool(app);
    await createConfirmedUser(app, Id);
    await createConfirmedUser(app, Id);
    const { UserPool } = await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: Id }));
    expect(UserPool?.EstimatedNumberOfUsers).toBe(2);
  });

  describe('ListUserPools', () => {
    const region = 'ap-south-1';
    const list = (MaxResults: number, NextToken?: string) =>
      app.client({ region }).send(new ListUserPoolsCommand({ MaxResults, NextToken }));

    it('pages through every pool of the region once', async () => {
      expect(await list(1)).toMatchObject({ UserPools: [] });
      const pools = [];
      for (const name of ['a', 'b', 'c']) {
        const LambdaConfig = { PreSignUp: 'arn:aws:lambda:us-east-1:123456789012:function:x' };
        pools.push(await createPool({ cognito: app.client({ region }) }, { PoolName: name, LambdaConfig }));
      }
      const first = await list(2);
      expect(first.UserPools).toHaveLength(2);
      const second = await list(2, first.NextToken);
      expect(second.NextToken).toBeUndefined();
      const listed = [...(first.UserPools ?? []), ...(second.UserPools ?? [])];
      const expected = pools.map(({ Id, Name, LambdaConfig, CreationDate, LastModifiedDate }) => ({
        Id,
        Name,
        LambdaConfig,
        CreationDate,
        LastModifiedDate,
      }));
      expect(listed.sort(byName)).toEqual(expected);
      expect((await list(3)).NextToken).toBeUndefined();
    });

    const byName = (a: { Name?: string }, b: { Name?: string }) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1);

    it('takes no token but its own', async () => {
      const { NextToken } = await list(1);
      const elsewhere = app.cognito.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken }));
      expect(await refusal(elsewhere)).toEqual(invalid('Invalid pagination token'));
      expect(await refusal(list(1, 'forged'))).toEqual(invalid('Invalid pagination token'));
      expect(await refusal(list(1, `${NextToken}x`))).toEqual(invalid('Invalid pagination token'));
    });
  });
});
