import { expect, it } from 'vitest';
import type { Identity, IdentityPool } from '../../../src/core/identity-pools/records.ts';
import { GuardFailed } from '../../../src/core/ports.ts';
import type { StoreUnderTest } from '../support/engines.ts';

const anId = () => `eu-west-1:${crypto.randomUUID()}`;

const aPool = (overrides: Partial<IdentityPool> = {}): IdentityPool => ({
  id: anId(),
  account: '111122223333',
  region: 'eu-west-1',
  name: 'pool',
  createdAt: 1,
  modifiedAt: 2,
  version: 1,
  settings: {
    allowUnauthenticated: true,
    supportedLoginProviders: { 'accounts.google.com': 'app' },
    openIdConnectProviderArns: [],
    userPools: [],
    samlProviderArns: [],
    tags: {},
  },
  ...overrides,
});

const anIdentity = (poolId: string, ...subjects: string[]): Identity => ({
  poolId,
  id: anId(),
  logins: subjects.map((subject) => ({ provider: 'accounts.google.com', subject })),
  createdAt: 1,
  modifiedAt: 1,
  version: 1,
});

const guardOf = (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => 'none',
    (error: unknown) => (error instanceof GuardFailed ? error.guard : error),
  );

export const identityPoolsConform = (context: StoreUnderTest): void => {
  it('keeps pools, by id and owner, and changes what was read', async () => {
    const { identityPools, commit } = context.store;
    const [one, two] = [aPool({ account: '1' }), aPool({ account: '1' })];
    await commit([identityPools.insert(one), identityPools.insert(two)]);
    expect(await identityPools.byId(one.id)).toEqual(one);
    const owner = { account: '1', region: 'eu-west-1' };
    const listed = await identityPools.list(owner, { limit: 9 });
    expect(listed.map(({ id }) => id)).toEqual([one.id, two.id].sort());
    expect(await identityPools.list({ ...owner, region: 'us-east-1' }, { limit: 9 })).toEqual([]);
    expect(await guardOf(commit([identityPools.insert(one)]))).toBe('identity-pool.exists');
    await commit([identityPools.update({ ...one, name: 'new', roles: { mappings: {} } })]);
    expect(await identityPools.byId(one.id)).toEqual({ ...one, name: 'new', roles: { mappings: {} }, version: 2 });
    expect(await guardOf(commit([identityPools.delete(one)]))).toBe('identity-pool.changed');
    await commit([identityPools.delete({ ...one, version: 2 })]);
    expect(await identityPools.byId(one.id)).toBeUndefined();
  });

  it('finds an identity by each login; one login leads to one identity', async () => {
    const { identities, commit } = context.store;
    const poolId = anId();
    const one = anIdentity(poolId, 'a', 'b');
    await commit(identities.insert(one));
    expect(await identities.byLogin(poolId, 'accounts.google.com', 'b')).toEqual(one);
    expect(await identities.byLogin(poolId, 'accounts.google.com', 'c')).toBeUndefined();
    expect(await identities.byLogin(anId(), 'accounts.google.com', 'b')).toBeUndefined();
    expect(await guardOf(commit(identities.insert(anIdentity(poolId, 'b'))))).toBe('login.taken');
    const logins = one.logins.slice(1).concat({ provider: 'accounts.google.com', subject: 'c' });
    await commit(identities.update(one, { ...one, logins }));
    expect(await identities.byLogin(poolId, 'accounts.google.com', 'a')).toBeUndefined();
    expect(await identities.byLogin(poolId, 'accounts.google.com', 'c')).toEqual({ ...one, logins, version: 2 });
    expect(await guardOf(commit(identities.update(one, one)))).toBe('identity.changed');
    await commit(identities.delete({ ...one, logins, version: 2 }));
    expect(await identities.byLogin(poolId, 'accounts.google.com', 'c')).toBeUndefined();
  });

  it('merges one identity into another, with all that led to it', async () => {
    const { identities, commit } = context.store;
    const poolId = anId();
    const [from, into] = [anIdentity(poolId, 'a', 'b'), anIdentity(poolId, 'c')];
    await commit([...identities.insert(from), ...identities.insert(into)]);
    const merged = { ...into, logins: [...into.logins, ...from.logins] };
    await commit(identities.merge(from, into, merged));
    expect(await identities.byId(from.id)).toMatchObject({ logins: [], disabled: true });
    expect(await identities.byLogin(poolId, 'accounts.google.com', 'a')).toEqual({ ...merged, version: 2 });
    expect(await guardOf(commit(identities.merge(from, into, merged)))).toBe('identity.changed');
    expect((await identities.list(poolId, { limit: 9 })).map(({ id }) => id)).toEqual([from.id, into.id].sort());
  });

  it('sweeps the identities of a deleted pool', async () => {
    const { identities, identityPools, commit } = context.store;
    const pool = aPool();
    const one = anIdentity(pool.id, 'a');
    await commit([identityPools.insert(pool), ...identities.insert(one)]);
    await commit([identityPools.delete(pool)]);
    await context.store.sweep(10, 1_000);
    expect(await identities.byId(one.id)).toBeUndefined();
    expect(await identities.byLogin(pool.id, 'accounts.google.com', 'a')).toBeUndefined();
  });
};
