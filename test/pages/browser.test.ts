/** The main journeys as people make them, in Chromium, with and without JavaScript. */
import { AdminCreateUserCommand, type CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setMfa, totp } from '../mfa/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type Callback, openCallback } from './support/callback.ts';
import { codeTo, type House, type HouseOptions, makeHouse } from './support/house.ts';

let app: TestApp;
let chromium: Browser;
let callback: Callback;

beforeAll(async () => {
  [app, chromium, callback] = await Promise.all([startTestApp(), launchChromium(), openCallback()]);
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await callback.close();
  await app.stop();
});

const byEmail: Partial<CreateUserPoolCommandInput> = {
  UsernameAttributes: ['email'],
  Schema: [{ Name: 'email', Required: true }],
};

const house = ({ client, ...options }: HouseOptions = {}): Promise<House> =>
  makeHouse(app, { ...options, client: { CallbackURLs: [callback.url], LogoutURLs: [callback.url], ...client } });

const start = ({ hostUrl, query }: House, more: Record<string, string> = {}): string =>
  `${hostUrl}/oauth2/authorize${query({ redirect_uri: callback.url, ...more })}`;

/** A page, and whatever it complained of: nothing may be refused by the pages' own policy. */
const openPage = async (context: BrowserContext): Promise<{ page: Page; complaints: string[] }> => {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
};

const codeOf = async (page: Page): Promise<string> => {
  await page.waitForURL((url) => url.href.startsWith(callback.url), { timeout: 10_000 });
  return new URL(page.url()).searchParams.get('code') ?? '';
};

const fill = async (page: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`input[name="${name}"]:visible`).first();
    if ((await field.count()) > 0) await field.fill(value);
  }
  await page.keyboard.press('Enter');
};

