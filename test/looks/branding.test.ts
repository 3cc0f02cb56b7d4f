/** What owners set through the API, as a browser shows it on the pages. */
import {
  type AssetType,
  CreateManagedLoginBrandingCommand,
  SetUICustomizationCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { type LookSite, startLookSite } from './site.ts';

/** In the browser. */
declare const getComputedStyle: (element: unknown) => {
  readonly backgroundColor: string;
  getPropertyValue(name: string): string;
};

let site: LookSite;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [site, browser] = await Promise.all([startLookSite(), launchChromium()]);
  page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1200, height: 900 } });
});

afterAll(async () => {
  await browser?.close();
  await site?.app.stop();
});

const open = async (sample: string, look: 'classic' | 'managed', scheme = ''): Promise<void> => {
  const query = new URLSearchParams({ look, scheme, client: site.clientId, lang: 'en' });
  await page.goto(`${site.url}/preview/${sample}?${query}`);
};

const styleOf = (selector: string, property: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const svg = (color: string): Uint8Array =>
  bytes(
    `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" fill="${color}"/></svg>`,
  );
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const ICO = Buffer.concat([
  Buffer.from([0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0]),
  Buffer.from([PNG.length, 0, 0, 0, 22, 0, 0, 0]),
  PNG,
]);

const drawn = (
  Category: AssetType['Category'],
  ColorMode: AssetType['ColorMode'],
  color: string,
  ResourceId?: string,
): AssetType => ({
  Category,
  ColorMode,
  Extension: 'SVG',
  Bytes: svg(color),
  ResourceId,
});

describe('managed login', () => {
  let style = '';

  beforeAll(async () => {
    const { ManagedLoginBranding } = await site.app.cognito.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId: site.poolId,
        ClientId: site.clientId,
        Settings: {
          categories: {
            global: { colorSchemeMode: 'DYNAMIC', pageHeader: { enabled: true }, pageFooter: { enabled: true } },
            form: { location: { horizontal: 'START', vertical: 'CENTER' } },
          },
          components: {
            form: { logo: { enabled: true }, backgroundImage: { enabled: true }, borderRadius: 20 },
            pageHeader: { logo: { enabled: true }, backgroundImage: { enabled: true } },
            pageFooter: { logo: { enabled: true }, backgroundImage: { enabled: true } },
            primaryButton: {
              lightMode: { defaults: { backgroundColor: '7b2cbfff' }, hover: { backgroundColor: '10002bff' } },
              darkMode: { defaults: { backgroundColor: 'e0aaffff' } },
            },
            idpButton: {
              custom: { Contoso: { lightMode: { defaults: { backgroundColor: '003049ff', textColor: 'ffffffff' } } } },
            },
          },
        },
        Assets: [
          { Category: 'FAVICON_ICO', ColorMode: 'DYNAMIC', Extension: 'ICO', Bytes: ICO },
          drawn('FAVICON_SVG', 'DYNAMIC', 'red'),
          drawn('EMAIL_GRAPHIC', 'LIGHT', 'green'),
          drawn('SMS_GRAPHIC', 'LIGHT', 'green'),
          drawn('AUTH_APP_GRAPHIC', 'LIGHT', 'green'),
          drawn('PASSWORD_GRAPHIC', 'LIGHT', 'green'),
          drawn('PASSKEY_GRAPHIC', 'LIGHT', 'green'),
          drawn('PAGE_HEADER_LOGO', 'LIGHT', 'black'),
          drawn('PAGE_HEADER_LOGO', 'DARK', 'white'),
          drawn('PAGE_HEADER_BACKGROUND', 'LIGHT', 'lightblue'),
          drawn('PAGE_FOOTER_LOGO', 'DYNAMIC', 'gray'),
          drawn('PAGE_FOOTER_BACKGROUND', 'LIGHT', 'lightblue'),
          { Category: 'PAGE_BACKGROUND', ColorMode: 'LIGHT', Extension: 'PNG', Bytes: PNG },
          drawn('PAGE_BACKGROUND', 'DARK', 'navy'),
          drawn('FORM_BACKGROUND', 'LIGHT', 'ivory'),
          drawn('FORM_LOGO', 'LIGHT', 'purple'),
          drawn('IDP_BUTTON_ICON', 'LIGHT', 'orange', 'Contoso'),
          drawn('IDP_BUTTON_ICON', 'LIGHT', 'teal', 'Northwind'),
        ],
      }),
    );
    style = ManagedLoginBranding?.ManagedLoginBrandingId ?? '';
  });

  test('colours, radii and places', async () => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open('sign-in/providers', 'managed');
    expect(await styleOf('.primary', 'background-color')).toBe('rgb(123, 44, 191)');
    expect(await styleOf('.card', 'border-radius')).toBe('20px');
    expect((await page.locator('.card').boundingBox())?.x).toBeLessThan(120);
    await page.locator('.primary').first().hover();
    expect(await styleOf('.primary', 'background-color')).toBe('rgb(16, 0, 43)');
    const contoso = page.getByRole('link', { name: 'Continue with Contoso' });
    expect(await contoso.evaluate((link) => getComputedStyle(link).backgroundColor)).toBe('rgb(0, 48, 73)');
  });

  test('dark where the browser prefers it', async () => {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await open('sign-in/providers', 'managed');
    expect(await styleOf('.primary', 'background-color')).toBe('rgb(224, 170, 255)');
    const logo = page.locator('.page-header img');
    const dark = await logo.evaluate((image) => (image as unknown as { currentSrc: string }).currentSrc);
    expect(await (await fetch(dark)).text()).toContain('white');
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  });

  test.each([
    ['code/email', '.graphic.own img'],
    ['code/sms', '.graphic.own img'],
    ['code/app', '.graphic.own img'],
    ['password/plain', '.graphic.own img'],
    ['passkey/plain', '.graphic.own img'],
    ['sign-in/plain', '.page-header img'],
    ['sign-in/plain', '.page-footer img'],
    ['sign-in/plain', '.form-logo img'],
    ['sign-in/providers', 'a:has-text("Contoso") img'],
    ['sign-in/providers', 'a:has-text("Northwind") img'],
  ])('%s shows the image at %s', async (sample, selector) => {
    await open(sample, 'managed');
    const width = await page
      .locator(selector)
      .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
    expect(width).toBe(120);
  });

  test.each([
    ['body', 'image/png'],
    ['.card', 'image/svg+xml'],
    ['.page-header', 'image/svg+xml'],
    ['.page-footer', 'image/svg+xml'],
  ])('behind %s is an image', async (selector, type) => {
    await open('sign-in/plain', 'managed');
    const address = /url\("([^"]+)"\)/.exec(await styleOf(selector, 'background-image'))?.[1] ?? '';
    expect((await fetch(address)).headers.get('content-type')).toBe(type);
  });

  test('images do nothing but be shown, and stay', async () => {
    await open('sign-in/plain', 'managed');
    const icons = await page
      .locator('link[rel=icon]')
      .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
    expect(icons).toHaveLength(2);
    for (const [at, type] of ['image/x-icon', 'image/svg+xml'].entries()) {
      const { status, headers } = await fetch(icons[at] ?? '');
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    }
    const name = new URL(icons[0] ?? '').pathname.split('/').at(-1) ?? '';
    expect((await fetch(`${site.url}/assets/${style}/${name.replace('.ico', '.svg')}`)).status).toBe(404);
    expect((await fetch(`${site.url}/assets/11111111-1111-4111-8111-111111111111/${name}`)).status).toBe(404);
  });

  test('a change is there at once in the preview, which loads itself anew', async () => {
    await page.goto(`${site.url}/preview?page=sign-in/plain&look=managed&client=${site.clientId}`);
    const button = page.frameLocator('iframe').locator('.primary');
    await button.waitFor();
    await page.waitForResponse(/\/preview\/state/);
    await site.app.cognito.send(
      new UpdateManagedLoginBrandingCommand({
        UserPoolId: site.poolId,
        ManagedLoginBrandingId: style,
        Settings: { components: { primaryButton: { lightMode: { defaults: { backgroundColor: '00aa55ff' } } } } },
      }),
    );
    await expect
      .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor), { timeout: 10_000 })
      .toBe('rgb(0, 170, 85)');
  });
});

