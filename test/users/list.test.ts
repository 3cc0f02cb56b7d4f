import {
  AdminDisableUserCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invite, record, refusal } from './support.ts';

const people: [string, Record<string, string>][] = [
  ['ann', { email: 'ann@example.com', given_name: 'Ann', family_name: 'Reddy', phone_number: '+15555550100' }],
  ['anna', { email: 'anna@example.com', given_name: 'Anna', family_name: 'O"Neil' }],
  ['bo', { email: 'bo@example.org', given_name: 'Bo', family_name: 'back\\slash', preferred_username: 'Bobo' }],
  ['mueller', { given_name: 'Jürgen', family_name: 'Müller = "x" ^= y', name: '  spaced  ' }],
  ['emoji', { name: '😀 smile', 'custom:tier': 'gold' }],
  ['percent', { name: '100% _sure_', given_name: '' }],
];

const everyone = [...people.map(([username]) => username), 'confirmed'].sort();

describe.each(['sqlite', 'postgres'] as const)('on %s', (engine) => {
  let app: TestApp;
  let poolId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
    poolId = (await createPool(app, { Schema: [{ Name: 'tier', AttributeDataType: 'String', Mutable: true }] })).Id;
    for (const [username, attributes] of people) await invite(app, poolId, username, attributes);
    await createConfirmedUser(app, poolId, { username: 'confirmed', attributes: { name: 'Zed' } });
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: 'mueller' }));
  });
  afterAll(() => app.stop());

  const find = async (Filter?: string, more: Partial<ListUsersCommandInput> = {}) => {
    const { Users } = await app.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter, ...more }));
    return (Users ?? []).map(({ Username }) => Username).sort();
  };

  describe('the filter of ListUsers', () => {
    it.each<[string, string[]]>([
      ['username = "ann"', ['ann']],
      ['username ^= "ann"', ['ann', 'anna']],
      ['email = "bo@example.org"', ['bo']],
      ['email ^= "ann"', ['ann', 'anna']],
      ['email ^= "an@"', []],
      ['phone_number = "+15555550100"', ['ann']],
      ['phone_number ^= "+1555"', ['ann']],
      ['given_name = "Ann"', ['ann']],
      ['given_name = "ann"', []],
      ['given_name ^= "Ann"', ['ann', 'anna']],
      ['given_name ^= "Jü"', ['mueller']],
      ['family_name = "Reddy"', ['ann']],
      ['family_name = "O\\"Neil"', ['anna']],
      ['family_name ^= "O\\""', ['anna']],
      ['family_name = "back\\slash"', ['bo']],
      ['family_name = "back\\\\slash"', ['bo']],
      ['family_name = "Müller = \\"x\\" ^= y"', ['mueller']],
      ['name = "  spaced  "', ['mueller']],
      ['name ^= "😀"', ['emoji']],
      ['name ^= "100%"', ['percent']],
      ['name ^= "100_"', []],
      ['name ^= "%"', []],
      ['preferred_username = "Bobo"', ['bo']],
      ['cognito:user_status = "CONFIRMED"', ['confirmed']],
      ['cognito:user_status = "confirmed"', ['confirmed']],
      ['cognito:user_status ^= "conf"', ['confirmed']],
      ['status = "Disabled"', ['mueller']],
      ['status = "disabled"', []],
      ['username="ann"', ['ann']],
      ['  username   ^=   "anna"  ', ['anna']],
      ['email = ""', []],
      ['sub = "not-there"', []],
    ])('%s', async (filter, expected) => {
      expect(await find(filter)).toEqual([...expected].sort());
    });

    it('finds by sub, whole and by its beginning', async () => {
      const { Users } = await app.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter: 'username = "bo"' }));
      const sub = record(Users?.[0]?.Attributes)['sub'] as string;
      expect(await find(`sub = "${sub}"`)).toEqual(['bo']);
      expect(await find(`sub ^= "${sub.slice(0, 20)}"`)).toEqual(['bo']);
    });

    it('finds those with a value by an empty beginning', async () => {
      expect(await find('email ^= ""')).toEqual(['ann', 'anna', 'bo']);
      expect(await find('status ^= "En"')).toEqual(everyone.filter((name) => name !== 'mueller'));
    });

    it('finds everyone without a filter or with an empty one', async () => {
      expect(await find()).toEqual(everyone);
      expect(await find('')).toEqual(everyone);
    });

    it.each([
      'foo',
      'email',
      'email =',
      'email = ann@example.com',
      "email = 'ann@example.com'",
      'email = "ann@example.com',
      'email = "a" "b"',
      'email = "a"b"',
      'email = "trailing\\"',
      'email == "a"',
      'email ^ "a"',
      'email != "a"',
      'email =^ "a"',
      '= "a"',
      'email = "a" and name = "b"',
    ])('refuses %j', async (filter) => {
      expect(await refusal(find(filter))).toBe('InvalidParameterException: Error while parsing filter.');
    });

    it.each(['custom:tier', 'email_verified', 'Email', 'nickname', 'enabled'])('cannot search %s', async (name) => {
      expect(await refusal(find(`${name} = "x"`))).toBe(`InvalidParameterException: Invalid search attribute: ${name}`);
    });

    it('is at most 256 characters', async () => {
      expect(await refusal(find(`email = "${'a'.repeat(247)}"`))).toContain(
        "' at 'filter' failed to satisfy constraint: Member must have length less than or equal to 256",
      );
    });

    it('finds e-mail addresses whatever their capitals where the pool does not tell them apart', async () => {
      const { Id } = await createPool(app, { UsernameConfiguration: { CaseSensitive: false } });
      const strict = await createPool(app, { UsernameConfiguration: { CaseSensitive: true } });
      for (const pool of [Id, strict.Id]) await invite(app, pool, 'Eve', { email: 'Eve@Example.com' });
      const inPool = (UserPoolId: string, Filter: string) => find(Filter, { UserPoolId });
      expect(await inPool(Id, 'email ^= "eve@ex"')).toEqual(['Eve']);
      expect(await inPool(Id, 'email = "EVE@example.com"')).toEqual(['Eve']);
      expect(await inPool(strict.Id, 'email = "eve@example.com"')).toEqual([]);
      expect(await inPool(strict.Id, 'email = "Eve@Example.com"')).toEqual(['Eve']);
    });
  });

  describe('AttributesToGet', () => {
    const attributes = async (AttributesToGet: string[], Filter?: string) => {
      const { Users } = await app.cognito.send(new ListUsersCommand({ UserPoolId: poolId, AttributesToGet, Filter }));
      return Object.fromEntries((Users ?? []).map((user) => [user.Username, record(user.Attributes)]));
    };

    it('answers those alone', async () => {
      expect(await attributes(['email', 'given_name'], 'username = "ann"')).toEqual({
        ann: { email: 'ann@example.com', given_name: 'Ann' },
      });
    });

    it('lets users without a value have none', async () => {
      const all = await attributes(['email']);
      expect(all['emoji']).toEqual({});
      expect(all['bo']).toEqual({ email: 'bo@example.org' });
    });

    it('answers custom attributes only where every user has one', async () => {
      expect(await attributes(['custom:tier'], 'username = "emoji"')).toEqual({ emoji: { 'custom:tier': 'gold' } });
      const refused = 'InvalidParameterException: One or more requested attributes do not exist.';
      expect(await refusal(attributes(['custom:tier']))).toBe(refused);
      expect(await refusal(attributes(['custom:nope'], 'username = "emoji"'))).toBe(refused);
      expect(await refusal(attributes(['username']))).toBe(refused);
    });
  });

  describe('pages of ListUsers', () => {
    const USERS = 25;
    const crowd = async () => {
      const { Id } = await createPool(app);
      await Promise.all(
        Array.from({ length: USERS }, (_, n) => invite(app, Id, `crowd-${n}`, { email: `c${n % 3}@example.com` })),
      );
      return Id;
    };
    const page = (input: ListUsersCommandInput) => app.cognito.send(new ListUsersCommand(input));

    it.each([undefined, 'username ^= "crowd-"', 'email ^= "c"', 'status = "Enabled"'])(
      'lose and repeat nobody while users come, filter %j',
      async (Filter) => {
        const pool = await crowd();
        const seen: string[] = [];
        for await (const { Users } of paginateListUsers(
          { client: app.cognito, pageSize: 4 },
          { UserPoolId: pool, Filter },
        )) {
          seen.push(...(Users ?? []).map(({ Username }) => Username as string));
          await invite(app, pool, `crowd-late-${seen.length}`, { email: 'c1@example.com' });
        }
        expect(new Set(seen).size).toBe(seen.length);
        const early = seen.filter((name) => !name.startsWith('crowd-late-'));
        expect(early.sort()).toEqual(Array.from({ length: USERS }, (_, n) => `crowd-${n}`).sort());
      },
    );

    it('end without a token, on the last full page too', async () => {
      const pool = await crowd();
      const first = await page({ UserPoolId: pool, Limit: USERS - 1 });
      expect(first.Users).toHaveLength(USERS - 1);
      const last = await page({ UserPoolId: pool, Limit: 1, PaginationToken: first.PaginationToken });
      expect(last.Users).toHaveLength(1);
      expect(last.PaginationToken).toBeUndefined();
      expect((await page({ UserPoolId: pool, Limit: USERS })).PaginationToken).toBeUndefined();
    });

    it('are 60 users at most, which 0 means too', async () => {
      const { Id } = await createPool(app);
      await Promise.all(Array.from({ length: 61 }, (_, n) => invite(app, Id, `u${n}`)));
      expect((await page({ UserPoolId: Id })).Users).toHaveLength(60);
      expect((await page({ UserPoolId: Id, Limit: 0 })).Users).toHaveLength(60);
      expect(await refusal(page({ UserPoolId: Id, Limit: 61 }))).toContain(
        "Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
      );
    });

    it('go on only where they began: a token is bound to its pool and filter', async () => {
      const pool = await crowd();
      const { PaginationToken } = await page({ UserPoolId: pool, Limit: 2 });
      const refused = 'InvalidParameterException: Invalid pagination token';
      expect(PaginationToken).not.toContain(pool);
      expect(await refusal(page({ UserPoolId: poolId, PaginationToken }))).toBe(refused);
      expect(await refusal(page({ UserPoolId: pool, PaginationToken, Filter: 'username ^= "c"' }))).toBe(refused);
      expect(await refusal(page({ UserPoolId: pool, PaginationToken: 'forged' }))).toBe(refused);
    });

    it('of an empty pool are one empty page', async () => {
      const { Id } = await createPool(app);
      const { Users, PaginationToken } = await page({ UserPoolId: Id });
      expect(Users).toEqual([]);
      expect(PaginationToken).toBeUndefined();
    });

    it('belong to an existing pool', async () => {
      expect(await refusal(page({ UserPoolId: 'us-east-1_000000000' }))).toBe(
        'ResourceNotFoundException: User pool us-east-1_000000000 does not exist.',
      );
    });
  });
});
