import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  type ResourceServerScopeType,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invalid, refusal } from '../pools/refusal.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { missing, onlyOne } from './support.ts';

const SCOPES: ResourceServerScopeType[] = [
  { ScopeName: 'read', ScopeDescription: 'look at planets' },
  { ScopeName: 'write', ScopeDescription: 'move planets' },
];
const URL_ID = 'https://planets.example.com/v1';

describe.each(['sqlite', 'postgres'] as const)('resource servers on %s', (engine) => {
  let app: TestApp;
  let UserPoolId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  beforeEach(async () => {
    UserPoolId = (await createPool(app)).Id;
  });
  afterAll(() => app.stop());

  const create = async (Identifier: string, Scopes?: ResourceServerScopeType[]) =>
    (await app.cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: 'Planets', Scopes })))
      .ResourceServer;
  const describeOne = async (Identifier: string) =>
    (await app.cognito.send(new DescribeResourceServerCommand({ UserPoolId, Identifier }))).ResourceServer;
  const update = (Identifier: string, Name: string, Scopes?: ResourceServerScopeType[]) =>
    app.cognito.send(new UpdateResourceServerCommand({ UserPoolId, Identifier, Name, Scopes }));
  const remove = (Identifier: string) => app.cognito.send(new DeleteResourceServerCommand({ UserPoolId, Identifier }));

  it('are shown as they were made', async () => {
    const server = await create(URL_ID, SCOPES);
    expect(server).toEqual({ UserPoolId, Identifier: URL_ID, Name: 'Planets', Scopes: SCOPES });
    expect(await describeOne(URL_ID)).toEqual(server);
    expect((await create('bare'))?.Scopes).toEqual([]);
  });

  it('take name and scopes of an update, and no scopes where it names none', async () => {
    await create('a', SCOPES);
    const { ResourceServer } = await update('a', 'Moons', [SCOPES[1]!]);
    expect(ResourceServer).toEqual({ UserPoolId, Identifier: 'a', Name: 'Moons', Scopes: [SCOPES[1]] });
    await update('a', 'Moons');
    expect((await describeOne('a'))?.Scopes).toEqual([]);
  });

  it('have an identifier that is unique in the pool, also when many ask at once', async () => {
    const taken = invalid(`twin already exists in user pool ${UserPoolId}.`);
    await onlyOne([create('twin'), create('twin'), create('twin')], taken);
    expect(await refusal(create('twin'))).toEqual(taken);
    UserPoolId = (await createPool(app)).Id;
    expect((await create('twin'))?.UserPoolId).toBe(UserPoolId);
  });

  it('are gone when deleted, and not found in any operation', async () => {
    await create('a', SCOPES);
    await remove('a');
    const gone = missing('Resource server a does not exist.');
    expect(await refusal(remove('a'))).toEqual(gone);
    expect(await refusal(describeOne('a'))).toEqual(gone);
    expect(await refusal(update('a', 'b'))).toEqual(gone);
    await create('a');
  });

  it('have every scope once', async () => {
    expect(await refusal(create('a', [SCOPES[0]!, SCOPES[0]!]))).toEqual(
      invalid('Duplicate scope name read in the resource server.'),
    );
  });

  it('are listed by identifier, in pages, of their pool alone', async () => {
    for (const id of ['c', 'a', 'b']) await create(id, SCOPES);
    const list = (NextToken?: string, pool = UserPoolId) =>
      app.cognito.send(new ListResourceServersCommand({ UserPoolId: pool, MaxResults: 2, NextToken }));
    const first = await list();
    expect(first.ResourceServers?.map(({ Identifier }) => Identifier)).toEqual(['a', 'b']);
    const second = await list(first.NextToken);
    expect(second.ResourceServers).toEqual([{ UserPoolId, Identifier: 'c', Name: 'Planets', Scopes: SCOPES }]);
    expect(second.NextToken).toBeUndefined();
    const other = (await createPool(app)).Id;
    expect((await list(undefined, other)).ResourceServers).toEqual([]);
    expect(await refusal(list(first.NextToken, other))).toEqual(invalid('Invalid pagination token'));
  });

  it("belong to their pool's owner", async () => {
    await create('a');
    const elsewhere = app.client({ region: 'eu-west-1' });
    const look = elsewhere.send(new DescribeResourceServerCommand({ UserPoolId, Identifier: 'a' }));
    expect(await refusal(look)).toEqual(missing(`User pool ${UserPoolId} does not exist.`));
  });

  describe('their scopes', () => {
    const unknown = (scope: string) => ({
      code: 'ScopeDoesNotExistException',
      message: `Invalid scope requested: ${scope}`,
    });
    const OAUTH = {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code' as const],
      CallbackURLs: ['https://example.com'],
    };

    it('can be given to app clients of the pool', async () => {
      await create(URL_ID, SCOPES);
      const AllowedOAuthScopes = ['openid', `${URL_ID}/read`];
      const client = await createClient(app, UserPoolId, { ...OAUTH, AllowedOAuthScopes });
      expect(client.AllowedOAuthScopes).toEqual(AllowedOAuthScopes);
      const change = (scopes: string[]) =>
        app.cognito.send(
          new UpdateUserPoolClientCommand({
            UserPoolId,
            ClientId: client.ClientId,
            ...OAUTH,
            AllowedOAuthScopes: scopes,
          }),
        );
      await change([`${URL_ID}/write`]);
      expect(await refusal(change([`${URL_ID}/fly`]))).toEqual(unknown(`${URL_ID}/fly`));
      expect(await refusal(change(['read']))).toEqual(unknown('read'));
    });

    it('are those of the pool alone, and only while they are there', async () => {
      await create('api', SCOPES);
      const other = (await createPool(app)).Id;
      const ask = (pool: string) => createClient(app, pool, { ...OAUTH, AllowedOAuthScopes: ['api/read'] });
      expect(await refusal(ask(other))).toEqual(unknown('api/read'));
      await remove('api');
      expect(await refusal(ask(UserPoolId))).toEqual(unknown('api/read'));
    });

    it('are taken from app clients when the resource server is deleted', async () => {
      for (const id of ['api', 'api/v2']) await create(id, SCOPES);
      const AllowedOAuthScopes = ['openid', 'api/read', 'api/v2/read', 'api/write'];
      const { ClientId } = await createClient(app, UserPoolId, { ...OAUTH, AllowedOAuthScopes });
      const allowed = async () => (await app.core.directory.client(ClientId)).settings.allowedOAuthScopes;
      expect(await allowed()).toEqual(AllowedOAuthScopes);
      await remove('api');
      expect(await allowed()).toEqual(['openid', 'api/v2/read']);
      await create('api', SCOPES);
      expect(await allowed()).toEqual(['openid', 'api/v2/read']);
    });
  });
});

describe('the limit of resource servers', () => {
  it('is 300 in a pool', async () => {
    const app = await startTestApp();
    try {
      const UserPoolId = (await createPool(app)).Id;
      const create = (id: number) =>
        app.cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: `s${id}`, Name: 'n' }));
      for (let id = 0; id < 300; id += 20) await Promise.all(Array.from({ length: 20 }, (_, at) => create(id + at)));
      expect(await refusal(create(300))).toEqual({
        code: 'LimitExceededException',
        message: 'Exceeded the maximum number of resource servers in a user pool: 300.',
      });
    } finally {
      await app.stop();
    }
  });
});
