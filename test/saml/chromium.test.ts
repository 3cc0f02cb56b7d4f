/** In a real browser: across sites, with real cookies, through samlp and back, and out again. */
import type { BrowserContext, Browser as Chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { FederatedPool } from '../federation/support/pool.ts';
import { type Callback, openCallback } from '../pages/support/callback.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { signingCertificateOf } from './support/certificates.ts';
import { pem } from './support/key.ts';
import { openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { createSamlPool } from './support/world.ts';

let app: TestApp;
let upstream: SamlUpstream;
let callback: Callback;
let chromium: Chromium;
let context: BrowserContext;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  [app, callback, chromium] = await Promise.all([
    startTestApp({ flags: outboundFlags(upstream) }),
    openCallback(),
    launchChromium(),
  ]);
  context = await chromium.newContext({ ignoreHTTPSErrors: true });
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await callback.close();
  await app.stop();
  await upstream.close();
});

const begin = (pool: FederatedPool) =>
  pool
    .authorize('Upstream', { redirect_uri: callback.url })
    .replace(app.endpoint, app.endpoint.replace('127.0.0.1', 'localhost'));

it.each(['redirect', 'post'] as const)(
  'signs in and out across sites (%s)',
  async (binding) => {
    upstream.offers = [binding];
    upstream.logout = binding;
    const pool = await createSamlPool(app, upstream, {
      details: { IDPSignout: 'true', RequestSigningAlgorithm: 'rsa-sha256' },
      client: { CallbackURLs: [callback.url], LogoutURLs: [callback.url] },
    });
    const page = await context.newPage();
    await page.goto(begin(pool));
    await page.waitForURL(`${callback.url}?code=*`);
    expect(await page.textContent('h1')).toBe('Back at the app');
    const site = begin(pool).replace(/\/oauth2\/.*/, '');
    const cookies = await context.cookies(`${site}/login`);
    expect(cookies.find(({ name }) => name === 'cognito')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

    upstream.participants = [
      {
        serviceProviderId: `urn:amazon:cognito:sp:${pool.poolId}`,
        nameId: 'ann-1',
        sessionIndex: 'session-1',
        serviceProviderLogoutURL: `${site}/saml2/logout`,
        cert: pem('CERTIFICATE', await signingCertificateOf(app, pool.poolId)),
        binding: `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding === 'post' ? 'POST' : 'Redirect'}`,
      },
    ];
    const logout = new URLSearchParams({ client_id: pool.clientId, logout_uri: callback.url });
    await page.goto(`${site}/logout?${logout}`);
    await page.waitForURL(callback.url);
    expect(upstream.errors).toEqual([]);
    expect(upstream.participants).toEqual([]);
    expect((await context.cookies(`${site}/login`)).some(({ name }) => name === 'cognito')).toBe(false);
    await page.close();
  },
  60_000,
);

it('follows a provider whose form leads on to another host', async () => {
  upstream.offers = ['post'];
  upstream.detour = true;
  const pool = await createSamlPool(app, upstream, { client: { CallbackURLs: [callback.url] } });
  const page = await context.newPage();
  await page.goto(begin(pool));
  await page.waitForURL(`${callback.url}?code=*`);
  await page.close();
}, 60_000);
