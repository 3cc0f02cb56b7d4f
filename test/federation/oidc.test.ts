/** Sign-ins through oidc-provider, end to end. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Browser } from './support/browser.ts';
import { outboundFlags } from './support/https-server.ts';
import { type OidcUpstream, openOidcUpstream } from './support/oidc-upstream.ts';
import { CALLBACK, createFederatedPool, type FederatedPool, oidcDetails } from './support/pool.ts';

let app: TestApp;
let upstream: OidcUpstream;
let pool: FederatedPool;
let browser: Browser;

beforeAll(async () => {
  upstream = await openOidcUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(async () => {
  upstream.refuses = false;
  upstream.asked.length = 0;
  upstream.person = {
    sub: 'Ann-1',
    claims: { email: 'ann@example.com', email_verified: true, name: 'Ann', level: 7, groups: ['a b', 'c'] },
  };
  browser = new Browser({ ca: upstream.ca });
  pool = await createFederatedPool(app, {
    pool: {
      Schema: [
        { Name: 'level', AttributeDataType: 'Number', Mutable: true },
        { Name: 'groups', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: { MaxLength: '40' } },
      ],
    },
  });
  await pool.provider({
    ProviderDetails: oidcDetails(upstream.url),
    AttributeMapping: {
      email: 'email',
      email_verified: 'email_verified',
      name: 'name',
      'custom:level': 'level',
      'custom:groups': 'groups',
    },
  });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

describe('an OpenID Connect provider', () => {
  it('brings a new user, with mapped attributes', async () => {
    const { code, state, error, description } = await pool.signIn(browser, 'Upstream');
    expect({ error, description }).toEqual({});
    expect(state).toBe('xyz');
    expect(code).toBeTruthy();
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({
      status: 'EXTERNAL_PROVIDER',
      email: 'ann@example.com',
      email_verified: 'true',
      name: 'Ann',
      'custom:level': '7',
      'custom:groups': '[a+b, c]',
    });
  });

  it('is asked with state, nonce and PKCE', async () => {
    await pool.signIn(browser, 'Upstream', { login_hint: 'ann@example.com', prompt: 'login' });
    const [asked] = upstream.asked;
    expect(Object.fromEntries(asked ?? [])).toMatchObject({
      redirect_uri: `${pool.site}/oauth2/idpresponse`,
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      login_hint: 'ann@example.com',
      prompt: 'login',
    });
    expect(asked?.get('nonce')).toMatch(/^[\w-]{43}$/);
    expect(asked?.get('state')).not.toContain('xyz');
  });

  it('has its refusals passed on to the client', async () => {
    upstream.refuses = true;
    const { seen, ...said } = await pool.signIn(browser, 'Upstream');
    expect(seen.location).toMatch(new RegExp(`^${CALLBACK}`));
    expect(said).toEqual({ error: 'access_denied', description: 'The person said no', state: 'xyz' });
  });
});
