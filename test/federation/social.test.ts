/** Social providers: what is asked of each, and what is made of its answers. Their addresses lead to this machine. */
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderDetails } from '../../src/core/identity-providers/provider.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Browser } from './support/browser.ts';
import { type Asked, appleKey, type CraftedUpstream, openCraftedUpstream } from './support/crafted-upstream.ts';
import { outboundFlags } from './support/https-server.ts';
import { createFederatedPool, type FederatedPool, isLeaving, outcomeOf, type PoolOptions } from './support/pool.ts';

let app: TestApp;
let upstream: CraftedUpstream;
let browser: Browser;
beforeAll(async () => {
  upstream = await openCraftedUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(() => {
  upstream.reset();
  browser = new Browser({ ca: upstream.ca });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

type SocialType = 'Facebook' | 'Google' | 'LoginWithAmazon' | 'SignInWithApple';

const SECRETS = { client_id: 'poolhouse', client_secret: 'hush' };

const open = async (
  type: SocialType,
  details: Record<string, string>,
  mapping: Record<string, string>,
  endpoints: ProviderDetails,
  options: PoolOptions = {},
): Promise<FederatedPool> => {
  const pool = await createFederatedPool(app, { providers: [type], ...options });
  await pool.provider({
    ProviderName: type,
    ProviderType: type,
    ProviderDetails: details,
    AttributeMapping: mapping,
  });
  const { identityProviders } = app.core.store;
  const stored = await identityProviders.byName(pool.poolId, type);
  if (!stored) throw new Error('the provider was not stored');
  const here = { ...stored, details: { ...stored.details, ...endpoints } };
  await app.core.store.commit(identityProviders.update(stored, here));
  return pool;
};
const asked = (path: string): Asked => {
  const found = upstream.asked.find((one) => one.path === path);
  if (!found) throw new Error(`nobody asked for ${path}`);
  return found;
};
const said = async (pool: FederatedPool, provider: SocialType) => {
  const { seen: _, ...rest } = await pool.signIn(browser, provider);
  return rest;
};

describe('Google', () => {
  const endpoints = () => ({
    authorize_url: `${upstream.url}/authorize`,
    token_url: `${upstream.url}/token`,
    oidc_issuer: upstream.url,
    attributes_url: `${upstream.url}/v1/people/me?personFields=`,
  });
  const MAPPING = {
    email: 'email',
    email_verified: 'email_verified',
    name: 'names',
    birthdate: 'birthdays',
    gender: 'genders',
    phone_number: 'phoneNumbers',
  };
  const PERSON = {
    resourceName: 'people/Ann-1',
    names: [
      { displayName: 'Old Ann' },
      { metadata: { primary: true }, displayName: 'Ann Lee', givenName: 'Ann', familyName: 'Lee' },
    ],
    birthdays: [{ metadata: { primary: true }, date: { year: 1990, month: 2, day: 3 } }],
    genders: [{ value: 'female' }],
    phoneNumbers: [{ value: '(206) 555-0100', canonicalForm: '+12065550100' }],
    emailAddresses: [{ metadata: { primary: true, verified: true }, value: 'ann@example.com' }],
  };

  it('tells by the ID token and the People API', async () => {
    const pool = await open('Google', { ...SECRETS, authorize_scopes: 'profile email openid' }, MAPPING, endpoints());
    upstream.claims = { email: 'ann@example.com', email_verified: true };
    upstream.answers.set('GET /v1/people/me', () => PERSON);
    expect(await said(pool, 'Google')).toMatchObject({ code: expect.any(String) });
    expect(asked('/v1/people/me').query.get('personFields')?.split(',').sort()).toEqual([
      'birthdays',
      'genders',
      'names',
      'phoneNumbers',
    ]);
    expect(await pool.user('Google_Ann-1')).toMatchObject({
      email: 'ann@example.com',
      email_verified: 'true',
      name: 'Ann Lee',
      birthdate: '1990-02-03',
      gender: 'female',
      phone_number: '+12065550100',
      phone_number_verified: 'false',
    });
  });

  it('is not asked for more where the ID token says all', async () => {
    const mapping = { email: 'email', given_name: 'given_name' };
    const pool = await open('Google', { ...SECRETS, authorize_scopes: 'profile email openid' }, mapping, endpoints());
    upstream.claims = { email: 'ann@example.com', given_name: 'Ann' };
    await said(pool, 'Google');
    expect(upstream.asked.map(({ path }) => path)).not.toContain('/v1/people/me');
    expect(await pool.user('Google_Ann-1')).toMatchObject({ given_name: 'Ann' });
  });

  it('tells by the People API alone where openid is not asked for', async () => {
    const mapping = { email: 'email', email_verified: 'email_verified', given_name: 'given_name' };
    const pool = await open('Google', { ...SECRETS, authorize_scopes: 'profile email' }, mapping, endpoints());
    upstream.answers.set('POST /token', () => ({ access_token: 'at', token_type: 'Bearer' }));
    upstream.answers.set('GET /v1/people/me', () => PERSON);
    expect(await said(pool, 'Google')).toMatchObject({ code: expect.any(String) });
    expect(await pool.user('Google_Ann-1')).toMatchObject({ email: 'ann@example.com', given_name: 'Ann' });
  });

  it('is not told to prompt in ways that it has not', async () => {
    const pool = await open('Google', { ...SECRETS, authorize_scopes: 'openid' }, {}, endpoints());
    await pool.signIn(browser, 'Google', { prompt: 'login' });
    expect(asked('/authorize').query.has('prompt')).toBe(false);
  });
});

describe('Facebook', () => {
  const start = () =>
    open(
      'Facebook',
      { ...SECRETS, authorize_scopes: 'public_profile,email' },
      { email: 'email', name: 'name', picture: 'picture' },
      {
        authorize_url: `${upstream.url}/authorize`,
        token_url: `${upstream.url}/token`,
        attributes_url: `${upstream.url}/me?fields=`,
      },
    );
  beforeEach(() => {
    upstream.answers.set('GET /token', () => ({ access_token: 'EAAB', token_type: 'bearer', expires_in: 5_000 }));
    upstream.answers.set('GET /me', () => ({
      id: '1020304050',
      name: 'Ann',
      email: 'ann@example.com',
      picture: { data: { url: 'https://img.example.com/1', width: 50 } },
    }));
  });

  it('is asked by GET, for the fields that are mapped', async () => {
    const pool = await start();
    expect(await said(pool, 'Facebook')).toMatchObject({ code: expect.any(String) });
    expect(asked('/authorize').query.get('scope')).toBe('public_profile email');
    expect(Object.fromEntries(asked('/token').query)).toMatchObject({
      ...SECRETS,
      code: expect.stringMatching(/^code-/),
      redirect_uri: `${pool.site}/oauth2/idpresponse`,
    });
    expect(asked('/me').query.get('fields')?.split(',').sort()).toEqual(['email', 'id', 'name', 'picture']);
    expect(asked('/me').headers.authorization).toBe('Bearer EAAB');
  });

  it('tells of the person, objects as JSON', async () => {
    const pool = await start();
    await said(pool, 'Facebook');
    expect(await pool.user('Facebook_1020304050')).toMatchObject({
      email: 'ann@example.com',
      email_verified: 'false',
      picture: '{"data":{"url":"https://img.example.com/1","width":50}}',
      status: 'EXTERNAL_PROVIDER',
    });
  });

  it('has its errors told to the client', async () => {
    upstream.answers.set('GET /token', () => ({ status: 400, json: { error: { message: 'Bad code.', code: 100 } } }));
    expect(await said(await start(), 'Facebook')).toMatchObject({
      error: 'invalid_request',
      description: 'Facebook Error - 400 Bad code.',
    });
  });

  it('that does not say who it is brings nobody', async () => {
    upstream.answers.set('GET /me', () => ({ name: 'Ann' }));
    expect(await said(await start(), 'Facebook')).toMatchObject({
      description: 'Facebook does not say who the person is',
    });
  });
});

describe('Login with Amazon', () => {
  it('tells by its profile', async () => {
    const pool = await open(
      'LoginWithAmazon',
      { ...SECRETS, authorize_scopes: 'profile postal_code' },
      { email: 'email', name: 'name', 'custom:zip': 'postal_code', 'custom:token': 'access_token' },
      {
        authorize_url: `${upstream.url}/authorize`,
        token_url: `${upstream.url}/token`,
        attributes_url: `${upstream.url}/user/profile`,
      },
      {
        pool: {
          Schema: ['zip', 'token'].map((Name) => ({ Name, AttributeDataType: 'String' as const, Mutable: true })),
        },
      },
    );
    upstream.answers.set('POST /token', () => ({ access_token: 'Atza|1', token_type: 'bearer', expires_in: 3_600 }));
    upstream.answers.set('GET /user/profile', () => ({
      user_id: 'amzn1.account.ABC',
      email: 'ann@example.com',
      name: 'Ann',
      postal_code: '98101',
    }));
    expect(await said(pool, 'LoginWithAmazon')).toMatchObject({ code: expect.any(String) });
    expect(asked('/authorize').query.get('code_challenge_method')).toBe('S256');
    expect(asked('/token').form.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(await pool.user('LoginWithAmazon_amzn1.account.ABC')).toMatchObject({
      name: 'Ann',
      'custom:zip': '98101',
      'custom:token': 'Atza|1',
    });
  });
});

describe('Sign in with Apple', () => {
  const key = appleKey();
  const start = (private_key = key.pem) =>
    open(
      'SignInWithApple',
      { client_id: 'poolhouse', team_id: 'TEAM', key_id: 'KEY', private_key, authorize_scopes: 'name email' },
      {
        email: 'email',
        email_verified: 'email_verified',
        given_name: 'firstName',
        family_name: 'lastName',
        name: 'name',
      },
      {
        authorize_url: `${upstream.url}/authorize`,
        token_url: `${upstream.url}/token`,
        oidc_issuer: upstream.url,
      },
    );
  const USER = JSON.stringify({ name: { firstName: 'Ann', lastName: 'Lee' }, email: 'victim@example.com' });

  /** Apple's page posts a form to this site, as another site: without its cookies. */
  const answer = async (pool: FederatedPool, more: Record<string, string> = {}) => {
    const seen = await browser.follow(pool.authorize('SignInWithApple'), (at) => at.startsWith(upstream.url));
    const { searchParams: query } = new URL(seen.location ?? '');
    upstream.request.nonce = query.get('nonce') ?? '';
    const form = { code: 'c1', state: query.get('state') ?? '', ...more };
    const bounced = await browser.open(query.get('redirect_uri') ?? '', { form, crossSite: true });
    return { query, outcome: outcomeOf(await browser.follow(bounced.location ?? '', isLeaving(pool.site))) };
  };

  it('is asked for a form, and brings the name in it', async () => {
    const pool = await start();
    upstream.claims = { email: 'ann@privaterelay.appleid.com', email_verified: 'true' };
    const { query, outcome } = await answer(pool, { user: USER });
    expect(query.get('response_mode')).toBe('form_post');
    expect(outcome).toMatchObject({ code: expect.any(String) });
    expect(await pool.user('SignInWithApple_Ann-1')).toMatchObject({
      given_name: 'Ann',
      family_name: 'Lee',
      name: 'Ann Lee',
      email: 'ann@privaterelay.appleid.com',
      email_verified: 'true',
    });
  });

  it('tells the e-mail address in the ID token alone', async () => {
    const pool = await start();
    await answer(pool, { user: USER });
    expect(await pool.user('SignInWithApple_Ann-1')).not.toHaveProperty('email');
  });

  it('is shown a client secret that is signed for it', async () => {
    const pool = await start();
    await answer(pool);
    const secret = asked('/token').form.get('client_secret') ?? '';
    const { payload, protectedHeader } = await jwtVerify(secret, key.publicKey, {
      issuer: 'TEAM',
      subject: 'poolhouse',
      audience: upstream.url,
    });
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'KEY' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  it('takes a key without its first and last line', async () => {
    const pool = await start(key.pem.replace(/-----.*-----/g, '').replace(/\n/g, ''));
    expect((await answer(pool)).outcome.code).toMatch(/./);
  });

  it('cannot be asked with a key that is none', async () => {
    expect((await answer(await start('nonsense'))).outcome).toMatchObject({
      error: 'invalid_request',
      description: 'The private key of Sign in with Apple cannot be used',
    });
  });

  it('says when the person cancels', async () => {
    const pool = await start();
    const { outcome } = await answer(pool, { code: '', error: 'user_cancelled_authorize' });
    expect(outcome).toMatchObject({ error: 'access_denied', description: 'user_cancelled_authorize', state: 'xyz' });
  });

  it('survives a name that is none', async () => {
    const pool = await start();
    for (const user of ['x', '[]', 'null', '{"name":"Ann"}', '{"name":{"firstName":{"a":1}}}']) {
      expect((await answer(pool, { user })).outcome.code).toMatch(/./);
      browser = new Browser({ ca: upstream.ca });
    }
  });
});
