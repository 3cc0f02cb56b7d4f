/** What attackers send, and what a bad provider says. */
import { createPublicKey } from 'node:crypto';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Browser } from './support/browser.ts';
import { type CraftedUpstream, openCraftedUpstream, rsaKey } from './support/crafted-upstream.ts';
import { outboundFlags } from './support/https-server.ts';
import { CLIENT } from './support/oidc-upstream.ts';
import { createFederatedPool, type FederatedPool, isLeaving, oidcDetails, outcomeOf } from './support/pool.ts';

let app: TestApp;
let upstream: CraftedUpstream;
let pool: FederatedPool;
let browser: Browser;

beforeAll(async () => {
  upstream = await openCraftedUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(async () => {
  upstream.reset();
  browser = new Browser({ ca: upstream.ca });
  pool = await createFederatedPool(app, { providers: ['Upstream', 'Other'] });
  const AttributeMapping = { email: 'email', email_verified: 'email_verified' };
  await pool.provider({ ProviderDetails: oidcDetails(upstream.url), AttributeMapping });
  await pool.provider({ ProviderName: 'Other', ProviderDetails: oidcDetails(upstream.url), AttributeMapping });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

/** To the provider and back, up to the answer that this site would be asked with. */
const answerOf = async (who: Browser, provider = 'Upstream'): Promise<string> => {
  const seen = await who.follow(pool.authorize(provider), (location) => location.includes('/oauth2/idpresponse'));
  return seen.location ?? '';
};
const bring = async (who: Browser, answer: string) => outcomeOf(await who.follow(answer, isLeaving(pool.site)));
const said = async () => {
  const { seen: _, ...rest } = await pool.signIn(browser, 'Upstream');
  return rest;
};
const invalid = (description: string) => ({ error: 'invalid_request', description, state: 'xyz' });
const tokenRequests = () => upstream.asked.filter(({ path }) => path === '/token').length;

it('an honest answer signs in', async () => {
  expect(await said()).toMatchObject({ code: expect.any(String) });
});

describe('state', () => {
  /** Nobody is sent to the client, and the code goes nowhere. */
  const nothing = async (who: Browser, answer: string) => {
    const before = tokenRequests();
    const { seen } = await bring(who, answer);
    expect(seen.location).toMatch(/\/error\?error=invalid_request/);
    expect(tokenRequests()).toBe(before);
    expect(who.cookies.some(({ name }) => name === 'cognito')).toBe(false);
  };

  it('of another browser is refused (session fixation, CSRF)', async () => {
    const answer = await answerOf(browser);
    const victim = new Browser({ ca: upstream.ca });
    await victim.follow(pool.authorize('Upstream'), (location) => location.includes('/oauth2/idpresponse'));
    await nothing(victim, answer);
    await nothing(new Browser(), answer);
  });

  it('counts once', async () => {
    const answer = await answerOf(browser);
    const second = new Browser({ ca: upstream.ca });
    second.cookies = [...browser.cookies];
    expect(await bring(browser, answer)).toMatchObject({ code: expect.any(String) });
    await nothing(second, answer);
  });

  it('counts once when brought twice at the same moment', async () => {
    const answer = await answerOf(browser);
    const second = new Browser({ ca: upstream.ca });
    second.cookies = [...browser.cookies];
    const [one, other] = await Promise.all([bring(browser, answer), bring(second, answer)]);
    expect([one.code, other.code].filter(Boolean)).toHaveLength(1);
    expect(tokenRequests()).toBe(1);
  });

  it('is forged, cut, missing', async () => {
    const answer = new URL(await answerOf(browser));
    const state = answer.searchParams.get('state') ?? '';
    const middle = Math.floor(state.length / 2);
    const turned = `${state.slice(0, middle)}${state[middle] === 'A' ? 'B' : 'A'}${state.slice(middle + 1)}`;
    for (const forged of ['', 'xyz', turned, state.slice(0, -4)]) {
      answer.searchParams.set('state', forged);
      await nothing(browser, answer.href);
    }
  });

  it('is old', async () => {
    const answer = await answerOf(browser);
    app.clock.advance(15 * 60_000);
    await nothing(browser, answer);
  });

  it('of another pool’s site', async () => {
    const other = await createFederatedPool(app);
    const { search } = new URL(await answerOf(browser));
    browser.cookies = browser.cookies.map((cookie) => ({ ...cookie, path: '/' }));
    const seen = await browser.open(`${other.site}/oauth2/idpresponse${search}`);
    expect(seen.location).toMatch(new RegExp(`^${other.site}/error`));
  });

  it('cannot be spent by others: a stolen answer without its browser leaves it good', async () => {
    const answer = await answerOf(browser);
    await nothing(new Browser(), answer);
    expect(await bring(browser, answer)).toMatchObject({ code: expect.any(String) });
  });
});

describe('the answer', () => {
  it('of another issuer is refused before its code goes anywhere (mix-up, RFC 9207)', async () => {
    upstream.extra = { iss: 'https://evil.example.com' };
    expect(await said()).toEqual(invalid('Bad iss parameter'));
    expect(tokenRequests()).toBe(0);
  });

  it('must name its issuer where the provider says that it does', async () => {
    upstream.answers.set('GET /.well-known/openid-configuration', () => ({
      issuer: upstream.url,
      authorization_endpoint: `${upstream.url}/authorize`,
      token_endpoint: `${upstream.url}/token`,
      jwks_uri: `${upstream.url}/keys`,
      authorization_response_iss_parameter_supported: true,
    }));
    // Another address of the same provider: what was read of it before is kept for a while.
    const details = { ...oidcDetails(`${upstream.url}/`), authorize_url: `${upstream.url}/authorize` };
    const strict = await createFederatedPool(app);
    await strict.provider({ ProviderDetails: details });
    expect((await strict.signIn(browser, 'Upstream')).description).toBe('Bad iss parameter');
    expect(tokenRequests()).toBe(0);
    upstream.extra = { iss: upstream.url };
    expect((await strict.signIn(browser, 'Upstream')).code).toMatch(/./);
  });

  it('with a second code, or two errors, is refused', async () => {
    const answer = await answerOf(browser);
    expect(await bring(browser, `${answer}&code=injected`)).toMatchObject({
      description: 'code is given more than once',
    });
    expect(tokenRequests()).toBe(0);
  });

  it('says in plain characters what went wrong', async () => {
    const answer = new URL(await answerOf(browser));
    answer.searchParams.delete('code');
    answer.searchParams.set('error', 'whatever');
    answer.searchParams.set('error_description', 'a\r\nSet-Cookie: b=c"\\é');
    const { seen, description } = await bring(browser, answer.href);
    expect(description).toBe('a  Set-Cookie: b=c   ');
    expect(seen.headers['set-cookie'] ?? '').not.toContain('b=c');
  });

  it('by another site’s form is believed only when the browser brings it itself', async () => {
    const answer = new URL(await answerOf(browser));
    const form = Object.fromEntries(answer.searchParams);
    const seen = await browser.open(`${pool.site}/oauth2/idpresponse`, { form, crossSite: true });
    expect(seen.status).toBe(303);
    expect(seen.cookies).toEqual([]);
    expect(tokenRequests()).toBe(0);
    expect(await bring(browser, seen.location ?? '')).toMatchObject({ code: expect.any(String) });
  });
});

describe('a code', () => {
  it('goes to the token endpoint with the verifier, the secret and the address of this browser’s request', async () => {
    await said();
    const authorize = upstream.asked.find(({ path }) => path === '/authorize');
    const token = upstream.asked.find(({ path }) => path === '/token');
    expect(Object.fromEntries(token?.form ?? [])).toMatchObject({
      ...CLIENT,
      grant_type: 'authorization_code',
      redirect_uri: `${pool.site}/oauth2/idpresponse`,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    });
    const verifier = Buffer.from(token?.form.get('code_verifier') ?? '');
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', verifier)).toString('base64url');
    expect(authorize?.query.get('code_challenge')).toBe(hash);
  });

  it('injected from another sign-in brings an ID token with another nonce', async () => {
    upstream.claims = { nonce: 'of-another-sign-in' };
    expect(await said()).toEqual(invalid('Bad id_token nonce'));
  });

  it('that brings no ID token is refused', async () => {
    upstream.answers.set('POST /token', () => ({ access_token: 'at', token_type: 'Bearer' }));
    expect((await said()).error).toBe('invalid_request');
  });

  it('refused by the provider is told to the client', async () => {
    upstream.answers.set('POST /token', () => ({
      status: 400,
      json: { error: 'invalid_grant', error_description: 'Unknown code' },
    }));
    expect(await said()).toEqual(invalid('Upstream Error - 400 invalid_grant Unknown code'));
  });

  it('is sent nowhere else, whatever the token endpoint answers', async () => {
    upstream.answers.set('POST /token', () => ({ status: 307, location: `${upstream.url}/elsewhere` }));
    expect((await said()).error).toBe('invalid_request');
    expect(upstream.asked.map(({ path }) => path)).not.toContain('/elsewhere');
  });
});

describe('an ID token', () => {
  const withToken = (make: () => string | Promise<string>) =>
    upstream.answers.set('POST /token', async () => ({
      access_token: 'at',
      token_type: 'Bearer',
      id_token: await make(),
    }));
  const refusedToken = async () => {
    const answer = await said();
    expect(answer).toMatchObject({ error: 'invalid_request', description: expect.stringMatching(/^Bad id_token/) });
    await expect(pool.user('Upstream_Ann-1')).rejects.toThrow('User does not exist.');
    return answer.description;
  };
  const unsigned = async (alg: string) => {
    const [, payload] = (await upstream.idToken()).split('.');
    return `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${payload}.`;
  };

  it.each(['none', 'None', 'NONE'])('with alg %s', async (alg) => {
    withToken(() => unsigned(alg));
    await refusedToken();
  });

  it('signed by HS256 with the client secret', async () => {
    withToken(() => upstream.idToken(Buffer.from(CLIENT.client_secret), 'HS256'));
    await refusedToken();
  });

  it('signed by HS256 with the public key', async () => {
    const pem = createPublicKey(upstream.key).export({ type: 'spki', format: 'pem' });
    withToken(() => upstream.idToken(Buffer.from(pem), 'HS256'));
    await refusedToken();
  });

  it('signed by another key under the same kid', async () => {
    withToken(() => upstream.idToken(rsaKey()));
    await refusedToken();
  });

  it('that brings its own key, or says where there is one', async () => {
    const mine = rsaKey();
    const jwk = await exportJWK(createPublicKey(mine));
    upstream.answers.set('GET /evil-keys', () => ({ keys: [{ ...jwk, kid: 'evil' }] }));
    for (const header of [
      { jwk, kid: undefined },
      { jku: `${upstream.url}/evil-keys`, kid: 'evil' },
      { x5u: `${upstream.url}/evil-keys`, kid: 'evil' },
      { kid: '../../evil-keys' },
      { kid: `${upstream.url}/evil-keys` },
    ]) {
      upstream.header = header;
      withToken(() => upstream.idToken(mine));
      await refusedToken();
    }
    expect(upstream.asked.map(({ path }) => path)).not.toContain('/evil-keys');
  });

  it('with a critical header that nobody here knows', async () => {
    withToken(async () => {
      const [, payload, signature] = (await upstream.idToken()).split('.');
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'key-1', crit: ['exp'], exp: 1 }));
      return `${header.toString('base64url')}.${payload}.${signature}`;
    });
    expect((await said()).error).toBe('invalid_request');
  });

  it.each([
    ['iss', { iss: 'https://evil.example.com' }],
    ['aud', { aud: 'another-client' }],
    ['nonce', { nonce: undefined }],
    ['azp', { aud: ['poolhouse', 'another-client'], azp: 'another-client' }],
    ['azp', { aud: ['poolhouse', 'another-client'] }],
    ['sub', { sub: undefined }],
    ['exp', { exp: Math.floor(Date.now() / 1_000) - 120 }],
    ['iat', { iat: undefined }],
    ['nbf', { nbf: Math.floor(Date.now() / 1_000) + 600 }],
  ])('with a bad %s: %j', async (_claim, claims) => {
    upstream.claims = claims;
    await refusedToken();
  });

  it('may be a little ahead of this clock', async () => {
    upstream.claims = { exp: Math.floor(Date.now() / 1_000) - 10 };
    expect((await said()).code).toMatch(/./);
  });

  it('is checked by keys that are kept for a while', async () => {
    await said();
    await pool.signIn(new Browser({ ca: upstream.ca }), 'Upstream');
    expect(upstream.asked.filter(({ path }) => path === '/keys').length).toBeLessThan(2);
  });

  it('is checked by keys from the stored address alone', async () => {
    upstream.answers.set('GET /.well-known/openid-configuration', () => ({
      issuer: upstream.url,
      jwks_uri: `${upstream.url}/evil-keys`,
    }));
    await said();
    expect(upstream.asked.map(({ path }) => path)).not.toContain('/evil-keys');
  });
});

describe('userinfo', () => {
  it('about somebody else is refused', async () => {
    upstream.userInfo = { sub: 'Bob-1', email: 'bob@example.com' };
    expect(await said()).toEqual(invalid('Bad userInfo sub'));
  });

  it('with an address that is not verified leaves it unverified', async () => {
    upstream.userInfo = { email: 'victim@example.com', email_verified: false };
    await said();
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({ email: 'victim@example.com', email_verified: 'false' });
  });

  it('that leads elsewhere is not followed: the access token stays with the provider', async () => {
    upstream.answers.set('GET /userinfo', () => ({ status: 302, location: `${upstream.url}/elsewhere` }));
    expect(await said()).toEqual(invalid('Upstream Error - 302 error getting user attributes'));
    expect(upstream.asked.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('that fails is told to the client', async () => {
    upstream.answers.set('GET /userinfo', () => ({ status: 500 }));
    expect(await said()).toEqual(invalid('Upstream Error - 500 error getting user attributes'));
  });

  it('cannot set what the service alone sets', async () => {
    upstream.userInfo = { identities: 'x', 'cognito:groups': ['admins'], 'custom:admin': 'true' };
    await said();
    const user = await pool.user('Upstream_Ann-1');
    expect(JSON.parse(user['identities'] ?? '')).toHaveLength(1);
    expect(user).not.toHaveProperty('custom:admin');
  });
});

describe('a provider that leads inside', () => {
  it('by a redirect of its documents reaches nothing', async () => {
    upstream.answers.set('GET /private/.well-known/openid-configuration', () => ({
      status: 302,
      location: 'https://192.168.0.1/.well-known/openid-configuration',
    }));
    const inside = await createFederatedPool(app);
    await expect(inside.provider({ ProviderDetails: oidcDetails(`${upstream.url}/private`) })).rejects.toThrow(
      'Unable to contact well-known endpoint',
    );
  });

  it('by its endpoints reaches nothing', async () => {
    const guarded = await startTestApp({ flags: { 'outbound-ca-file': upstream.caFile } });
    try {
      const inside = await createFederatedPool(guarded);
      const endpoints = {
        jwks_uri: '/keys',
        token_url: '/token',
        attributes_url: '/userinfo',
        authorize_url: '/authorize',
      };
      const explicit = Object.fromEntries(
        Object.entries(endpoints).map(([name, path]) => [name, `${upstream.url}${path}`]),
      );
      await inside.provider({ ProviderDetails: { ...oidcDetails(upstream.url), ...explicit } });
      upstream.asked.length = 0;
      const { seen: _, ...rest } = await inside.signIn(browser, 'Upstream');
      expect(rest).toEqual(invalid('The identity provider could not be reached'));
      expect(upstream.asked.map(({ path }) => path)).toEqual(['/authorize']);
    } finally {
      await guarded.stop();
    }
  });
});

describe('a client', () => {
  it('cannot be changed on the way: the request in the state counts', async () => {
    const answer = await answerOf(browser);
    const { seen } = await bring(browser, `${answer}&redirect_uri=https%3A%2F%2Fevil.example.com&client_id=x`);
    expect(seen.location).toMatch(/^https:\/\/app\.example\.com\/callback\?code=/);
  });

  it('that allows a provider no longer refuses its answers', async () => {
    const answer = await answerOf(browser, 'Other');
    const { DeleteIdentityProviderCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    await app.cognito.send(new DeleteIdentityProviderCommand({ UserPoolId: pool.poolId, ProviderName: 'Other' }));
    const { error } = await bring(browser, answer);
    expect(error).toBe('invalid_request');
    expect(tokenRequests()).toBe(0);
  });
});
