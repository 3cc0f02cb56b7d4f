/** oidcc-config-certification-test-plan. */
import { afterAll, beforeAll, expect } from 'vitest';
import { check, type Party, startParty } from './plan.ts';

let party: Party;
let document: Record<string, unknown>;
let issuer: string;
beforeAll(async () => {
  party = await startParty('code');
  issuer = `${party.world.app.core.settings.issuerBase}/${party.world.poolId}`;
  document = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
});
afterAll(() => party.world.stop());

check('oidcc-discovery-endpoint-verification', 'passes', async () => {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(document['issuer']).toBe(issuer);
  for (const name of [
    'authorization_endpoint',
    'jwks_uri',
    'response_types_supported',
    'subject_types_supported',
    'id_token_signing_alg_values_supported',
    'token_endpoint',
    'userinfo_endpoint',
    'scopes_supported',
    'claims_supported',
  ]) {
    expect(document).toHaveProperty(name);
  }
  expect(document['scopes_supported']).toContain('openid');
  expect(document['id_token_signing_alg_values_supported']).toEqual(['RS256']);
});

check(
  'oidcc-discovery-endpoint-verification (endpoints by https)',
  { deviates: 'a development server announces the scheme of its public URL' },
  async () => {
    const { publicUrl } = party.world.app.core.settings;
    for (const [name, value] of Object.entries(document)) {
      if (name.endsWith('_endpoint')) expect(new URL(String(value)).protocol).toBe(new URL(publicUrl).protocol);
    }
  },
);

check('oidcc-discovery-jwks-uri-keys', 'passes', async () => {
  const { keys } = (await (await fetch(String(document['jwks_uri']))).json()) as { keys: Record<string, string>[] };
  expect(keys.length).toBeGreaterThanOrEqual(2);
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  for (const key of keys) {
    expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
    expect(Buffer.from(key['n'] ?? '', 'base64url').length).toBeGreaterThanOrEqual(256);
    expect(key).not.toHaveProperty('d');
  }
});