describe.each([
  { scripts: true, version: 2 },
  { scripts: false, version: 2 },
  { scripts: true, version: 1 },
  { scripts: false, version: 1 },
] as const)('with JavaScript: $scripts, pages of version $version', ({ scripts, version }) => {
  const journey = async (run: (page: Page) => Promise<void>): Promise<void> => {
    const context = await chromium.newContext({ javaScriptEnabled: scripts });
    try {
      const { page, complaints } = await openPage(context);
      await run(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  };

  it('signs up, confirms, comes back with a code, is known, signs out', async () => {
    const at = await house({ pool: byEmail, version });
    await journey(async (page) => {
      await page.goto(start(at));
      await page.locator('a[href*="/signup"]').first().click();
      await fill(page, { username: 'ann@example.com', password: PASSWORD, confirm_password: PASSWORD });
      await page.locator('input[name="code"]').waitFor();
      await fill(page, { code: await codeTo(app, 'ann@example.com') });
      expect(await codeOf(page)).not.toBe('');
      await page.goto(start(at, { state: 'two' }));
      expect(await codeOf(page)).not.toBe('');
      const out = new URLSearchParams({ client_id: at.clientId, logout_uri: callback.url });
      await page.goto(`${at.hostUrl}/logout?${out}`);
      await page.goto(start(at));
      await fill(page, { username: 'ann@example.com', password: PASSWORD });
      expect(await codeOf(page)).not.toBe('');
    });
  });

  it('finds a forgotten password anew', async () => {
    const at = await house({ version });
    const email = `${scripts}-${version}@example.com`;
    await createConfirmedUser(app, at.poolId, { username: 'bert', attributes: { email, email_verified: 'true' } });
    await journey(async (page) => {
      await page.goto(start(at));
      await page.locator('a[href*="/forgotPassword"]').first().click();
      await fill(page, { username: 'bert' });
      await page.locator('input[name="code"]').waitFor();
      const code = await codeTo(app, email);
      await fill(page, { code, password: 'Brand-new-1', confirm_password: 'Brand-new-1' });
      await page.getByText('Your password is changed').waitFor();
      await fill(page, { username: 'bert', password: 'Brand-new-1' });
      expect(await codeOf(page)).not.toBe('');
    });
  });

  it('chooses a new password', async () => {
    const at = await house({ version });
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: at.poolId,
        Username: 'carl',
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    await journey(async (page) => {
      await page.goto(start(at));
      await fill(page, { username: 'carl', password: 'Temporary-1' });
      await page.locator('input[name="confirm_password"]').waitFor();
      await fill(page, { password: 'Brand-new-1', confirm_password: 'Brand-new-1' });
      expect(await codeOf(page)).not.toBe('');
    });
  });

  it('sets up an authenticator app and signs in with it', async () => {
    const at = await house({ version });
    await createConfirmedUser(app, at.poolId, { username: 'dora' });
    await setMfa(app, at, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    let secret = '';
    await journey(async (page) => {
      await page.goto(start(at));
      await fill(page, { username: 'dora', password: PASSWORD });
      const link = await page.locator('a[href^="otpauth:"]').first().getAttribute('href');
      secret = new URL(link ?? '').searchParams.get('secret') ?? '';
      await fill(page, { device: 'Telephone', code: totp(app, secret) });
      expect(await codeOf(page)).not.toBe('');
    });
    app.clock.advance(30_000);
    await journey(async (page) => {
      await page.goto(start(at));
      await fill(page, { username: 'dora', password: PASSWORD });
      await page.getByText('Telephone').first().waitFor();
      await fill(page, { code: totp(app, secret) });
      expect(await codeOf(page)).not.toBe('');
    });
  });
});

describe.each([{ scripts: true }, { scripts: false }])('managed login, JavaScript: $scripts', ({ scripts }) => {
  it('lets people choose a code by e-mail', async () => {
    const at = await house({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    const email = `emma-${scripts}@example.com`;
    await createConfirmedUser(app, at.poolId, { username: 'emma', attributes: { email, email_verified: 'true' } });
    const context = await chromium.newContext({ javaScriptEnabled: scripts });
    const { page, complaints } = await openPage(context);
    await page.goto(start(at));
    await fill(page, { username: 'emma' });
    await page.locator('button[name="answer"][value="EMAIL_OTP"]').click();
    await page.locator('input[name="code"]').waitFor();
    await fill(page, { code: await codeTo(app, email) });
    expect(await codeOf(page)).not.toBe('');
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('other sites', () => {
  it('can neither frame a page nor send its form', async () => {
    const at = await house();
    await createConfirmedUser(app, at.poolId, { username: 'ines' });
    const context = await chromium.newContext();
    const page = await context.newPage();
    const login = `${at.hostUrl}/login${at.query({ redirect_uri: callback.url })}`;
    await page.goto(login);
    const token = (await context.cookies(login)).find(({ name }) => name === 'XSRF-TOKEN')?.value;
    const evil = await context.newPage();
    await evil.goto(callback.url);
    const address = login.replaceAll('&', '&amp;');
    await evil.setContent(`<iframe src="${address}"></iframe>`);
    await expect.poll(() => evil.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
    const fields = Object.entries({ _csrf: token, username: 'ines', password: PASSWORD });
    const inputs = fields.map(([name, value]) => `<input name="${name}" value="${value}">`);
    await evil.setContent(
      `<form method="post" action="${address}">${inputs.join('')}<button>Win a prize</button></form>`,
    );
    await evil.getByRole('button').click();
    await evil.getByText('This form was not sent from this site.').waitFor();
    const cookies = await context.cookies(login);
    expect(cookies.map(({ name }) => name)).toEqual(['XSRF-TOKEN']);
    expect(cookies[0]?.value).toBe(token);
    await context.close();
  });
});

describe('passkeys', () => {
  it('are offered after signing in, made, and signed in with', async () => {
    const at = await house({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    await createConfirmedUser(app, at.poolId, { username: 'fred' });
    const context = await chromium.newContext();
    const { page, complaints } = await openPage(context);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto(start(at));
    await fill(page, { username: 'fred' });
    await page.locator('input[name="password"]').waitFor();
    await fill(page, { password: PASSWORD });
    await page.getByRole('button', { name: 'Create passkey' }).click();
    expect(await codeOf(page)).not.toBe('');
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ rpId: `${at.prefix}.auth.localhost`, isResidentCredential: true }]);
    await page.goto(start(at, { prompt: 'login' }));
    await fill(page, { username: 'fred' });
    await page.locator('button[name="answer"][value="WEB_AUTHN"]').click();
    const button = page.getByRole('button', { name: 'Use passkey' });
    await Promise.race([button.click({ timeout: 5_000 }).catch(() => undefined), codeOf(page)]);
    expect(await codeOf(page)).not.toBe('');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('can be declined', async () => {
    const at = await house({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    await createConfirmedUser(app, at.poolId, { username: 'gina' });
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const { page } = await openPage(context);
    const signIn = async () => {
      await page.goto(start(at, { prompt: 'login' }));
      await fill(page, { username: 'gina' });
      await page.locator('input[name="password"]').waitFor();
      await fill(page, { password: PASSWORD });
    };
    await signIn();
    await page.locator('a[href*="skip="]').click();
    expect(await codeOf(page)).not.toBe('');
    await signIn();
    expect(await codeOf(page)).not.toBe('');
    await context.close();
  });

  it('are added by whoever is signed in when their application sends them', async () => {
    const at = await house({
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    await createConfirmedUser(app, at.poolId, { username: 'hugo' });
    const context = await chromium.newContext();
    const { page } = await openPage(context);
    const adding = `${at.hostUrl}/passkeys/add${at.query({ redirect_uri: callback.url })}`;
    await page.goto(adding);
    expect(new URL(page.url()).pathname).toBe('/login');
    await fill(page, { username: 'hugo' });
    await page.locator('input[name="password"]').waitFor();
    await fill(page, { password: PASSWORD });
    await page.locator('a[href*="skip="]').click();
    expect(await codeOf(page)).not.toBe('');
    await page.goto(adding);
    await page.getByRole('button', { name: 'Create passkey' }).waitFor();
    await page.locator('a[href*="skip="]').click();
    expect(await codeOf(page)).not.toBe('');
    await context.close();
  });
});
