import { expect, it } from 'vitest';
import type { StoreUnderTest } from '../support/engines.ts';
import { aGroup, aUser, newPoolId } from '../support/rows.ts';

export const groupsConform = (context: StoreUnderTest) => {
  it('gives a group back as it was stored', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const full = aGroup(poolId, 'admins', {
      description: 'those who may',
      roleArn: 'arn:aws:iam::1:role/a',
      precedence: 0,
    });
    await store.commit([store.groups.insert(full), store.groups.insert(aGroup(poolId, 'bare'))]);
    expect(await store.groups.byName(poolId, 'admins')).toEqual(full);
    expect(await store.groups.byName(poolId, 'bare')).toEqual(aGroup(poolId, 'bare'));
    expect(await store.groups.byName(poolId, 'Admins')).toBe(undefined);
  });

  it('refuses a name twice in a pool', async () => {
    const { store } = context;
    const group = aGroup(newPoolId(), 'staff');
    await store.commit([store.groups.insert(group)]);
    await expect(store.commit([store.groups.insert(group)])).rejects.toMatchObject({ guard: 'group.exists' });
  });

  it('updates the version that was read and keeps the members', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    const group = aGroup(user.poolId, 'staff', { description: 'old' });
    await store.commit([store.groups.insert(group), store.users.insert(user)]);
    await store.commit([store.groups.addMember(user.poolId, 'staff', user.sub, 1)]);
    await store.commit([store.groups.update(aGroup(user.poolId, 'staff', { precedence: 3 }))]);
    const changed = aGroup(user.poolId, 'staff', { precedence: 3, version: 2 });
    expect(await store.groups.byName(user.poolId, 'staff')).toEqual(changed);
    await expect(store.commit([store.groups.update(group)])).rejects.toMatchObject({ guard: 'group.changed' });
    expect(await store.groups.members(user.poolId, 'staff', { limit: 5 })).toEqual([user]);
  });

  it('adds a member once however often, and takes it out', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    await store.commit([store.groups.insert(aGroup(user.poolId, 'staff')), store.users.insert(user)]);
    await store.commit([store.groups.addMember(user.poolId, 'staff', user.sub, 1)]);
    await store.commit([store.groups.addMember(user.poolId, 'staff', user.sub, 2)]);
    expect(await store.groups.members(user.poolId, 'staff', { limit: 5 })).toEqual([user]);
    await store.commit([store.groups.removeMember(user.poolId, 'staff', user.sub)]);
    await store.commit([store.groups.removeMember(user.poolId, 'staff', user.sub)]);
    expect(await store.groups.members(user.poolId, 'staff', { limit: 5 })).toEqual([]);
  });

  it('adds nobody to a group that is not there', async () => {
    const { store } = context;
    const adding = store.commit([store.groups.addMember(newPoolId(), 'none', 'sub', 1)]);
    await expect(adding).rejects.toMatchObject({ guard: 'group.missing' });
  });

  it('deletes a group with its memberships; a later one of its name starts empty', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    const group = aGroup(user.poolId, 'staff');
    await store.commit([store.groups.insert(group), store.users.insert(user)]);
    await store.commit([store.groups.addMember(user.poolId, 'staff', user.sub, 1)]);
    await store.commit(store.groups.delete(group));
    expect(await store.groups.ofUser(user.poolId, user.sub, { limit: 5 })).toEqual([]);
    await expect(store.commit(store.groups.delete(group))).rejects.toMatchObject({ guard: 'group.missing' });
    await store.commit([store.groups.insert(group)]);
    expect(await store.groups.members(user.poolId, 'staff', { limit: 5 })).toEqual([]);
  });

  it('makes no members of a later group out of a race between adding and deleting', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    const group = aGroup(user.poolId, 'staff');
    await store.commit([store.users.insert(user)]);
    for (let round = 0; round < 30; round += 1) {
      await store.commit([store.groups.insert(group)]);
      await Promise.allSettled([
        store.commit([store.groups.addMember(user.poolId, 'staff', user.sub, 1)]),
        store.commit(store.groups.delete(group)),
      ]);
      await store.commit([store.groups.insert(group)]);
      expect(await store.groups.members(user.poolId, 'staff', { limit: 5 })).toEqual([]);
      expect(await store.groups.ofUser(user.poolId, user.sub, { limit: 5 })).toEqual([]);
      await store.commit(store.groups.delete(group));
    }
  });

  it('lists groups, the groups of a user and the members of a group in pages', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const users = Array.from({ length: 3 }, () => aUser(poolId));
    const names = ['a', 'B', 'c', 'ä'];
    await store.commit([
      ...users.map((user) => store.users.insert(user)),
      ...names.map((name) => store.groups.insert(aGroup(poolId, name))),
    ]);
    for (const name of names) await store.commit([store.groups.addMember(poolId, name, users[0]!.sub, 1)]);
    for (const { sub } of users.slice(1)) await store.commit([store.groups.addMember(poolId, 'a', sub, 1)]);
    const ordered = ['B', 'a', 'c', 'ä'];
    const first = await store.groups.list(poolId, { limit: 3 });
    expect(first.map(({ name }) => name)).toEqual(ordered.slice(0, 3));
    expect((await store.groups.list(poolId, { limit: 3, after: 'c' })).map(({ name }) => name)).toEqual(['ä']);
    const own = await store.groups.ofUser(poolId, users[0]!.sub, { limit: 2, after: 'B' });
    expect(own.map(({ name }) => name)).toEqual(['a', 'c']);
    const subs = users.map(({ sub }) => sub).sort();
    const page = await store.groups.members(poolId, 'a', { limit: 2 });
    expect(page.map(({ sub }) => sub)).toEqual(subs.slice(0, 2));
    const rest = await store.groups.members(poolId, 'a', { limit: 2, after: subs[1]! });
    expect(rest.map(({ sub }) => sub)).toEqual(subs.slice(2));
  });
};
