import { describe, expect, it } from 'vitest';
import { readableNames, writableNames } from '../../src/core/clients/attributes.ts';
import type { Client, ClientSettings } from '../../src/core/clients/client.ts';
import { completeClientSettings } from '../../src/core/clients/defaults.ts';
import { accessTokenSeconds, idTokenSeconds, refreshTokenSeconds } from '../../src/core/clients/validity.ts';
import { schemaOf } from '../../src/core/pools/schema.ts';

const client = (given: Partial<ClientSettings> = {}): Client => ({
  poolId: 'us-east-1_x',
  id: 'client',
  version: 1,
  createdAt: 0,
  modifiedAt: 0,
  name: 'client',
  sealedSecrets: [],
  settings: completeClientSettings(given),
});

describe('how long tokens live', () => {
  it.each<[Partial<ClientSettings>, number, number, number]>([
    [{}, 3_600, 3_600, 30 * 86_400],
    [{ accessTokenValidity: 2, idTokenValidity: 3, refreshTokenValidity: 1 }, 7_200, 10_800, 86_400],
    [
      {
        accessTokenValidity: 5,
        idTokenValidity: 300,
        refreshTokenValidity: 2,
        tokenValidityUnits: { accessToken: 'minutes', idToken: 'seconds', refreshToken: 'hours' },
      },
      300,
      300,
      7_200,
    ],
    [{ tokenValidityUnits: { accessToken: 'days' }, accessTokenValidity: 1 }, 86_400, 3_600, 30 * 86_400],
    [{ tokenValidityUnits: { accessToken: 'minutes' } }, 3_600, 3_600, 30 * 86_400],
    [{ tokenValidityUnits: { refreshToken: 'minutes' }, refreshTokenValidity: 0 }, 3_600, 3_600, 30 * 86_400],
  ])('%o', (given, access, id, refresh) => {
    expect(accessTokenSeconds(client(given))).toBe(access);
    expect(idTokenSeconds(client(given))).toBe(id);
    expect(refreshTokenSeconds(client(given))).toBe(refresh);
  });
});

describe('which attributes a client works with', () => {
  const pool = {
    schema: schemaOf([
      { name: 'tier', type: 'String', mutable: false },
      { name: 'note', type: 'String', developerOnly: true },
    ]),
  };

  it('are the standard ones to read, unless the client says; all for administrators', () => {
    expect(readableNames(pool, client()).size).toBe(21);
    expect(readableNames(pool).size).toBe(23);
    expect(readableNames(pool, client({ readAttributes: ['email'] }))).toEqual(new Set(['email']));
  });

  it('leave out to write what the service and administrators set', () => {
    const names = writableNames(pool, client());
    for (const name of ['sub', 'identities', 'email_verified', 'phone_number_verified', 'dev:custom:note']) {
      expect(names).not.toContain(name);
    }
    for (const name of ['email', 'preferred_username', 'updated_at']) expect(names).toContain(name);
    expect(names).not.toContain('custom:tier');
    expect(writableNames(pool, client({ writeAttributes: ['email'] }))).toEqual(new Set(['email']));
  });

  it('let administrators write what clients cannot, but not what the service sets', () => {
    const names = writableNames(pool);
    for (const name of ['email_verified', 'dev:custom:note', 'custom:tier']) expect(names).toContain(name);
    for (const name of ['sub', 'identities']) expect(names).not.toContain(name);
  });
});
