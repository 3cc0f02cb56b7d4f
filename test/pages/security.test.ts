/** What pages answer to those who mean harm. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestBrowser } from './support/browser.ts';
import { arrive, CALLBACK, codeAt, type House, makeHouse } from './support/house.ts';

let app: TestApp;
let house: House;

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app, {
    client: {
      CallbackURLs: [CALLBACK, 'myapp://callback', 'http://localhost:4711/callback', 'https://a.example;sandbox/'],
    },
  });
  await createConfirmedUser(app, house.poolId, {
    username: 'anna',
    attributes: { email: 'anna@example.com', email_verified: 'true' },
  });
});
afterAll(() => app.stop());

const PAGES = [
  '/login',
  '/signup',
  '/forgotPassword',
  '/confirmUser',
  '/confirm',
  '/confirmForgotPassword',
  '/error',
  '/signedout',
];
const FORMS = [
  '/login',
  '/signup',
  '/forgotPassword',
  '/confirmUser',
  '/confirm',
  '/resendcode',
  '/confirmForgotPassword',
  '/passkeys/add',
];
const credentials = { username: 'anna', password: PASSWORD };

describe('every page', () => {
  it.each(PAGES)('%s is neither kept, framed nor sniffed, and runs nothing but its own', async (path) => {
    const { headers } = await new TestBrowser().open(`${house.url}${path}${house.query()}`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('strict-transport-security')).toBeNull();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toMatch(/script-src 'nonce-[\w+/]{24}'/);
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('*');
  });

  it('has a nonce of its own', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { headers, html } = await new TestBrowser().open(`${house.url}/login${house.query()}`);
        const [, nonce = ''] = /script-src 'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '') ?? [];
        const marked = [...html.matchAll(/<(?:script|style)\b[^>]*>/g)];
        expect(marked.length).toBeGreaterThan(0);
        for (const [tag] of marked) expect(tag).toContain(`nonce="${nonce}"`);
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it.each([
    [CALLBACK, "form-action 'self' https://app.example.com;"],
    ['myapp://callback', "form-action 'self' myapp:;"],
    ['http://localhost:4711/callback', "form-action 'self' http://localhost:4711;"],
    ['https://a.example;sandbox/', "form-action 'self' https:;"],
  ])('lets forms lead to %s alone', async (redirectUri, expected) => {
    const { page } = await arrive(house, { at: '/login', more: { redirect_uri: redirectUri } });
    expect(page.headers.get('content-security-policy')).toContain(expected);
  });

  it('demands HTTPS from then on, behind a proxy that has it', async () => {
    const served = await startTestApp({
      flags: { 'trusted-proxy': '127.0.0.1', 'public-url': 'https://id.example.com' },
    });
    try {
      const there = await makeHouse(served);
      await createConfirmedUser(served, there.poolId, { username: 'anna' });
      const browser = new TestBrowser();
      browser.headers['x-forwarded-proto'] = 'https';
      browser.headers['x-forwarded-for'] = '203.0.113.9';
      for (const site of [`http://id.example.com:${port(served)}/${there.poolId}`, hostOf(served, there)]) {
        const page = await browser.open(`${site}/login${there.query()}`);
        expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000');
        for (const { line } of browser.cookies) expect(line).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
        codeAt(await browser.submit(page, { having: 'password', values: credentials }));
      }
      expect(browser.cookies.map(({ name, path }) => `${name} ${path}`).sort()).toEqual([
        `XSRF-TOKEN /${there.poolId}`,
        '__Host-XSRF-TOKEN /',
        '__Host-cognito /',
        `cognito /${there.poolId}`,
      ]);
      const known = await browser.open(`${hostOf(served, there)}/oauth2/authorize${there.query()}`);
      expect(codeAt(known)).not.toBe('');
    } finally {
      await served.stop();
    }
  });

  it('answers HEAD without a body', async () => {
    const head = await new TestBrowser().open(`${house.url}/login${house.query()}`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.html).toBe('');
  });
});

it('shows addresses at which there is nothing as such', async () => {
  const page = await new TestBrowser().open(`${house.url}/nothing`);
  expect(page.status).toBe(404);
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  expect(page.text).toContain('An error was encountered with the requested page.');
});

it('tells nothing of what went wrong inside', async () => {
  const failing = vi.spyOn(app.core.directory, 'findClient').mockRejectedValue(new Error('the password is swordfish'));
  try {
    const page = await new TestBrowser().open(`${house.url}/login${house.query()}`);
    expect(page.status).toBe(500);
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    expect(page.text).toContain('Something went wrong. Try again.');
    expect(page.html).not.toContain('swordfish');
  } finally {
    failing.mockRestore();
  }
});

describe('forms of others', () => {
  it.each(FORMS)('%s takes none without the browser’s token', async (path) => {
    const { browser } = await arrive(house);
    for (const token of [undefined, '', 'x'.repeat(43)]) {
      const body = new URLSearchParams({ ...credentials, ...(token !== undefined && { _csrf: token }) });
      const answer = await browser.post(`${house.url}${path}${house.query()}`, body);
      expect(answer.location?.host).not.toBe('app.example.com');
      expect(browser.cookie('cognito')).toBeUndefined();
      if (answer.status === 200) expect(answer.text).toContain('This page was open for too long.');
    }
  });

  it('takes no token of another browser', async () => {
    const mallory = await arrive(house);
    const victim = await arrive(house);
    const body = new URLSearchParams({ ...credentials, _csrf: mallory.browser.cookie('XSRF-TOKEN') ?? '' });
    const answer = await victim.browser.post(victim.page.url, body);
    expect(answer.text).toContain('This page was open for too long.');
    expect(victim.browser.cookie('cognito')).toBeUndefined();
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '', origin: 'http://localhost:3000' },
    { 'sec-fetch-site': '', origin: 'http://evil.localhost' },
  ])('are refused by what browsers say of them: %o', async (said) => {
    const { browser, page } = await arrive(house);
    const headers = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    const body = new URLSearchParams({ ...credentials, _csrf: browser.cookie('XSRF-TOKEN') ?? '' });
    const answer = await browser.open(page.url, {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    expect(answer.status).toBe(403);
    const bare = await new TestBrowser().open(page.url, { method: 'POST', body: body.toString(), headers });
    expect(bare.headers.getSetCookie()).toEqual([]);
    expect(answer.text).toContain('This form was not sent from this site.');
    expect(browser.cookie('cognito')).toBeUndefined();
  });

  it('are read as forms alone, and no longer than a form can be', async () => {
    const { browser, page } = await arrive(house);
    const json = await browser.post(page.url, '{}', { 'content-type': 'application/json' });
    expect(json.status).toBe(400);
    const long = await browser.post(page.url, `_csrf=${'a'.repeat(70_000)}`);
    expect(long.status).toBe(400);
  });
});

describe('a session', () => {
  const signIn = async () => {
    const { browser, page } = await arrive(house);
    const before = browser.cookie('XSRF-TOKEN');
    const answer = await browser.submit(page, { having: 'password', values: credentials });
    codeAt(answer);
    return { browser, page, before };
  };

  it('is host-only, out of reach of scripts, of this pool’s pages, and an hour long', async () => {
    const { browser } = await signIn();
    const line = browser.cookies.find(({ name }) => name === 'cognito')?.line ?? '';
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=Lax/i);
    expect(line).toMatch(/Max-Age=3600/i);
    expect(line).toContain(`Path=/${house.poolId}`);
    expect(line).not.toMatch(/Domain=/i);
    app.clock.advance(3_600_001);
    const later = await browser.visit(`${house.url}/oauth2/authorize${house.query()}`);
    expect(later.status).toBe(200);
  });

  it('cannot be fixed beforehand: a browser is given a new token when it signs in', async () => {
    const planted = Buffer.alloc(32, 7).toString('base64url');
    const browser = new TestBrowser();
    browser.plant('XSRF-TOKEN', planted, `/${house.poolId}`);
    const page = await browser.open(`${house.url}/login${house.query()}`);
    codeAt(await browser.submit(page, { having: 'password', values: credentials }));
    expect(browser.cookie('XSRF-TOKEN')).not.toBe(planted);
    const stale = await browser.submit(page, { having: 'password', values: credentials });
    expect(stale.text).toContain('This page was open for too long.');
  });

  it('of a step is good in its browser alone', async () => {
    const victim = await arrive(house, { at: '/forgotPassword' });
    const asked = await victim.browser.submit(victim.page, { having: 'username', values: { username: 'anna' } });
    const state = asked.forms.find(({ fields }) => 'state' in fields)?.fields['state'] ?? '';
    const mallory = await arrive(house, { at: '/forgotPassword' });
    const body = new URLSearchParams({
      _csrf: mallory.browser.cookie('XSRF-TOKEN') ?? '',
      state,
      code: '000000',
      password: 'Brand-new-1',
    });
    const answer = await mallory.browser.post(`${house.url}/confirmForgotPassword${house.query()}`, body);
    expect(answer.text).toContain('This page was open for too long.');
  });

  it('of one step does for no other, and none is made up', async () => {
    const { browser, page } = await arrive(house, { at: '/forgotPassword' });
    const asked = await browser.submit(page, { having: 'username', values: { username: 'anna' } });
    const state = asked.forms.find(({ fields }) => 'state' in fields)?.fields['state'] ?? '';
    for (const [path, given] of [
      ['/login', state],
      ['/confirmUser', state],
      ['/login', 'made.up'],
      ['/login', ''],
    ] as const) {
      const body = new URLSearchParams({ _csrf: browser.cookie('XSRF-TOKEN') ?? '', state: given, code: '1' });
      const answer = await browser.post(`${house.url}${path}${house.query()}`, body);
      expect(answer.text).toContain('This page was open for too long.');
    }
  });

  it('that is forged is none', async () => {
    const browser = new TestBrowser();
    browser.plant('cognito', 'forged', `/${house.poolId}`);
    const page = await browser.visit(`${house.url}/oauth2/authorize${house.query()}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Continue as');
  });

  it('ends at sign-out', async () => {
    const { browser } = await signIn();
    const session = browser.cookie('cognito') ?? '';
    await browser.open(`${house.url}/logout?client_id=${house.clientId}&logout_uri=${encodeURIComponent(CALLBACK)}`);
    browser.plant('cognito', session, `/${house.poolId}`);
    const page = await browser.visit(`${house.url}/oauth2/authorize${house.query()}`);
    expect(page.status).toBe(200);
  });
});

describe('addresses', () => {
  const EVIL = [
    'https://evil.example.com/',
    'https://app.example.com.evil.com/callback',
    'https://app.example.com@evil.com/callback',
    'https://app.example.com/callback/../evil',
    'https://app.example.com/callback#fragment',
    'https://APP.example.com/callback',
    'https://app.example.com:8443/callback',
    'javascript:alert(1)',
    '//evil.example.com',
    'https://app.example.com/callback%0d%0aset-cookie:a=b',
  ];

  it.each(EVIL)('lead nowhere else: %s', async (redirectUri) => {
    for (const path of PAGES.filter((page) => page !== '/error' && page !== '/signedout')) {
      const { page } = await arrive(house, { at: path, more: { redirect_uri: redirectUri } });
      expect(page.url.startsWith(`${house.url}/error?error=`)).toBe(true);
      expect(page.html).not.toContain('evil');
    }
    const { browser } = await arrive(house);
    const body = new URLSearchParams({ ...credentials, _csrf: browser.cookie('XSRF-TOKEN') ?? '' });
    const posted = await browser.post(`${house.url}/login${house.query({ redirect_uri: redirectUri })}`, body);
    expect(posted.location?.href.startsWith(`${house.url}/error?error=`)).toBe(true);
    expect(browser.cookie('cognito')).toBeUndefined();
  });

  it('put nothing into headers', async () => {
    const { browser, page } = await arrive(house, { more: { state: 'a\r\nset-cookie: planted=1', lang: 'x\r\ny: z' } });
    const answer = await browser.submit(page, { having: 'password', values: credentials });
    codeAt(answer);
    expect(browser.cookie('planted')).toBeUndefined();
    expect(answer.location?.searchParams.get('state')).toBe('a\r\nset-cookie: planted=1');
  });

  it('put no markup into pages', async () => {
    const markup = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const { browser, page } = await arrive(house, { more: { login_hint: markup, state: markup } });
    const refused = await browser.submit(page, { having: 'password', values: { username: markup, password: 'x' } });
    const error = await browser.open(`${house.url}/error?error=${encodeURIComponent(markup)}`);
    for (const { html } of [page, refused, error]) {
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img src=x');
    }
  });
});

const port = ({ endpoint }: TestApp): string => new URL(endpoint).port;
const hostOf = (served: TestApp, { prefix }: House): string => `http://${prefix}.auth.id.example.com:${port(served)}`;
