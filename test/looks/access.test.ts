/** What people do with the pages who use no pointer, no script, or other ears than eyes. */
import { CreateManagedLoginBrandingCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLES } from '../../src/oauth/views/preview/samples.ts';
import { launchChromium } from '../support/chromium.ts';
import { type LookSite, startLookSite } from './site.ts';

let site: LookSite;
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startLookSite(), launchChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await site?.app.stop();
});

const open = async (page: Page, sample: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
  await page.goto(
    `${site.url}/preview/${sample}?${new URLSearchParams({ client: site.clientId, lang: 'en', ...more })}`,
  );
};

/** In the browser: the names of what the Tab key reaches, in its order. */
const FOCUSED = `(() => { const { activeElement: at } = document;
  return at === document.body ? '' : at.name || at.id || at.textContent.trim() || at.getAttribute('aria-label'); })()`;

/** In the browser: how what has the focus is outlined. */
const OUTLINE = `(() => { const { activeElement: at } = document;
  if (at === document.body) return '2px solid';
  const style = getComputedStyle(at);
  return [style.outlineWidth, style.outlineStyle].join(' '); })()`;

const tabOrder = async (page: Page): Promise<string[]> => {
  const names: string[] = [];
  await page.evaluate(`document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex')`);
  for (let at = 0; at < 20; at++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate<string>(FOCUSED);
    if (name === '') break;
    names.push(name);
  }
  return names;
};

describe('with the keyboard', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage();
  });

  test('the first field is ready to be written in', async () => {
    await open(page, 'sign-in/plain');
    expect(await page.evaluate(FOCUSED)).toBe('username');
  });

  test('from top to bottom', async () => {
    await open(page, 'sign-in/plain');
    expect(await tabOrder(page)).toEqual([
      'username',
      'password',
      'Show password',
      'Forgot your password?',
      'signInSubmitButton',
      'Create an account',
    ]);
  });

  test('every control that has the focus shows it', async () => {
    for (const sample of ['sign-in/providers', 'choose-factor/plain', 'code/email', 'sign-up/plain']) {
      await open(page, sample);
      for (const _ of await tabOrder(page)) {
        await page.keyboard.press('Shift+Tab');
        const shown = await page.evaluate<string>(OUTLINE);
        expect(shown).toMatch(/^[2-9]px solid$/);
      }
    }
  });

  test('a password is shown and hidden again', async () => {
    await open(page, 'password/plain');
    await page.fill('#password', 'secret');
    await page.getByRole('button', { name: 'Show password' }).press('Enter');
    expect(await page.getAttribute('#password', 'type')).toBe('text');
    await page.getByRole('button', { name: 'Hide password' }).press('Space');
    expect(await page.getAttribute('#password', 'type')).toBe('password');
  });

  test('what stands alone is large enough to be hit', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const sample of ['sign-in/providers', 'choose-mfa/sign%20in', 'sign-up/refused']) {
      await open(page, sample);
      for (const box of await page.locator('button:visible, .provider, .input, summary').all()) {
        const { height = 0, width = 0 } = (await box.boundingBox()) ?? {};
        expect(Math.min(height, width)).toBeGreaterThanOrEqual(24);
      }
    }
  });
});

describe('for screen readers', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage();
  });

  test('an error stands in the title, as an alert, and with the field that is to be corrected', async () => {
    await open(page, 'code/refused');
    expect(await page.title()).toBe('There is a problem: Check your phone');
    expect(await page.getByRole('alert').innerText()).toContain('This code is not right.');
    expect(await page.getAttribute('#code', 'aria-describedby')).toBe('alert');
  });

  test('what is wrong with a field is listed above and told at the field', async () => {
    await open(page, 'sign-up/refused');
    await page.getByRole('alert').getByRole('link').click();
    expect(await page.evaluate(FOCUSED)).toBe('email');
    expect(await page.getAttribute('[name=email]', 'aria-invalid')).toBe('true');
    const described = (await page.getAttribute('[name=email]', 'aria-describedby')) ?? '';
    expect(await page.locator(`#${described}`).innerText()).toContain('Enter a valid email address.');
  });

  test.each(Object.entries(SAMPLES).map(([name, variants]) => [name, Object.keys(variants)[0] ?? '']))(
    '%s has one heading of the first level, and each field a label',
    async (name, variant) => {
      await open(page, `${name}/${encodeURIComponent(variant)}`);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.locator('main').count()).toBe(1);
      for (const field of await page.locator('input:visible:not(.visually-hidden)').all()) {
        expect(await field.evaluate((input) => (input as unknown as { labels: ArrayLike<object> }).labels.length)).toBe(
          1,
        );
      }
    },
  );

  test('the language of the page is told', async () => {
    await open(page, 'sign-in/plain', { lang: 'pt-BR' });
    expect(await page.getAttribute('html', 'lang')).toBe('pt-BR');
    expect(await page.getAttribute('html', 'dir')).toBe('ltr');
  });
});

