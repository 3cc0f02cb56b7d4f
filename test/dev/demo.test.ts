/** The link that a development server prints: sign up, read the code, sign in, see tokens, sign out. */
import { readFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { type DevServer, launchChromium, startDevServer, visitor } from './support.ts';

let server: DevServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startDevServer(), launchChromium()]);
  page = await visitor(browser, complaints);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const tokens = async (): Promise<Record<string, unknown>[]> => {
  await page.locator('article pre').first().waitFor();
  const texts = await page.locator('article > pre').allInnerTexts();
  return texts.map((text) => JSON.parse(text) as Record<string, unknown>);
};

const codeTo = async (to: string): Promise<string> => {
  const [newest] = await server.mailbox({ to });
  return newest?.code ?? '';
};

describe('the demo app', () => {
  const email = 'dora@example.com';

  test('signs somebody up by the login pages, and shows their tokens', async () => {
    await page.goto(`${server.url}/demo`);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.waitForURL(`http://demo.auth.localhost:${server.port}/signup?*`);
    await page.getByLabel('Email', { exact: false }).first().fill(email);
    for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD);
    await page.locator('main button[type=submit], main button:not([type])').first().click();
    await expect.poll(() => codeTo(email)).toMatch(/^\d{6}$/);
    await page.getByLabel(/code/i).fill(await codeTo(email));
    await page.getByRole('button', { name: /confirm/i }).click();
    await page.waitForURL(/\/demo$|\/login/);
    const [id, access] = await tokens();
    expect(id).toMatchObject({ email, email_verified: true, aud: server.demo.clientId, token_use: 'id' });
    expect(access).toMatchObject({
      client_id: server.demo.clientId,
      scope: 'openid email profile phone aws.cognito.signin.user.admin',
    });
  });

  test('keeps neither code nor tokens in the address', () => {
    expect(page.url()).toBe(`${server.url}/demo`);
  });

  test('asks userInfo and refreshes', async () => {
    const [before] = await tokens();
    await page.getByRole('button', { name: 'Ask /oauth2/userInfo' }).click();
    await expect.poll(async () => (await tokens())[0]).toMatchObject({ email, sub: before?.['sub'] });
    await page.getByRole('button', { name: 'Refresh the tokens' }).click();
    await expect.poll(async () => (await tokens())[0]?.['jti']).not.toBe(before?.['jti']);
  });

  test('signs out, so that the password is asked again', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${server.url}/demo`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
    await page.getByLabel('Email', { exact: false }).first().fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    const [id] = await tokens();
    expect(id).toMatchObject({ email });
  });

  test('goes by the path of the pool where names do not resolve', async () => {
    await page.goto(`${server.url}/demo`);
    await page.getByRole('button', { name: 'sign in by the pool’s path' }).click();
    await page.waitForURL(`${server.url}/${server.demo.poolId}/login?*`);
    expect(await page.getByLabel('Password', { exact: true }).isVisible()).toBe(true);
  });

  test('tells an error of the login pages, and an answer that it did not ask for', async () => {
    await page.goto(`${server.url}/demo?error=access_denied&error_description=no&state=x`);
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('access_denied: no');
    await page.goto(`${server.url}/demo?code=stolen&state=made-up`);
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('another sign-in');
  });

  test('its own policy lets it do all of that, and nothing else complains', () => {
    expect(complaints).toEqual([]);
  });
});

test('the site is the same by https, under the name of its domain, and by http after it', async () => {
  const email = 'lou@example.com';
  await createConfirmedUser(server, server.demo.poolId, {
    username: email,
    attributes: { email, email_verified: 'true' },
  });
  const anybody = await visitor(browser);
  for (const scheme of ['https', 'http', 'https']) {
    await anybody.goto(`${scheme}://demo.auth.localhost:${server.port}/login?${asked()}`);
    await anybody.getByLabel('Email', { exact: false }).first().fill(email);
    await anybody.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await anybody.getByRole('button', { name: 'Sign in', exact: true }).click();
    await anybody.waitForURL(({ pathname }) => pathname === '/demo');
    const cookies = await anybody.context().cookies();
    expect(cookies.filter(({ name }) => name === 'cognito')).toHaveLength(1);
    expect(cookies.every(({ httpOnly }) => httpOnly)).toBe(true);
    await anybody.goto('about:blank');
  }
});

const asked = () =>
  new URLSearchParams({
    client_id: server.demo.clientId,
    response_type: 'code',
    redirect_uri: `${server.url}/demo`,
    prompt: 'login',
  });

test('by the path of the pool programs find it over both, and its cookies are of that path', async () => {
  const ca = await readFile(server.authorityFile, 'utf8');
  const site = `/${server.demo.poolId}`;
  for (const [scheme, get] of [
    ['http', httpGet],
    ['https', httpsGet],
  ] as const) {
    const answer = await new Promise<IncomingMessage>((resolve, reject) =>
      get({ host: 'localhost', port: server.port, path: `${site}/oauth2/authorize?${asked()}`, ca }, resolve).once(
        'error',
        reject,
      ),
    );
    answer.resume();
    expect(answer.headers.location).toMatch(new RegExp(`^${scheme}://localhost:${server.port}${site}/login\\?`));
    const page = await new Promise<IncomingMessage>((resolve, reject) =>
      get(answer.headers.location ?? '', { ca }, resolve).once('error', reject),
    );
    page.resume();
    expect(page.statusCode).toBe(200);
    const [cookie = ''] = page.headers['set-cookie'] ?? [];
    expect(cookie).toContain(`Path=${site};`);
  }
});

test('the demo client goes back to where apps of the day run', async () => {
  const { settings } = await server.core.directory.client(server.demo.clientId);
  expect(settings.callbackUrls).toEqual(
    expect.arrayContaining(['http://localhost:3000/', 'http://localhost:5173/', `${server.url}/demo`]),
  );
  expect(settings.allowedOAuthFlows).toEqual(['code']);
});
