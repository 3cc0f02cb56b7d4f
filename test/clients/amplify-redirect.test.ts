/** aws-amplify v6 signInWithRedirect, which knows no address but https, in a real browser from end to end. */
import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { JwtVerifier } from 'aws-jwt-verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DevServer, startDevServer } from '../dev/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { type BrowserPage, openPage } from './support/browser.ts';
import type { RedirectApi } from './support/redirect-page.ts';

declare global {
  var amplifyRedirect: RedirectApi;
}

const EMAIL = 'ida@example.com';

let app: DevServer;
let browser: BrowserPage;

beforeAll(async () => {
  [app, browser] = await Promise.all([
    startDevServer(),
    openPage(new URL('support/redirect-page.ts', import.meta.url), { ignoreHTTPSErrors: true }),
  ]);
  const { poolId, clientId } = app.demo;
  await app.cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      SupportedIdentityProviders: ['COGNITO'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [`${browser.origin}/`],
      LogoutURLs: [`${browser.origin}/`],
    }),
  );
  await createConfirmedUser(app, poolId, { username: EMAIL, attributes: { email: EMAIL, email_verified: 'true' } });
  await fetch(`${app.endpoint}/mocks/${poolId}`, { method: 'POST' });
  await browser.page.evaluate((config) => globalThis.amplifyRedirect.configure(config), configuration());
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.stop();
});

const domain = (): string => `demo.auth.localhost:${app.port}`;

const configuration = () => ({
  Auth: {
    Cognito: {
      userPoolId: app.demo.poolId,
      userPoolClientId: app.demo.clientId,
      userPoolEndpoint: app.endpoint,
      loginWith: {
        oauth: {
          domain: domain(),
          scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
          redirectSignIn: [`${browser.origin}/`],
          redirectSignOut: [`${browser.origin}/`],
          responseType: 'code',
        },
      },
    },
  },
});

const discovery = async () => {
  const answer = await fetch(`${app.endpoint}/${app.demo.poolId}/.well-known/openid-configuration`);
  return (await answer.json()) as { jwks_uri: string; issuer: string };
};

const events = () => browser.page.evaluate(() => globalThis.amplifyRedirect.events.map(({ event }) => event));

/** Amplify leaves the page; the promise of the call is gone with it. */
const signIn = (provider?: 'Google'): Promise<void> =>
  browser.page.evaluate((name) => {
    Reflect.set(globalThis, 'left', true);
    void globalThis.amplifyRedirect.signInWithRedirect({ ...(name && { provider: name }), customState: 'basket 7' });
  }, provider);

const signOut = async (): Promise<void> => {
  const { page, origin } = browser;
  const left = page.waitForRequest((request) => request.url().startsWith(`https://${domain()}/logout?`));
  const back = page.waitForRequest((request) => request.url() === `${origin}/`);
  await page.evaluate(() => {
    Reflect.set(globalThis, 'left', true);
    void globalThis.amplifyRedirect.signOut();
  });
  await Promise.all([left, back]);
  await loaded();
};

/** The app's own page is there anew. */
const loaded = async (): Promise<void> => {
  await browser.page.waitForURL(`${browser.origin}/**`);
  await browser.page.waitForFunction(() => globalThis.amplifyRedirect !== undefined && !('left' in globalThis));
};

describe('signInWithRedirect', () => {
  test('goes to the hosted page by https, and comes back signed in', async () => {
    const { page } = browser;
    await signIn();
    await page.waitForURL(`https://${domain()}/login?**`);
    await page.getByLabel('Email', { exact: false }).first().fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await loaded();
    await expect.poll(events).toContain('signInWithRedirect');
    expect(await events()).toContain('signedIn');
    expect(await events()).toContain('customOAuthState');
  });

  test('has a session whose tokens are what a backend expects', async () => {
    const { id, access, idToken } = await browser.page.evaluate(() => globalThis.amplifyRedirect.session(false));
    expect(id).toMatchObject({ email: EMAIL, aud: app.demo.clientId });
    expect(access?.['scope']).toBe('openid email profile aws.cognito.signin.user.admin');
    const { jwks_uri, issuer } = await discovery();
    const verifier = JwtVerifier.create({ issuer, audience: app.demo.clientId, jwksUri: jwks_uri });
    const keys = await (await fetch(jwks_uri)).json();
    verifier.cacheJwks(keys as Parameters<typeof verifier.cacheJwks>[0]);
    expect(await verifier.verify(idToken ?? '')).toMatchObject({ email: EMAIL, token_use: 'id' });
  });

  test('refreshes it, and uses it at the API', async () => {
    const [before, after] = await browser.page.evaluate(async () => [
      await globalThis.amplifyRedirect.session(false),
      await globalThis.amplifyRedirect.session(true),
    ]);
    expect(after?.access?.jti).not.toBe(before?.access?.jti);
    const attributes = await browser.page.evaluate(() => globalThis.amplifyRedirect.fetchUserAttributes());
    expect(attributes).toMatchObject({ email: EMAIL });
  });

  test('signs out at the server, which asks again the next time', async () => {
    await signOut();
    const { id } = await browser.page.evaluate(() => globalThis.amplifyRedirect.session(false));
    expect(id).toBeUndefined();
    await signIn();
    await browser.page.waitForURL(`https://${domain()}/login?**`);
    expect(await browser.page.getByLabel('Password', { exact: true }).isVisible()).toBe(true);
    await browser.page.goto(`${browser.origin}/`);
    await loaded();
  });

  test('with a provider goes there at once, and comes back as its person', async () => {
    const { page } = browser;
    await signIn('Google');
    await page.getByRole('button', { name: /^Ann Example/ }).click();
    await loaded();
    await expect.poll(events).toContain('signInWithRedirect');
    const { id } = await page.evaluate(() => globalThis.amplifyRedirect.session(false));
    expect(id).toMatchObject({ email: 'ann@example.com', identities: [{ providerName: 'Google' }] });
    await signOut();
  });

  test('hears that somebody cancelled at the provider', async () => {
    const { page } = browser;
    await signIn('Google');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await loaded();
    await expect.poll(events).toContain('signInWithRedirect_failure');
  });
});
