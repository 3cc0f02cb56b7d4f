import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Passkey } from '../../../src/core/passkeys/passkey.ts';
import type { User } from '../../../src/core/users/user.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import { aPool, aUser, newPoolId } from '../support/rows.ts';

const aPasskey = ({ poolId, sub }: Pick<User, 'poolId' | 'sub'>, overrides: Partial<Passkey> = {}): Passkey => ({
  poolId,
  sub,
  id: randomBytes(16).toString('base64url'),
  publicKey: 'pQECAyYg',
  counter: 0,
  transports: ['internal', 'hybrid'],
  attachment: 'platform',
  name: 'Passkey',
  relyingPartyId: 'example.com',
  createdAt: 10,
  version: 1,
  ...overrides,
});

export const passkeysConform = (context: StoreUnderTest) => {
  it('gives them back as they were stored, by id and of their user, oldest first', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    // As long as ids get: 1023 bytes.
    const id = randomBytes(1023).toString('base64url');
    const young = aPasskey(user, { id, createdAt: 30, counter: 4_294_967_295, transports: [] });
    const { attachment: _, ...bare } = aPasskey(user, { createdAt: 20 });
    const stranger = aPasskey(aUser(user.poolId));
    await store.commit([young, bare, stranger].map((passkey) => store.passkeys.insert(passkey)));
    expect(await store.passkeys.byId(user.poolId, young.id)).toEqual(young);
    expect(await store.passkeys.byId(newPoolId(), young.id)).toBe(undefined);
    expect(await store.passkeys.ofUser(user.poolId, user.sub)).toEqual([bare, young]);
  });

  it('takes an id once in a pool', async () => {
    const { store } = context;
    const passkey = aPasskey(aUser(newPoolId()));
    const other = { ...passkey, sub: aUser(passkey.poolId).sub };
    await store.commit([store.passkeys.insert(passkey)]);
    await expect(store.commit([store.passkeys.insert(other)])).rejects.toMatchObject({ guard: 'passkey.exists' });
    await store.commit([store.passkeys.insert({ ...passkey, poolId: newPoolId() })]);
  });

  it('moves the counter of the row that was read', async () => {
    const { store } = context;
    const passkey = aPasskey(aUser(newPoolId()));
    await store.commit([store.passkeys.insert(passkey)]);
    await store.commit([store.passkeys.count(passkey, 7)]);
    const late = store.commit([store.passkeys.count(passkey, 8)]);
    await expect(late).rejects.toMatchObject({ guard: 'passkey.changed' });
    expect(await store.passkeys.byId(passkey.poolId, passkey.id)).toEqual({ ...passkey, counter: 7, version: 2 });
  });

  it('deletes one once', async () => {
    const { store } = context;
    const passkey = aPasskey(aUser(newPoolId()));
    await store.commit([store.passkeys.insert(passkey)]);
    await store.commit([store.passkeys.delete(passkey)]);
    const again = store.commit([store.passkeys.delete(passkey)]);
    await expect(again).rejects.toMatchObject({ guard: 'passkey.changed' });
    expect(await store.passkeys.byId(passkey.poolId, passkey.id)).toBe(undefined);
  });

  it('go with their user', async () => {
    const { store } = context;
    const user = aUser(newPoolId());
    const passkey = aPasskey(user);
    const stays = aPasskey(aUser(user.poolId));
    await store.commit([store.users.insert(user), store.passkeys.insert(passkey), store.passkeys.insert(stays)]);
    await store.commit(store.users.delete(user));
    expect(await store.passkeys.byId(user.poolId, passkey.id)).toBe(undefined);
    expect(await store.passkeys.byId(user.poolId, stays.id)).toEqual(stays);
  });

  it('go with their pool', async () => {
    const { store } = context;
    const pool = aPool();
    const passkey = aPasskey(aUser(pool.id));
    await store.commit([store.pools.insert(pool), store.passkeys.insert(passkey)]);
    await store.commit([store.pools.delete(pool)]);
    while ((await store.sweep(10, 50)) > 0);
    expect(await store.passkeys.byId(pool.id, passkey.id)).toBe(undefined);
  });
};
