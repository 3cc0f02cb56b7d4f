/** oidc-client-ts in a real browser: an app of another origin, by discovery at the pool's issuer. */
import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DevServer, startDevServer } from '../dev/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { type BrowserPage, openPage } from './support/browser.ts';
import type { OidcApi } from './support/oidc-page.ts';

declare global {
  var oidc: OidcApi;
}

const EMAIL = 'kay@example.com';

let app: DevServer;
let browser: BrowserPage;
let issuer: string;

beforeAll(async () => {
  [app, browser] = await Promise.all([startDevServer(), openPage(new URL('support/oidc-page.ts', import.meta.url))]);
  const { poolId, clientId } = app.demo;
  issuer = `${app.url}/${poolId}`;
  await app.cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      SupportedIdentityProviders: ['COGNITO'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [`${browser.origin}/`],
      LogoutURLs: [`${browser.origin}/`],
    }),
  );
  await createConfirmedUser(app, poolId, {
    username: EMAIL,
    attributes: { email: EMAIL, email_verified: 'true', name: 'Kay' },
  });
  await browser.page.evaluate((settings) => globalThis.oidc.configure(settings), {
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${browser.origin}/`,
    post_logout_redirect_uri: `${browser.origin}/`,
    scope: 'openid email profile',
    loadUserInfo: true,
    // Without a refresh token it tries a frame, which no page of ours stands in.
    silentRequestTimeoutInSeconds: 1,
  });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await app.stop();
});

/** The app's own page is there anew, and its script has run. */
const loaded = async (): Promise<void> => {
  await browser.page.waitForURL(`${browser.origin}/**`);
  await browser.page.waitForFunction(() => globalThis.oidc !== undefined && !('left' in globalThis));
};

/** The page is left before the call ends. */
const leaveBy = (name: 'signIn' | 'signOut', args: Record<string, unknown> = {}): Promise<void> =>
  browser.page.evaluate(
    ([method, given]) => {
      Reflect.set(globalThis, 'left', true);
      void globalThis.oidc[method](given);
    },
    [name, args] as const,
  );

const user = () => browser.page.evaluate(() => globalThis.oidc.user());

describe('oidc-client-ts', () => {
  test('signs in by discovery, with PKCE and state, and asks userInfo', async () => {
    const { page } = browser;
    await leaveBy('signIn', { nonce: 'once-1' });
    await page.waitForURL(`${issuer}/login?**`);
    await page.getByLabel('Email', { exact: false }).first().fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await loaded();
    expect(await page.evaluate(() => globalThis.oidc.comeBack())).toEqual({ page: 'basket' });
    expect(await user()).toMatchObject({
      expired: false,
      profile: { iss: issuer, aud: app.demo.clientId, email: EMAIL, name: 'Kay' },
    });
  });

  test('renews without a page, by the refresh token', async () => {
    const before = (await user())?.accessToken;
    const renewed = await browser.page.evaluate(() => globalThis.oidc.renew());
    expect(renewed).toMatch(/^ey/);
    expect(renewed).not.toBe(before);
  });

  test('comes back at once while the session at the pages lasts, unless it wants the password again', async () => {
    const { page } = browser;
    await leaveBy('signIn');
    await loaded();
    await page.evaluate(() => globalThis.oidc.comeBack());
    expect(await user()).toMatchObject({ profile: { email: EMAIL } });
    await leaveBy('signIn', { prompt: 'login' });
    await page.waitForURL(`${issuer}/login?**`);
    expect(await page.getByLabel('Password', { exact: true }).isVisible()).toBe(true);
    await page.goto(`${browser.origin}/`);
    await loaded();
  });

  test('revokes the refresh token, after which nothing renews', async () => {
    const { page } = browser;
    await page.evaluate(() => globalThis.oidc.revoke());
    const failed = await page.evaluate(() => globalThis.oidc.renew().catch((error: Error) => error.message));
    expect(failed).not.toMatch(/^ey/);
  });

  test('signs out at the pages by id_token_hint, and is asked the next time', async () => {
    const { page } = browser;
    await leaveBy('signIn');
    await loaded();
    await page.evaluate(() => globalThis.oidc.comeBack());
    const logout = page.waitForRequest((request) => request.url().startsWith(`${issuer}/logout?`));
    await leaveBy('signOut');
    const asked = new URL((await logout).url()).searchParams;
    expect(asked.get('id_token_hint')).toMatch(/^ey/);
    await loaded();
    expect(await user()).toBeNull();
    await leaveBy('signIn');
    await page.waitForURL(`${issuer}/login?**`);
    expect(await page.getByLabel('Password', { exact: true }).isVisible()).toBe(true);
  });
});
