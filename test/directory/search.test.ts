/** ListUsers beyond Cognito's own filters, where the operator opted in. */
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliasWrites } from '../../src/core/users/aliases.ts';
import { newUser } from '../../src/core/users/insert.ts';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const USERS = 2_500;

const searched = async (app: TestApp, poolId: string, Filter: string, Limit = 60, PaginationToken?: string) => {
  const answer = await app.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter, Limit, PaginationToken }));
  return { names: (answer.Users ?? []).map(({ Username }) => Username), token: answer.PaginationToken };
};

/** Every page to the last. */
const all = async (app: TestApp, poolId: string, filter: string, limit = 60) => {
  const names: (string | undefined)[] = [];
  let pages = 0;
  let token: string | undefined;
  do {
    const page = await searched(app, poolId, filter, limit, token);
    names.push(...page.names);
    token = page.token;
    pages += 1;
  } while (token !== undefined);
  return { names: names.sort(), pages };
};

const newPool = (app: TestApp) =>
  createPool(app, {
    UsernameConfiguration: { CaseSensitive: false },
    Schema: [{ Name: 'tier', AttributeDataType: 'String', StringAttributeConstraints: {} }],
  });

const populate = async (app: TestApp, poolId: string, count: number): Promise<void> => {
  const pool = await app.core.directory.pool(poolId);
  for (let from = 0; from < count; from += 100) {
    const users = Array.from({ length: Math.min(100, count - from) }, (_, at) => {
      const number = from + at;
      const attributes = {
        email: `User${number}@${number % 2 ? 'odd' : 'even'}.example.com`,
        given_name: number % 10 === 0 ? 'Zoë' : 'Max',
        'custom:tier': number % 500 === 7 ? 'gold' : 'tin',
      };
      return newUser(app.core, pool, { username: `user${number}`, status: 'CONFIRMED', attributes });
    });
    const writes = users.flatMap((user) => [
      app.core.store.users.insert(user),
      ...aliasWrites(app.core, pool, undefined, user),
    ]);
    await app.core.store.commit(writes);
  }
};

describe.each(['sqlite', 'postgres'] as const)('extended search on %s', (engine) => {
  let app: TestApp;
  let poolId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine, flags: { 'extended-search': true } });
    poolId = (await newPool(app)).Id;
    await populate(app, poolId, USERS);
  });
  afterAll(() => app.stop());

  const gold = ['user1007', 'user1507', 'user2007', 'user507', 'user7'];

  it('finds custom attributes, over as many pages as its bound asks for', async () => {
    const { names, pages } = await all(app, poolId, 'custom:tier = "gold"');
    expect(names).toEqual(gold);
    expect(pages).toBe(2);
  });

  it('finds what an attribute contains, with the capitals that the pool tells apart', async () => {
    expect((await all(app, poolId, 'email *= "ER2499@ODD"')).names).toEqual(['user2499']);
    expect((await all(app, poolId, 'given_name *= "oë" and username ^= "user24"')).names).toHaveLength(11);
    expect((await all(app, poolId, 'given_name *= "OË"')).names).toEqual([]);
  });

  it('joins terms with and, and lets an index answer one of them', async () => {
    const filter = 'custom:tier = "gold" AND username ^= "user1" and cognito:user_status = "confirmed"';
    const first = await searched(app, poolId, filter);
    expect(first.names.sort()).toEqual(['user1007', 'user1507']);
    expect(first.token).toBe(undefined);
    expect((await searched(app, poolId, 'status = "Enabled" and username = "USER3"')).names).toEqual(['user3']);
    expect((await searched(app, poolId, 'status = "Disabled" and username = "user3"')).names).toEqual([]);
  });

  it('pages without losing or repeating anybody', async () => {
    const { names } = await all(app, poolId, 'email *= "@odd" and given_name = "Max"', 17);
    expect(names).toHaveLength(USERS / 2);
    expect(new Set(names).size).toBe(USERS / 2);
  });

  it("still takes Cognito's own filters", async () => {
    expect((await searched(app, poolId, 'username = "user5"')).names).toEqual(['user5']);
    expect((await searched(app, poolId, 'email ^= "user24"')).names).toHaveLength(60);
    expect((await searched(app, poolId, '')).names).toHaveLength(60);
  });

  it.each([
    'custom:unknown = "x"',
    'username = "a" or username = "b"',
    'username = "a" and',
    'and username = "a"',
    'username *= x',
    'username = "a"and username = "a',
  ])('refuses %s', async (filter) => {
    await expect(searched(app, poolId, filter)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('binds a page token to its filter', async () => {
    const { token } = await searched(app, poolId, 'email *= "@odd"', 5);
    const other = searched(app, poolId, 'email *= "@even"', 5, token);
    await expect(other).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

it.each(['custom:tier = "gold"', 'email *= "x"', 'username = "a" and email = "b"'])(
  'without the opt-in, %s is no filter',
  async (filter) => {
    const app = await startTestApp();
    try {
      const { Id } = await newPool(app);
      await expect(searched(app, Id, filter)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    } finally {
      await app.stop();
    }
  },
);
