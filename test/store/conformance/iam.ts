import { expect, test } from 'vitest';
import type { IamGroup, IamUser, ManagedPolicy, Role } from '../../../src/core/iam/records.ts';
import { GuardFailed } from '../../../src/core/ports.ts';
import type { StoreUnderTest } from '../support/engines.ts';

const common = { path: '/', createdAt: 1, modifiedAt: 1, tags: {}, version: 1 };
const uuid = () => crypto.randomUUID();

const policy = (account: string, name: string): ManagedPolicy => ({
  ...common,
  kind: 'policy',
  account,
  name,
  id: `ANPA${name}`,
  versions: [{ id: 'v1', document: '{}', createdAt: 1 }],
  defaultVersion: 'v1',
  nextVersion: 2,
});
const role = (account: string, name: string, attached: string[] = []): Role => ({
  ...common,
  kind: 'role',
  account,
  name,
  id: `AROA${name}`,
  inline: {},
  attached,
  trust: '{}',
  maxSessionDuration: 3_600,
});
const group = (account: string, name: string): IamGroup => ({
  ...common,
  kind: 'group',
  account,
  name,
  id: `AGPA${name}`,
  inline: {},
  attached: [],
});
const user = (account: string, name: string, groups: string[] = []): IamUser => ({
  ...common,
  kind: 'user',
  account,
  name,
  id: `AIDA${name}`,
  inline: {},
  attached: [],
  groups,
});

const guardOf = (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => 'none',
    (error: unknown) => (error instanceof GuardFailed ? error.guard : error),
  );

