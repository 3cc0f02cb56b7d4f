import { expect, it } from 'vitest';
import type { SearchableField, Store, UserFilter, UserListKey } from '../../../src/core/ports.ts';
import type { User } from '../../../src/core/users/user.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aPool, aUser } from '../support/rows.ts';

const searchedValue = (user: User, field: SearchableField | undefined): string => {
  if (field === undefined) return '';
  if (field === 'sub') return user.sub;
  if (field === 'username') return user.username;
  if (field === 'cognito:user_status') return user.status;
  if (field === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[field]!;
};

/** All pages, as a caller of ListUsers walks them. */
const walk = async (store: Store, poolId: string, filter: UserFilter | undefined, limit: number): Promise<User[]> => {
  const all: User[] = [];
  let after: UserListKey | undefined;
  for (;;) {
    const page = await store.users.list(poolId, filter, { limit, after });
    all.push(...page);
    if (page.length < limit) return all;
    const last = page.at(-1)!;
    after = { value: filter?.match === 'prefix' ? searchedValue(last, filter.field) : '', sub: last.sub };
  }
};

export const listingConforms = (context: StoreUnderTest) => {
  const fill = async (users: Partial<User>[], pool = aPool()) => {
    const { store } = context;
    const all = users.map((user) => aUser(pool.id, user));
    await store.commit([store.pools.insert(pool)]);
    await store.commit(all.map((user) => store.users.insert(user)));
    return { store, poolId: pool.id, all };
  };
  const named = (names: string[], pool = aPool()) =>
    fill(
      names.map((name) => ({ attributes: { name } })),
      pool,
    );
  const names = (users: User[]) => users.map((user) => user.attributes.name);
  const prefix = (value: string, field: SearchableField = 'name'): UserFilter => ({ field, match: 'prefix', value });
  const equals = (value: string, field: SearchableField = 'name'): UserFilter => ({ field, match: 'equals', value });

  it('lists all users of a pool by sub, in pages of any size', async () => {
    const { store, poolId, all } = await fill(Array.from({ length: 7 }, () => ({})));
    const subs = all.map(({ sub }) => sub).sort();
    for (const limit of [1, 3, 7, 60]) {
      expect((await walk(store, poolId, undefined, limit)).map(({ sub }) => sub)).toEqual(subs);
    }
  });

  it('answers whole users', async () => {
    const { store, poolId, all } = await fill([{ attributes: { name: 'Anna' } }]);
    expect(await store.users.list(poolId, prefix('An'), { limit: 1 })).toEqual(all);
  });

  it('orders a prefix search by value then sub, bytewise, in pages of any size', async () => {
    const values = ['anb', 'ana', 'an', 'anÄ', 'an😀', 'anZ', 'ana', 'ana', 'b', 'aM', 'an\ufffd', 'An'];
    const { store, poolId } = await named(values);
    const expected = ['an', 'anZ', 'ana', 'ana', 'ana', 'anb', 'anÄ', 'an\ufffd', 'an😀'];
    for (const limit of [1, 2, 4, 60]) expect(names(await walk(store, poolId, prefix('an'), limit))).toEqual(expected);
  });

  it('knows no wildcards', async () => {
    const { store, poolId } = await named(['a%b', 'axb', 'a_b', 'a\\b', '%', '_']);
    const search = async (value: string) => names(await walk(store, poolId, prefix(value), 60));
    expect(await search('a%')).toEqual(['a%b']);
    expect(await search('a_')).toEqual(['a_b']);
    expect(await search('a\\')).toEqual(['a\\b']);
    expect(await search('%')).toEqual(['%']);
    expect(await search('_')).toEqual(['_']);
    expect(await search('*')).toEqual([]);
  });

  it('finds prefixes of every script, up to the last code point', async () => {
    const values = [
      'Ωμέγα',
      'Ωx',
      'Ψ',
      '😀a',
      '😁',
      '\ud7ffa',
      '\ue000',
      '\u{10ffff}',
      '\u{10ffff}a',
      'z\u{10ffff}z',
      '{',
    ];
    const { store, poolId } = await named(values);
    const search = async (value: string, limit: number) => names(await walk(store, poolId, prefix(value), limit));
    for (const limit of [1, 60]) {
      expect(await search('Ω', limit)).toEqual(['Ωx', 'Ωμέγα']);
      expect(await search('😀', limit)).toEqual(['😀a']);
      expect(await search('\ud7ff', limit)).toEqual(['\ud7ffa']);
      expect(await search('\u{10ffff}', limit)).toEqual(['\u{10ffff}', '\u{10ffff}a']);
      expect(await search('z\u{10ffff}', limit)).toEqual(['z\u{10ffff}z']);
    }
  });

  it('finds, with an empty prefix, whoever has the attribute', async () => {
    const { store, poolId } = await fill([{ attributes: { name: 'a' } }, {}, { attributes: { name: '' } }]);
    expect(names(await walk(store, poolId, prefix(''), 1))).toEqual(['', 'a']);
  });

  it('lists equal ones by sub, in pages', async () => {
    const { store, poolId, all } = await named(['Smith', 'Smith', 'smith', 'Smithy', 'Smith']);
    const expected = all
      .filter((user) => user.attributes.name === 'Smith')
      .map(({ sub }) => sub)
      .sort();
    for (const limit of [1, 2, 60]) {
      expect((await walk(store, poolId, equals('Smith'), limit)).map(({ sub }) => sub)).toEqual(expected);
    }
    expect(await walk(store, poolId, equals(''), 60)).toEqual([]);
  });

  it('searches every field that ListUsers knows', async () => {
    const attributes = {
      email: 'anna@example.com',
      phone_number: '+15550100',
      name: 'Anna Berg',
      given_name: 'Anna',
      family_name: 'Berg',
      preferred_username: 'annab',
    };
    const { store, poolId, all } = await fill([
      { username: 'anna', attributes },
      { username: 'zoe', status: 'UNCONFIRMED', enabled: false },
    ]);
    const fields: SearchableField[] = [
      ...(Object.keys(attributes) as SearchableField[]),
      'username',
      'cognito:user_status',
      'status',
      'sub',
    ];
    for (const field of fields) {
      const value = searchedValue(all[0]!, field);
      expect(await walk(store, poolId, equals(value, field), 60), field).toEqual([all[0]]);
      expect(await walk(store, poolId, prefix(value.slice(0, -1), field), 1), field).toEqual([all[0]]);
      expect(await walk(store, poolId, equals(`${value}!`, field), 60), field).toEqual([]);
    }
    expect(await walk(store, poolId, equals('Disabled', 'status'), 60)).toEqual([all[1]]);
  });

  it('pages a prefix of subs', async () => {
    const subs = ['0a-1', '0a-2', '0a-3', '0b-1'];
    const { store, poolId } = await fill(subs.map((sub) => ({ sub })));
    for (const limit of [1, 2, 60]) {
      const found = await walk(store, poolId, prefix('0a', 'sub'), limit);
      expect(found.map(({ sub }) => sub)).toEqual(['0a-1', '0a-2', '0a-3']);
    }
  });

  const names3 = ['Anna', 'anna', 'ANNE'];
  const cases = names3.map((username) => ({ username, attributes: { email: username, preferred_username: username } }));

  it('folds the case of names and e-mail where the pool does', async () => {
    const { store, poolId } = await fill(cases);
    for (const field of ['username', 'email', 'preferred_username'] as const) {
      expect(await walk(store, poolId, equals('aNNa', field), 60)).toHaveLength(2);
      for (const limit of [1, 60]) expect(await walk(store, poolId, prefix('AnN', field), limit)).toHaveLength(3);
    }
  });

  it('folds the case of a prefix as that of what begins with it', async () => {
    const { store, poolId } = await fill([{ username: 'ΑΣΑ' }, { username: 'ας' }]);
    expect(await walk(store, poolId, prefix('ας', 'username'), 60)).toHaveLength(2);
    expect(await walk(store, poolId, prefix('ΑΣ', 'username'), 1)).toHaveLength(2);
  });

  it('does not fold it in case-sensitive pools', async () => {
    const { store, poolId } = await fill(cases, aPool({ caseSensitive: true }));
    for (const field of ['username', 'email', 'preferred_username'] as const) {
      const found = await walk(store, poolId, equals('anna', field), 60);
      expect(found.map(({ username }) => username)).toEqual(['anna']);
      const some = await walk(store, poolId, prefix('A', field), 1);
      expect(some.map(({ username }) => username)).toEqual(['ANNE', 'Anna']);
    }
  });

  it('follows changes of what it searches', async () => {
    const { store, poolId, all } = await named(['before']);
    await store.commit([store.users.update({ ...all[0]!, attributes: { name: 'after' } })]);
    expect(await walk(store, poolId, prefix('before'), 5)).toEqual([]);
    expect(await walk(store, poolId, prefix('after'), 5)).toHaveLength(1);
    await store.commit([store.users.update({ ...all[0]!, version: 2, attributes: {} })]);
    expect(await walk(store, poolId, prefix(''), 5)).toEqual([]);
  });
};
