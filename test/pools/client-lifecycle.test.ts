import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let app: TestApp;
  let UserPoolId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  beforeEach(async () => {
    UserPoolId = (await createPool(app)).Id;
  });
  afterAll(() => app.stop());

  const noPool = (id: string) => ({ code: 'ResourceNotFoundException', message: `User pool ${id} does not exist.` });
  const noClient = (id: string) => ({
    code: 'ResourceNotFoundException',
    message: `User pool client ${id} does not exist.`,
  });
  const onOneClient = [DescribeUserPoolClientCommand, UpdateUserPoolClientCommand, DeleteUserPoolClientCommand];

  describe('an unknown pool', () => {
    const gone = 'us-east-1_000000000';

    it('is refused by every operation on clients', async () => {
      const { cognito } = app;
      const commands = [
        ...onOneClient.map(
          (command) => new command({ UserPoolId: gone, ClientId: 'x' }) as DeleteUserPoolClientCommand,
        ),
        new CreateUserPoolClientCommand({
          UserPoolId: gone,
          ClientName: 'x',
        }) as unknown as DeleteUserPoolClientCommand,
        new ListUserPoolClientsCommand({ UserPoolId: gone }) as unknown as DeleteUserPoolClientCommand,
      ];
      for (const command of commands) expect(await refusal(cognito.send(command))).toEqual(noPool(gone));
    });

    it('is what a pool of another region is', async () => {
      const abroad = app.client({ region: 'eu-west-1' });
      const { ClientId } = await createClient(app, UserPoolId);
      for (const command of onOneClient) {
        const request = new command({ UserPoolId, ClientId }) as DeleteUserPoolClientCommand;
        expect(await refusal(abroad.send(request))).toEqual(noPool(UserPoolId));
      }
      expect(await refusal(createClient({ cognito: abroad }, UserPoolId))).toEqual(noPool(UserPoolId));
    });
  });

  it('does not find a client that is unknown or of another pool', async () => {
    const other = await createClient(app, (await createPool(app)).Id);
    for (const ClientId of ['1234567890abcdefghijklmnop', other.ClientId]) {
      for (const command of onOneClient) {
        const request = new command({ UserPoolId, ClientId }) as DeleteUserPoolClientCommand;
        expect(await refusal(app.cognito.send(request))).toEqual(noClient(ClientId));
      }
    }
  });

  it('is gone after DeleteUserPoolClient, for those who read through the cache too', async () => {
    const { ClientId } = await createClient(app, UserPoolId);
    await app.core.directory.client(ClientId);
    const remove = () => app.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await remove();
    expect(await app.core.directory.findClient(ClientId)).toBeUndefined();
    expect(await refusal(remove())).toEqual(noClient(ClientId));
  });

  it('shows an update at once to whoever reads through the cache', async () => {
    const { ClientId } = await createClient(app, UserPoolId);
    await app.core.directory.client(ClientId);
    await app.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'new' }));
    expect((await app.core.directory.client(ClientId)).name).toBe('new');
  });

  it('takes updates by many at once as one whole update each', async () => {
    const { ClientId } = await createClient(app, UserPoolId);
    const update = (ClientName: string) =>
      app.cognito.send(
        new UpdateUserPoolClientCommand({
          UserPoolId,
          ClientId,
          ClientName,
          LogoutURLs: [`https://${ClientName}.test`],
        }),
      );
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(update));
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason.name).toBe('ConcurrentModificationException');
    }
    const client = await app.core.store.clients.byId(ClientId);
    expect(client?.settings.logoutUrls).toEqual([`https://${client?.name}.test`]);
    expect(client?.version).toBe(1 + results.filter(({ status }) => status === 'fulfilled').length);
  });

  describe('ListUserPoolClients', () => {
    const list = (members: { MaxResults?: number; NextToken?: string; ClientType?: 'DCR' | 'REGULAR' } = {}) =>
      app.cognito.send(new ListUserPoolClientsCommand({ UserPoolId, ...members }));

    it('pages through every client once and shows no secret', async () => {
      const names = ['a', 'b', 'c'];
      for (const ClientName of names) await createClient(app, UserPoolId, { ClientName, GenerateSecret: true });
      const first = await list({ MaxResults: 2 });
      expect(first.UserPoolClients).toHaveLength(2);
      const second = await list({ MaxResults: 2, NextToken: first.NextToken });
      expect(second.NextToken).toBeUndefined();
      const listed = [...(first.UserPoolClients ?? []), ...(second.UserPoolClients ?? [])];
      expect(listed.map(({ ClientName }) => ClientName).sort()).toEqual(names);
      for (const client of listed) expect(Object.keys(client).sort()).toEqual(['ClientId', 'ClientName', 'UserPoolId']);
    });

    it('is empty for a pool without clients', async () => {
      expect(await list()).toMatchObject({ UserPoolClients: [] });
    });

    it('shows sixty unless asked', async () => {
      const make = (index: number) => createClient(app, UserPoolId, { ClientName: `client ${index}` });
      await Promise.all(Array.from({ length: 61 }, (_, index) => make(index)));
      const { UserPoolClients, NextToken } = await list();
      expect(UserPoolClients).toHaveLength(60);
      expect((await list({ NextToken })).UserPoolClients).toHaveLength(1);
    });

    it('knows no client that registered itself', async () => {
      await createClient(app, UserPoolId);
      expect((await list({ ClientType: 'DCR' })).UserPoolClients).toEqual([]);
      expect((await list({ ClientType: 'REGULAR' })).UserPoolClients).toHaveLength(1);
    });

    it('takes no token of another pool', async () => {
      const other = await createPool(app);
      await createClient(app, other.Id);
      await createClient(app, other.Id);
      const { NextToken } = await app.cognito.send(
        new ListUserPoolClientsCommand({ UserPoolId: other.Id, MaxResults: 1 }),
      );
      expect(NextToken).toMatch(/\S/);
      expect(await refusal(list({ NextToken }))).toEqual(invalid('Invalid pagination token'));
    });
  });
});
