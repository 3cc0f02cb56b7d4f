import { expect, it } from 'vitest';
import type { User } from '../../../src/core/users/user.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aCode, aGroup, anAlias, aUser, newPoolId } from '../support/rows.ts';

export const usersConform = (context: StoreUnderTest) => {
  it('gives a user back as it was stored', async () => {
    const { store } = context;
    const poolId = newPoolId();
    const full = aUser(poolId, {
      username: 'Änne "A" \\ 😀',
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: false,
      attributes: { email: 'Anna@Example.com', 'custom:note': '', 'custom:nul': 'a\u0000b', name: '%_' },
      pendingAttributes: { email: 'new@example.com' },
      passwordHistory: [{ sealed: 'old', setAt: 1 }],
      temporaryPasswordExpiresAt: 1_800_000_000_000,
      tokensValidAfter: 1_700_000_000_001,
      passkeys: 2,
      mfa: {
        totp: { sealed: 'seed', name: 'Änne’s “phone” \\ 😀' },
        pendingTotp: { sealed: 'next' },
        enabled: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
        preferred: 'SMS_MFA',
        passkey: true,
        smsOption: true,
      },
    });
    const { password: _, ...bare } = aUser(poolId);
    for (const user of [full, bare as User]) {
      await store.commit([store.users.insert(user)]);
      expect(await store.users.bySub(poolId, user.sub)).toEqual(user);
    }
    expect(await store.users.bySub(newPoolId(), full.sub)).toBe(undefined);
  });

  it('takes attributes as long as Cognito allows', async () => {
    const { store } = context;
    const long = '😀'.repeat(1024);
    const user = aUser(newPoolId(), { attributes: { name: long, email: long, family_name: `a${long}` } });
    await store.commit([store.users.insert(user), store.aliases.insert(anAlias(user, long, 'email'))]);
    expect(await store.users.bySub(user.poolId, user.sub)).toEqual(user);
    expect(await store.users.byAlias(user.poolId, 'email', long)).toEqual(user);
    expect(await store.aliases.bySub(user.poolId, user.sub)).toEqual([anAlias(user, long, 'email')]);
    const other = store.commit([store.aliases.insert(anAlias(aUser(user.poolId), `${long}x`, 'email'))]);
    await expect(other).resolves.toBe(undefined);
  });

  it('refuses a sub twice in a pool, not in another', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    await store.commit([store.users.insert(user)]);
    await expect(store.commit([store.users.insert(user)])).rejects.toMatchObject({ guard: 'user.exists' });
    await store.commit([store.users.insert({ ...user, poolId: newPoolId() })]);
  });

  it('updates the version that was read and raises it', async () => {
    const { store } = context;
    const user = aUser(newPoolId(), { attributes: { email: 'a@example.com' } });
    await store.commit([store.users.insert(user)]);
    const { password: _, ...rest } = user;
    const changed: User = { ...rest, attributes: { name: 'Anna' }, enabled: false, status: 'RESET_REQUIRED' };
    await store.commit([store.users.update(changed)]);
    expect(await store.users.bySub(user.poolId, user.sub)).toEqual({ ...changed, version: 2 });
    await expect(store.commit([store.users.update(user)])).rejects.toMatchObject({ guard: 'user.changed' });
    const unknown = store.commit([store.users.update(aUser(user.poolId))]);
    await expect(unknown).rejects.toMatchObject({ guard: 'user.changed' });
  });

  it('deletes the version that was read, with all that hangs on it', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    const other = aUser(user.poolId);
    const code = aCode(user.poolId, { sub: user.sub });
    await store.commit([
      store.users.insert(user),
      store.users.insert(other),
      store.aliases.insert(anAlias(user, 'anna')),
      store.aliases.insert(anAlias(user, 'anna@example.com', 'email')),
      store.aliases.insert(anAlias(other, 'bert')),
      store.codes.put(code),
      store.groups.insert(aGroup(user.poolId, 'staff')),
    ]);
    await store.commit([store.groups.addMember(user.poolId, 'staff', user.sub, 1)]);
    const late = store.commit(store.users.delete({ ...user, version: 3 }));
    await expect(late).rejects.toMatchObject({ guard: 'user.changed' });
    expect(await store.aliases.bySub(user.poolId, user.sub)).toHaveLength(2);
    await store.commit(store.users.delete(user));
    expect(await store.users.bySub(user.poolId, user.sub)).toBe(undefined);
    expect(await store.users.byAlias(user.poolId, 'username', 'anna')).toBe(undefined);
    expect(await store.aliases.bySub(user.poolId, user.sub)).toEqual([]);
    expect(await store.codes.find(user.poolId, user.sub, code.purpose)).toBe(undefined);
    expect(await store.groups.members(user.poolId, 'staff', { limit: 5 })).toEqual([]);
    expect(await store.users.byAlias(user.poolId, 'username', 'bert')).toEqual(other);
  });
};

export const aliasesConform = (context: StoreUnderTest) => {
  it('finds a user by an alias of its kind and pool only', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    await store.commit([store.users.insert(user), store.aliases.insert(anAlias(user, 'a@b.c', 'email'))]);
    expect(await store.users.byAlias(user.poolId, 'email', 'a@b.c')).toEqual(user);
    expect(await store.aliases.find(user.poolId, 'email', 'a@b.c')).toEqual(anAlias(user, 'a@b.c', 'email'));
    expect(await store.users.byAlias(user.poolId, 'username', 'a@b.c')).toBe(undefined);
    expect(await store.users.byAlias(newPoolId(), 'email', 'a@b.c')).toBe(undefined);
    expect(await store.users.byAlias(user.poolId, 'email', 'A@b.c')).toBe(undefined);
    expect(await store.aliases.find(user.poolId, 'email', 'a@b.d')).toBe(undefined);
  });

  it('refuses a taken alias, even to its own user', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    await store.commit([store.aliases.insert(anAlias(user, 'anna'))]);
    for (const rival of [aUser(user.poolId), user]) {
      const second = store.commit([store.aliases.insert(anAlias(rival, 'anna'))]);
      await expect(second).rejects.toMatchObject({ guard: 'alias.taken' });
    }
  });

  it('takes an alias from whoever has it, or from nobody', async () => {
    const { store } = context;
    const [from, to] = [aUser(newPoolId()), aUser(newPoolId())];
    const mine = { ...anAlias(from, 'x@y.z', 'email'), sub: to.sub };
    await store.commit([store.aliases.insert(anAlias(from, 'x@y.z', 'email'))]);
    await store.commit([store.aliases.take(mine), store.aliases.take({ ...mine, value: 'new@y.z' })]);
    expect(await store.aliases.find(from.poolId, 'email', 'x@y.z')).toEqual(mine);
    expect((await store.aliases.find(from.poolId, 'email', 'new@y.z'))?.sub).toBe(to.sub);
  });

  it('releases an alias only for its owner', async () => {
    const { store } = context;
    const [owner, former] = [aUser(newPoolId()), aUser(newPoolId())];
    const alias = anAlias(owner, 'x@y.z', 'email');
    await store.commit([store.aliases.insert(alias)]);
    await store.commit([store.aliases.release({ ...alias, sub: former.sub })]);
    expect(await store.aliases.find(owner.poolId, 'email', 'x@y.z')).toEqual(alias);
    await store.commit([store.aliases.release(alias)]);
    expect(await store.aliases.find(owner.poolId, 'email', 'x@y.z')).toBe(undefined);
  });
};
