import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Device } from '../../../src/core/devices/device.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aPool, aUser } from '../support/rows.ts';

type Owner = { poolId: string; sub: string };

const aDevice = ({ poolId, sub }: Owner, overrides: Partial<Device> = {}): Device => ({
  poolId,
  sub,
  key: `us-east-1_${randomUUID()}`,
  name: 'Änne’s “phone” \\ 😀',
  status: 'remembered',
  sealedVerifier: `sealed-${randomUUID()}`,
  lastIp: '2001:db8::1',
  createdAt: 1_700_000_000_001,
  modifiedAt: 1_700_000_000_002,
  lastAuthenticatedAt: 1_700_000_000_003,
  ...overrides,
});

export const devicesConform = (context: StoreUnderTest) => {
  const owner = async () => {
    const { store } = context;
    const pool = aPool();
    const user = aUser(pool.id);
    await store.commit([store.pools.insert(pool), store.users.insert(user)]);
    return { store, pool, user };
  };
  const exists = { guard: 'device.exists' };
  const changed = { guard: 'device.changed' };

  it('gives a device back as it was stored, to its own user alone', async () => {
    const { store, user } = await owner();
    const full = aDevice(user);
    const { name: _, sealedVerifier: __, lastIp: ___, ...bare } = aDevice(user, { status: 'not_remembered' });
    for (const device of [full, bare]) {
      await store.commit([store.devices.insert(device)]);
      expect(await store.devices.byKey(user.poolId, user.sub, device.key)).toEqual(device);
    }
    expect(await store.devices.byKey(user.poolId, randomUUID(), full.key)).toBe(undefined);
  });

  it('takes a key once, and only for a user who is there', async () => {
    const { store, user } = await owner();
    const device = aDevice(user);
    const once = Array.from({ length: 5 }, () => store.commit([store.devices.insert(device)]));
    const outcomes = await Promise.allSettled(once);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(store.commit([store.devices.insert(device)])).rejects.toMatchObject(exists);
    const nobody = aDevice({ poolId: user.poolId, sub: randomUUID() });
    await expect(store.commit([store.devices.insert(nobody)])).rejects.toMatchObject(exists);
  });

  it('lists by key, page by page, all or the remembered ones', async () => {
    const { store, user } = await owner();
    const all = [0, 1, 2, 3, 4].map((n) =>
      aDevice(user, { key: `us-east-1_${n}`, status: n % 2 === 0 ? 'remembered' : 'not_remembered' }),
    );
    await store.commit(all.toReversed().map((device) => store.devices.insert(device)));
    const { ofUser, rememberedOf } = store.devices;
    expect(await ofUser(user.poolId, user.sub, { limit: 3 })).toEqual(all.slice(0, 3));
    expect(await ofUser(user.poolId, user.sub, { limit: 3, after: all[2]!.key })).toEqual(all.slice(3));
    expect(await rememberedOf(user.poolId, user.sub, { limit: 2 })).toEqual([all[0], all[2]]);
    expect(await rememberedOf(user.poolId, user.sub, { limit: 2, after: all[2]!.key })).toEqual([all[4]]);
  });

  it('changes status and last sign-in, of a device that is there', async () => {
    const { store, user } = await owner();
    const device = aDevice(user);
    await store.commit([store.devices.insert(device)]);
    await store.commit([store.devices.setStatus({ ...device, status: 'not_remembered' }, 7)]);
    await store.commit([store.devices.signedIn(device, 9, undefined)]);
    const { lastIp: _, ...rest } = device;
    expect(await store.devices.byKey(user.poolId, user.sub, device.key)).toEqual({
      ...rest,
      status: 'not_remembered',
      modifiedAt: 7,
      lastAuthenticatedAt: 9,
    });
    const missing = aDevice(user);
    await expect(store.commit([store.devices.setStatus(missing, 7)])).rejects.toMatchObject(changed);
    await store.commit([store.devices.signedIn(missing, 9, '192.0.2.1')]);
    expect(await store.devices.byKey(user.poolId, user.sub, missing.key)).toBe(undefined);
  });

  it('forgets once; the key stays taken until its time is over', async () => {
    const { store, user } = await owner();
    const device = aDevice(user);
    await store.commit([store.devices.insert(device)]);
    const until = 50 * 24 * 3600 * 1000;
    await store.commit([store.devices.forget(device, until)]);
    await expect(store.commit([store.devices.forget(device, until)])).rejects.toMatchObject(changed);
    await expect(store.commit([store.devices.setStatus(device, 7)])).rejects.toMatchObject(changed);
    await store.commit([store.devices.signedIn(device, 9, '192.0.2.1')]);
    expect(await store.devices.byKey(user.poolId, user.sub, device.key)).toBe(undefined);
    expect(await store.devices.ofUser(user.poolId, user.sub, { limit: 9 })).toEqual([]);
    expect(await store.devices.rememberedOf(user.poolId, user.sub, { limit: 9 })).toEqual([]);
    const secrets = (await store.sealed.scan(10_000)).map(({ sealed }) => sealed);
    expect(secrets).not.toContain(device.sealedVerifier);
    await store.sweep(until - 1, 1000);
    await expect(store.commit([store.devices.insert(device)])).rejects.toMatchObject(exists);
    await store.sweep(until, 1000);
    await store.commit([store.devices.insert(device)]);
  });

  it('gives up verifiers for another master key', async () => {
    const { store, user } = await owner();
    const device = aDevice(user);
    const { sealedVerifier: _, ...bare } = aDevice(user);
    await store.commit([store.devices.insert(device), store.devices.insert(bare)]);
    const found = (await store.sealed.scan(10_000)).filter(({ context: bound }) => bound.includes(user.sub));
    const value = found.find(({ purpose }) => purpose === 'device')!;
    expect(found.filter(({ purpose }) => purpose === 'device')).toHaveLength(1);
    expect(value).toMatchObject({
      context: `${user.poolId}/${user.sub}/${device.key}`,
      sealed: device.sealedVerifier,
    });
    await store.commit([store.sealed.replace(value, 'resealed')]);
    const stored = await store.devices.byKey(user.poolId, user.sub, device.key);
    expect(stored).toEqual({ ...device, sealedVerifier: 'resealed' });
  });

  it('goes with its user, and with its pool', async () => {
    const { store, pool, user } = await owner();
    const stays = aUser(pool.id);
    const [gone, left] = [aDevice(user), aDevice(stays)];
    await store.commit([store.users.insert(stays)]);
    await store.commit([store.devices.insert(gone), store.devices.insert(left)]);
    await store.commit(store.users.delete(user));
    expect(await store.devices.byKey(pool.id, user.sub, gone.key)).toBe(undefined);
    expect(await store.devices.byKey(pool.id, stays.sub, left.key)).toEqual(left);
    await store.commit([store.pools.delete(pool)]);
    while ((await store.sweep(1, 1000)) > 0);
    expect(await store.devices.byKey(pool.id, stays.sub, left.key)).toBe(undefined);
  });
};