describe('the classic hosted UI', () => {
  const CSS = `
    .logo-customizable { max-width: 50px; }
    .banner-customizable { background-color: rgb(1, 2, 3); }
    .background-customizable { background-color: rgb(250, 251, 252); }
    .submitButton-customizable { background-color: rgb(4, 5, 6); height: 60px; }
    .submitButton-customizable:hover { background-color: rgb(7, 8, 9); }
    .inputField-customizable { border: 3px solid rgb(10, 11, 12); }
    .inputField-customizable:focus { border-color: rgb(13, 14, 15); }
    .label-customizable { font-weight: 900; }
    .textDescription-customizable { color: rgb(16, 17, 18); }
    .idpButton-customizable { background-color: rgb(19, 20, 21); }
    .idpButton-customizable:hover { background-color: rgb(22, 23, 24); }
    .idpDescription-customizable { color: rgb(25, 26, 27); }
    .socialButton-customizable { background-color: rgb(28, 29, 30); }
    .errorMessage-customizable { border: 2px solid rgb(31, 32, 33); }
    .redirect-customizable { color: rgb(34, 35, 36); }
    .legalText-customizable { font-size: 20px; }
    .passwordCheck-valid-customizable { color: rgb(37, 38, 39); }
    .passwordCheck-notValid-customizable { color: rgb(40, 41, 42); }`;

  beforeAll(async () => {
    await site.app.cognito.send(
      new SetUICustomizationCommand({ UserPoolId: site.poolId, ClientId: site.clientId, CSS, ImageFile: PNG }),
    );
  });

  test.each([
    ['sign-in/providers', '.banner', 'background-color', 'rgb(1, 2, 3)'],
    ['sign-in/providers', '.banner img', 'max-width', '50px'],
    ['sign-in/providers', 'main', 'background-color', 'rgb(250, 251, 252)'],
    ['sign-in/providers', '[name=signInSubmitButton]', 'background-color', 'rgb(4, 5, 6)'],
    ['sign-in/providers', '[name=signInSubmitButton]', 'height', '60px'],
    ['sign-in/providers', '[name=password]', 'border-top-color', 'rgb(10, 11, 12)'],
    ['sign-in/plain', '[name=username]', 'border-top-color', 'rgb(13, 14, 15)'],
    ['sign-in/providers', 'label', 'font-weight', '900'],
    ['sign-in/providers', '.description', 'color', 'rgb(16, 17, 18)'],
    ['sign-in/providers', 'a:has-text("Contoso")', 'background-color', 'rgb(19, 20, 21)'],
    ['sign-in/company', '.idp-description', 'color', 'rgb(25, 26, 27)'],
    ['sign-in/providers', 'a:has-text("Facebook")', 'background-color', 'rgb(28, 29, 30)'],
    ['sign-in/refused', '[role=alert]', 'border-top-color', 'rgb(31, 32, 33)'],
    ['sign-in/providers', '.way', 'color', 'rgb(34, 35, 36)'],
    ['sign-in/providers', '.terms', 'font-size', '20px'],
  ])('%s: %s has %s %s', async (sample, selector, property, value) => {
    await open(sample, 'classic');
    expect(await styleOf(selector, property)).toBe(value);
  });

  test.each([
    ['[name=signInSubmitButton]', 'rgb(7, 8, 9)'],
    ['a:has-text("Contoso")', 'rgb(22, 23, 24)'],
  ])('%s below the pointer', async (selector, value) => {
    await open('sign-in/providers', 'classic');
    await page.locator(selector).first().hover();
    expect(await styleOf(selector, 'background-color')).toBe(value);
  });

  test('rules of passwords, as they are met', async () => {
    await open('sign-up/plain', 'classic');
    await page.fill('[name=password]', 'abc');
    expect(await styleOf('[data-rule=lowercase]', 'color')).toBe('rgb(37, 38, 39)');
    expect(await styleOf('[data-rule=uppercase]', 'color')).toBe('rgb(40, 41, 42)');
    expect(await page.locator('[data-rule=lowercase]').innerText()).toContain('met');
  });

  test('the logo is an image of the site itself', async () => {
    await open('sign-in/plain', 'classic');
    const logo = page.locator('.logo-customizable');
    const address = await logo.evaluate((image) => (image as unknown as { src: string }).src);
    expect(address.startsWith(`${site.url}/assets/logo/${site.clientId}/`)).toBe(true);
    const { headers } = await fetch(address);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-security-policy')).toMatch(/sandbox/);
    expect((await fetch(address.replace(/\/\d+\//, '/1/'))).status).toBe(404);
  });

  test('colours and logos of owners are made for a light page', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open('sign-in/plain', 'classic');
    expect(await styleOf('.input', 'background-color')).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'light' });
  });
});
