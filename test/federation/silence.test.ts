/** A provider that does not answer, in the words that clients in the field know. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { createOidc } from '../../src/adapters/oidc.ts';
import { asked } from '../../src/core/federation/ask.ts';
import { type Fetch, FetchFailed, TIMEOUTS } from '../../src/core/ports.ts';
import { TestClock } from '../support/test-app.ts';

const ISSUER = 'https://idp.example.com';
const CLIENT = 'client';

const party = {
  name: 'Upstream',
  issuer: ISSUER,
  clientId: CLIENT,
  clientSecret: 'secret',
  tokenEndpoint: `${ISSUER}/token`,
  jwksUri: `${ISSUER}/keys`,
  discovers: false,
};
const answer = {
  code: 'code',
  issuer: undefined,
  redirectUri: 'https://site.example.com/cb',
  nonce: 'n',
  verifier: undefined,
};

const said = async (fetch: Fetch): Promise<string> => {
  const oidc = createOidc({ fetch, clock: new TestClock() });
  return oidc.redeem(party, answer).then(
    () => 'redeemed',
    ({ message }: Error) => message,
  );
};

const timeout = () => Promise.reject(new FetchFailed('timeout', 'no answer in time'));
const reset = () =>
  Promise.reject(
    new FetchFailed('network', 'reset', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }),
  );

const signed = (claims: object): string => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [head, body] = [{ alg: 'RS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url')}`;
};

const json = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

test('the token endpoint', async () => {
  expect(await said(timeout)).toBe('Timeout occurred in calling IdP token endpoint');
  expect(await said(reset)).toBe('Connection reset');
  expect(await said(() => Promise.reject(new FetchFailed('refused', 'inside')))).toBe(
    'The identity provider could not be reached',
  );
});

test('the keys', async () => {
  const now = Math.floor(Date.now() / 1_000);
  const id_token = signed({ iss: ISSUER, aud: CLIENT, sub: 's', nonce: 'n', iat: now, exp: now + 60 });
  const tokens = json({ access_token: 'a', token_type: 'Bearer', id_token });
  expect(await said((url) => (url.endsWith('/keys') ? timeout() : Promise.resolve(tokens)))).toBe(
    'Timeout in calling jwks uri',
  );
});

test('userinfo, and providers without ID tokens', async () => {
  await expect(asked({ fetch: timeout }, ISSUER, {}, TIMEOUTS.userInfo)).rejects.toThrow('Read timed out');
  await expect(asked({ fetch: timeout }, ISSUER, {}, TIMEOUTS.token)).rejects.toThrow(
    'Timeout occurred in calling IdP token endpoint',
  );
});