export const iamConforms = (context: StoreUnderTest): void => {
  test('an entity is found by its name in any capitals, by its id, and in the order of names', async () => {
    const { iam, commit } = context.store;
    const account = uuid();
    await commit([...iam.insert(role(account, 'Beta')), ...iam.insert(role(account, 'alpha'))]);
    expect(await iam.find(account, 'role', 'BETA')).toEqual(role(account, 'Beta'));
    expect(await iam.byId(account, 'role', 'AROABeta')).toEqual(role(account, 'Beta'));
    expect(await iam.find(account, 'user', 'Beta')).toBeUndefined();
    expect(await iam.find(uuid(), 'role', 'Beta')).toBeUndefined();
    expect((await iam.list(account, 'role', { limit: 9 })).map(({ name }) => name)).toEqual(['alpha', 'Beta']);
    expect((await iam.list(account, 'role', { limit: 9, after: 'ALPHA' })).map(({ name }) => name)).toEqual(['Beta']);
    expect(await guardOf(commit(iam.insert(role(account, 'bEtA'))))).toBe('iam.exists');
  });

  test('what leads to a policy is found, and its loss is seen by whoever attaches it at the same time', async () => {
    const { iam, commit } = context.store;
    const account = uuid();
    const arn = `arn:aws:iam::${account}:policy/p`;
    await commit([...iam.insert(policy(account, 'p')), ...iam.insert(role(account, 'r'))]);
    const before = (await iam.find(account, 'policy', 'p')) as ManagedPolicy;
    const holder = (await iam.find(account, 'role', 'r')) as Role;
    await commit(iam.update(holder, { ...holder, attached: [arn], boundary: arn }));
    expect((await iam.linked(account, 'attached', arn, { limit: 9 })).map(({ name }) => name)).toEqual(['r']);
    expect(await iam.linked(account, 'attached', arn, { limit: 9, after: 'role/AROAr' })).toEqual([]);
    expect((await iam.linked(account, 'boundary', arn, { limit: 9 })).map(({ name }) => name)).toEqual(['r']);
    expect(await guardOf(commit(iam.delete(before)))).toBe('iam.changed');
    const linked = (await iam.find(account, 'role', 'r')) as Role;
    const { boundary: _, ...free } = linked;
    await commit(iam.update(linked, { ...free, attached: [] }));
    expect(await iam.linked(account, 'attached', arn, { limit: 9 })).toEqual([]);
    await commit(iam.delete((await iam.find(account, 'policy', 'p')) as ManagedPolicy));
    const last = (await iam.find(account, 'role', 'r')) as Role;
    expect(await guardOf(commit(iam.update(last, { ...last, attached: [arn] })))).toBe('iam-target.missing');
  });

  test('policies of AWS are no rows: they are attached without one', async () => {
    const { iam, commit } = context.store;
    const account = uuid();
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await commit(iam.insert(role(account, 'r', [arn])));
    expect((await iam.linked(account, 'attached', arn, { limit: 9 })).map(({ name }) => name)).toEqual(['r']);
  });

  test('links and entities are counted', async () => {
    const { iam, commit } = context.store;
    const account = uuid();
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const bounded: Role = { ...role(account, 'b', [arn]), boundary: arn };
    await commit([
      ...iam.insert(role(account, 'a', [arn])),
      ...iam.insert(bounded),
      ...iam.insert(group(account, 'g')),
    ]);
    const counts = (await iam.linkCounts(account)).map(({ link, target, count }) => `${link} ${target} ${count}`);
    expect(counts.sort()).toEqual([`attached ${arn} 2`, `boundary ${arn} 1`]);
    const entities = (await iam.entityCounts(account)).map(({ kind, count }) => `${kind} ${count}`);
    expect(entities.sort()).toEqual(['group 1', 'role 2']);
    expect(await iam.linkCounts(uuid())).toEqual([]);
  });

  test('a group keeps its members when it is renamed, and a taken name is refused', async () => {
    const { iam, commit } = context.store;
    const account = uuid();
    await commit([...iam.insert(group(account, 'old')), ...iam.insert(group(account, 'taken'))]);
    await commit(iam.insert(user(account, 'u', ['AGPAold'])));
    const before = (await iam.find(account, 'group', 'old')) as IamGroup;
    expect(await guardOf(commit(iam.update(before, { ...before, name: 'Taken' })))).toBe('iam.changed');
    await commit(iam.update(before, { ...before, name: 'new' }));
    expect(await iam.find(account, 'group', 'old')).toBeUndefined();
    const after = (await iam.find(account, 'group', 'NEW')) as IamGroup;
    expect((await iam.linked(account, 'member', after.id, { limit: 9 })).map(({ name }) => name)).toEqual(['u']);
    expect(await guardOf(commit(iam.update(before, { ...before, name: 'again' })))).toBe('iam.changed');
  });

  test('of two who take one name at the same time one gets it', async () => {
    const { iam, commit } = context.store;
    for (let round = 0; round < 10; round += 1) {
      const account = uuid();
      await commit([...iam.insert(role(account, 'a')), ...iam.insert(role(account, 'b'))]);
      const take = (name: string) => iam.update(role(account, name), { ...role(account, name), name: 'new' });
      const guards = await Promise.all([guardOf(commit(take('a'))), guardOf(commit(take('b')))]);
      expect(guards.toSorted()).toEqual(['iam.changed', 'none']);
    }
  });

  test("a user's access keys are listed, switched off and deleted", async () => {
    const { accessKeys, commit } = context.store;
    const account = uuid();
    const key = (id: string, createdAt: number) =>
      ({ id, account, sealedSecret: 's', status: 'Active', createdAt, userId: 'AIDAu' }) as const;
    const [one, two] = [key(uuid(), 2), key(uuid(), 1)];
    await commit([accessKeys.insert(one), accessKeys.insert(two)]);
    expect(await accessKeys.ofUser(account, 'AIDAu')).toEqual([two, one]);
    const used = { at: 5, service: 'iam', region: 'us-east-1' };
    await commit([accessKeys.setStatus(one, 'Inactive'), accessKeys.noteUse(two.id, used)]);
    expect(await accessKeys.byId(one.id)).toEqual({ ...one, status: 'Inactive' });
    expect(await accessKeys.byId(two.id)).toEqual({ ...two, lastUsed: used });
    await commit([accessKeys.delete(one)]);
    expect(await accessKeys.ofUser(account, 'AIDAu')).toEqual([{ ...two, lastUsed: used }]);
    expect(await guardOf(commit([accessKeys.delete(one)]))).toBe('access-key.missing');
    expect(await guardOf(commit([accessKeys.setStatus(one, 'Active')]))).toBe('access-key.missing');
  });
};
