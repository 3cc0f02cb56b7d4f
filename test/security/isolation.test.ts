/**
 * Pools of another account or region do not exist: every signed operation that this version has is called with such a
 * pool, and with another pool's client in a pool of the caller's own.
 */
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { cognitoIdpOperations } from '../../src/aws/cognito-idp/index.ts';
import { loadFacts, memberShapeName, structureOf } from '../../src/aws/model/model.ts';
import { sampleOf } from '../aws/support/samples.ts';
import { createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const facts = loadFacts('cognito-idp');
const SECRET = 'a-secret-of-another-account-0123456789ab';

let app: TestApp;
let victim: { pool: string; client: string; username: string };
let own: { pool: string };
let elsewhere: sdk.CognitoIdentityProviderClient;
let another: sdk.CognitoIdentityProviderClient;

beforeAll(async () => {
  app = await startTestApp({ flags: { 'rate-limits': false } });
  const pool = (await createPool(app)).Id;
  victim = {
    pool,
    client: (await createClient(app, pool)).ClientId,
    username: (await createConfirmedUser(app, pool)).username,
  };
  own = { pool: (await createPool(app)).Id };
  const { store, sealer, clock } = app.core;
  const id = 'AKIAOTHERACCOUNT0000';
  await store.commit([
    store.accessKeys.insert({
      id,
      account: '999999999999',
      sealedSecret: sealer.seal('access-key', SECRET, id),
      status: 'Active',
      createdAt: clock.now(),
    }),
  ]);
  elsewhere = app.client({ region: 'eu-west-1' });
  another = app.client({ credentials: { accessKeyId: id, secretAccessKey: SECRET } });
});
afterAll(() => app?.stop());

const membersOf = (operation: string) => {
  const { input } = facts.operations[operation] ?? {};
  return input === undefined ? undefined : structureOf(facts, input);
};

const signed = Object.keys(cognitoIdpOperations).filter((name) => facts.operations[name]?.caller === 'signed');
const having = (...names: string[]) =>
  signed.filter((operation) => names.every((name) => membersOf(operation)?.members[name] !== undefined));

/** What the operation demands, about the pool, its client and its user. */
const inputFor = (operation: string, pool: string): Record<string, unknown> => {
  const shape = membersOf(operation);
  if (!shape) throw new Error(`${operation} has no input`);
  const { members, required = [] } = shape;
  const samples = required.map((name) => {
    const member = members[name];
    return [name, member === undefined ? undefined : sampleOf(facts, memberShapeName(member))];
  });
  const named: Record<string, unknown> = {
    UserPoolId: pool,
    ...(members['ClientId'] !== undefined && { ClientId: victim.client }),
    ...(members['Username'] !== undefined && { Username: victim.username }),
    ...(members['ManagedLoginBrandingId'] !== undefined && { ManagedLoginBrandingId: crypto.randomUUID() }),
  };
  return { ...Object.fromEntries(samples), ...named };
};

const attempt = async (client: sdk.CognitoIdentityProviderClient, operation: string, input: unknown) => {
  const Command = (sdk as unknown as Record<string, new (input: unknown) => sdk.ListUsersCommand>)[
    `${operation}Command`
  ];
  if (!Command) throw new Error(`the SDK has no ${operation}`);
  return client.send(new Command(input)).then(
    () => 'accepted',
    (error: Error) => error.name,
  );
};

describe("another's pool", () => {
  test.each(having('UserPoolId'))('does not exist for %s', async (operation) => {
    for (const client of [elsewhere, another]) {
      expect(await attempt(client, operation, inputFor(operation, victim.pool))).toBe('ResourceNotFoundException');
    }
  });

  test.each(having('ResourceArn'))('has no tags for %s', async (operation) => {
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${victim.pool}`;
    const foreign = ResourceArn.replace('000000000000', '999999999999').replace('us-east-1', 'eu-west-1');
    for (const client of [elsewhere, another]) {
      for (const arn of [ResourceArn, foreign]) {
        const input = { ResourceArn: arn, Tags: { a: 'b' }, TagKeys: ['a'] };
        expect(await attempt(client, operation, input)).toBe('ResourceNotFoundException');
      }
    }
  });

  it('is on no list', async () => {
    for (const client of [elsewhere, another]) {
      expect((await client.send(new sdk.ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([]);
    }
  });
});

describe("another pool's client", () => {
  const operations = having('UserPoolId', 'ClientId').filter((name) => !/Branding|UICustomization/.test(name));

  test.each(operations)('does not exist in this one for %s', async (operation) => {
    expect(await attempt(app.cognito, operation, inputFor(operation, own.pool))).toBe('ResourceNotFoundException');
  });
});

describe('a page token', () => {
  const fill = async (pool: string) => {
    for (let users = 0; users < 2; users += 1) await createConfirmedUser(app, pool);
    for (const GroupName of ['a', 'b']) {
      await app.cognito.send(new sdk.CreateGroupCommand({ UserPoolId: pool, GroupName }));
    }
  };

  it('continues nothing but its own list', async () => {
    await fill(victim.pool);
    await fill(own.pool);
    const users = await app.cognito.send(new sdk.ListUsersCommand({ UserPoolId: victim.pool, Limit: 1 }));
    const groups = await app.cognito.send(new sdk.ListGroupsCommand({ UserPoolId: victim.pool, Limit: 1 }));
    const { PaginationToken } = users;
    const { NextToken } = groups;
    expect([typeof PaginationToken, typeof NextToken]).toEqual(['string', 'string']);
    const tries: [string, Record<string, unknown>][] = [
      ['ListUsers', { UserPoolId: own.pool, PaginationToken }],
      ['ListUsers', { UserPoolId: victim.pool, PaginationToken: NextToken }],
      ['ListUsers', { UserPoolId: victim.pool, PaginationToken, Filter: 'username ^= "u"' }],
      ['ListGroups', { UserPoolId: own.pool, NextToken }],
      ['ListGroups', { UserPoolId: victim.pool, NextToken: PaginationToken }],
      ['ListUsersInGroup', { UserPoolId: victim.pool, GroupName: 'a', NextToken }],
      ['ListUserPools', { MaxResults: 1, NextToken }],
    ];
    for (const [operation, input] of tries) {
      expect(await attempt(app.cognito, operation, input)).toBe('InvalidParameterException');
    }
  });
});