describe('what browsers fill in', () => {
  test.each([
    ['sign-in/plain', 'username', 'username webauthn'],
    ['sign-in/plain', 'password', 'current-password'],
    ['sign-up/plain', 'password', 'new-password'],
    ['sign-up/plain', 'email', 'email'],
    ['sign-up/plain', 'phone_number', 'tel'],
    ['reset-password/plain', 'confirm_password', 'new-password'],
    ['code/sms', 'code', 'one-time-code'],
    ['totp-setup/plain', 'code', 'one-time-code'],
    ['forgot-password/plain', 'username', 'username'],
  ])('%s: %s is %s', async (sample, name, autocomplete) => {
    const response = await fetch(`${site.url}/preview/${sample}?lang=en`);
    const field = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(await response.text())?.[0];
    expect(field).toContain(` autocomplete="${autocomplete}"`);
  });

  test('codes ask for digits', async () => {
    const response = await fetch(`${site.url}/preview/code/sms`);
    expect(await response.text()).toMatch(/<input[^>]* name="code"[^>]* inputmode="numeric"/);
  });
});

describe('without scripts', () => {
  let page: Page;
  beforeAll(async () => {
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  });

  test('the picture for authenticator apps is there', async () => {
    await open(page, 'totp-setup/plain');
    const picture = page.getByRole('img', { name: 'QR code for your authenticator app' });
    expect((await picture.boundingBox())?.width).toBeGreaterThan(150);
  });

  test('nothing is offered that needs one', async () => {
    await open(page, 'password/plain');
    expect(await page.locator('.reveal').isVisible()).toBe(false);
  });

  test('pages of passkeys say so, and have another way', async () => {
    await open(page, 'passkey/plain');
    expect(await page.locator('.needs-script').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Use another way to sign in' }).isVisible()).toBe(true);
  });
});

describe('the preview', () => {
  test('has every page, and none of another pool’s clients', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/preview`);
    const offered = await page.locator('select[name=page] option').count();
    expect(offered).toBe(Object.values(SAMPLES).flatMap((variants) => Object.keys(variants)).length);
    await page.selectOption('select[name=page]', 'code/email');
    await page.frameLocator('iframe').getByRole('heading', { name: 'Check your email' }).waitFor();
    await page.selectOption('select[name=lang]', 'de');
    await page.frameLocator('iframe').locator('html[lang=de]').waitFor();
    await page.close();
  });

  test('its pages post nowhere and are framed by nobody else', async () => {
    const { headers } = await fetch(`${site.url}/preview/sign-in`);
    expect(headers.get('content-security-policy')).toContain("form-action 'none'; frame-ancestors 'self'");
  });

  test('is not there where it is switched off', async () => {
    const off = await startLookSite({ 'page-preview': 'off' });
    for (const path of ['', '/sign-in', '/state']) expect((await fetch(`${off.url}/preview${path}`)).status).toBe(404);
    await off.app.stop();
  });

  test('knows no other pages', async () => {
    expect((await fetch(`${site.url}/preview/constructor`)).status).toBe(404);
    expect((await fetch(`${site.url}/preview/sign-in/toString`)).status).toBe(404);
  });
});

describe('forms', () => {
  test('a double click sends one request', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/preview/sign-in/plain?lang=en`);
    const prevented = await page.evaluate<
      boolean[]
    >(`(() => { const form = document.querySelector('form'); const results = [];
      addEventListener('submit', (event) => { results.push(event.defaultPrevented); event.preventDefault(); });
      for (const name of ['username', 'password']) form.elements[name].value = name === 'username' ? 'a@example.com' : 'x';
      form.requestSubmit(); form.requestSubmit(); return results; })()`);
    expect(prevented).toEqual([false, true]);
    await page.close();
  });

  test('a number after a chosen country is sent as a whole', async () => {
    const client = site.clientId;
    await site.app.cognito.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId: site.poolId,
        ClientId: client,
        Settings: { components: { phoneNumberSelector: { displayType: 'DROPDOWN' } } },
      }),
    );
    const page = await browser.newPage();
    await page.goto(`${site.url}/preview/sign-up/plain?lang=de&client=${client}`);
    expect(await page.locator('.country option:checked').innerText()).toBe('+49 Deutschland');
    await page.fill('[name=phone_number]', '0170 123-45 67');
    const sent =
      await page.evaluate<string>(`(() => { const form = document.querySelector('form'); form.noValidate = true;
      addEventListener('submit', (event) => event.preventDefault()); form.requestSubmit();
      return new FormData(form).get('phone_number'); })()`);
    expect(sent).toBe('+491701234567');
    await page.close();
  });
});
