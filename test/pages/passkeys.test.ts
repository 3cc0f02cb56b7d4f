/** Passkeys on the pages, with an authenticator that can lie. Chromium's own is in browser.test.ts. */
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator, type CreationOptions, type RequestOptions } from '../passwordless/authenticator.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type Shown, TestBrowser } from './support/browser.ts';
import { codeAt, type House, makeHouse } from './support/house.ts';

let app: TestApp;
let house: House;
let site: string;

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app, {
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  });
  site = house.hostUrl;
});
afterAll(() => app.stop());

const newUser = async (): Promise<string> => (await createConfirmedUser(app, house.poolId)).username;

const optionsOn = <Options>({ html, status, text }: Shown): Options => {
  const found = / data-options="([^"]*)"/.exec(html)?.[1];
  if (found === undefined) throw new Error(`no options: ${status} ${text.slice(0, 300)}`);
  return JSON.parse(found.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Options;
};

const byPassword = async (browser: TestBrowser, username: string, more?: Record<string, string>): Promise<Shown> => {
  const page = await browser.visit(`${site}/oauth2/authorize${house.query({ prompt: 'login', ...more })}`);
  const asked = await browser.submit(page, { having: 'username', values: { username } });
  const chosen = asked.forms.some(({ asks }) => asks.includes('password'))
    ? asked
    : await browser.submit(asked, { having: 'answer', button: 'answer=PASSWORD' });
  return browser.submit(chosen, { having: 'password', values: { password: PASSWORD } });
};

const add = (browser: TestBrowser, page: Shown, authenticator: Authenticator, lie = {}): Promise<Shown> => {
  const credential = JSON.stringify(authenticator.create(optionsOn<CreationOptions>(page), lie));
  return browser.submit(page, { having: 'state', values: { credential } });
};

const withPasskey = async () => {
  const username = await newUser();
  const browser = new TestBrowser();
  const authenticator = new Authenticator(site);
  codeAt(await add(browser, await byPassword(browser, username), authenticator));
  return { username, authenticator };
};

describe('a passkey', () => {
  it('is made after signing in, and signs in from then on', async () => {
    const { username, authenticator } = await withPasskey();
    const browser = new TestBrowser();
    const page = await browser.visit(`${site}/oauth2/authorize${house.query()}`);
    const asked = await browser.submit(page, { having: 'username', values: { username } });
    const step = await browser.submit(asked, { having: 'answer', button: 'answer=WEB_AUTHN' });
    const credential = JSON.stringify(authenticator.get(optionsOn<RequestOptions>(step)));
    codeAt(await browser.submit(step, { having: 'credential', values: { credential } }));
  });

  it.each([
    { origin: 'https://evil.example.com' },
    { challenge: 'bm90LWFza2Vk' },
    { relyingPartyId: 'evil.example.com' },
    { type: 'webauthn.get' },
  ])('is not made of a lie: %o', async (lie) => {
    const username = await newUser();
    const browser = new TestBrowser();
    const offered = await byPassword(browser, username);
    const refused = await add(browser, offered, new Authenticator(site), lie);
    expect(refused.status).toBe(200);
    expect(refused.text).toMatch(/not accepted|too long/);
    codeAt(await add(browser, refused, new Authenticator(site)));
  });

  it.each(['', 'no JSON', '{}', 'null', '[]'])('is not made of %j', async (credential) => {
    const browser = new TestBrowser();
    const offered = await byPassword(browser, await newUser());
    const refused = await browser.submit(offered, { having: 'state', values: { credential } });
    expect(refused.status).toBe(200);
    expect(refused.text).toContain('Your passkey was not accepted.');
  });

  it('that fails brings the sign-in back to its beginning', async () => {
    const { username, authenticator } = await withPasskey();
    const browser = new TestBrowser();
    const page = await browser.visit(`${site}/oauth2/authorize${house.query()}`);
    const asked = await browser.submit(page, { having: 'username', values: { username } });
    const step = await browser.submit(asked, { having: 'answer', button: 'answer=WEB_AUTHN' });
    const lie = { origin: 'https://evil.example.com' };
    const credential = JSON.stringify(authenticator.get(optionsOn<RequestOptions>(step), lie));
    const refused = await browser.submit(step, { having: 'credential', values: { credential } });
    expect(refused.status).toBe(200);
    expect(refused.forms.some(({ fields }) => fields['username'] === username && !('state' in fields))).toBe(true);
    expect(browser.cookie('cognito')).toBeUndefined();
  });
});

describe('/passkeys/add', () => {
  it('takes nobody’s answer but of the browser that was asked, within its time', async () => {
    const victim = new TestBrowser();
    const offered = await byPassword(victim, await newUser());
    const mallory = new TestBrowser();
    await byPassword(mallory, await newUser());
    const form = offered.forms.find(({ fields }) => 'state' in fields);
    const credential = JSON.stringify(new Authenticator(site).create(optionsOn<CreationOptions>(offered)));
    const _csrf = mallory.cookie('XSRF-TOKEN') ?? '';
    const stolen = await mallory.post(
      new URL(form?.action ?? '', offered.url),
      new URLSearchParams({ ...form?.fields, _csrf, credential }),
    );
    expect(stolen.location).toBeUndefined();
    app.clock.advance(11 * 60_000);
    const late = await victim.submit(offered, { having: 'state', values: { credential } });
    expect(late.location?.pathname).toBe('/login');
  });

  it('is over with the session', async () => {
    const browser = new TestBrowser();
    const username = await newUser();
    const offered = await byPassword(browser, username);
    browser.forget('cognito');
    const refused = await add(browser, offered, new Authenticator(site));
    expect(refused.location?.pathname).toBe('/login');
    const skip = offered.links.find((href) => href.includes('skip=')) ?? '';
    expect((await browser.open(new URL(skip, offered.url))).location?.pathname).toBe('/login');
    const { UserStatus } = await app.cognito.send(
      new AdminGetUserCommand({ UserPoolId: house.poolId, Username: username }),
    );
    expect(UserStatus).toBe('CONFIRMED');
  });

  it('finishes no sign-in but the one that led there', async () => {
    const browser = new TestBrowser();
    const offered = await byPassword(browser, await newUser());
    const skip = offered.links.find((href) => href.includes('skip=')) ?? '';
    const head = await browser.open(new URL(skip, offered.url), { method: 'HEAD' });
    expect(head.location).toBeUndefined();
    codeAt(await browser.open(new URL(skip, offered.url)));
    const query = house.query({ prompt: 'login' });
    const direct = await browser.open(`${site}/passkeys/add${query}`);
    const declined = direct.links.find((href) => href.includes('skip=')) ?? '';
    const judged = await browser.visit(new URL(declined, direct.url));
    expect(new URL(judged.url).pathname).toBe('/login');
    const forged = await browser.open(`${site}/passkeys/add${query}&skip=made.up`);
    expect(forged.status).toBe(403);
  });

  it('has people sign in first', async () => {
    const page = await new TestBrowser().open(`${site}/passkeys/add${house.query()}`);
    expect(page.location?.pathname).toBe('/login');
  });

  it('is not of the classic pages, nor of pools without passkeys', async () => {
    const classic = await makeHouse(app, { version: 1 });
    const page = await new TestBrowser().open(`${classic.hostUrl}/passkeys/add${classic.query()}`);
    expect(page.location?.pathname).toBe('/login');
    const plain = await makeHouse(app);
    await createConfirmedUser(app, plain.poolId, { username: 'anna' });
    const browser = new TestBrowser();
    const login = await browser.visit(`${plain.hostUrl}/oauth2/authorize${plain.query()}`);
    codeAt(await browser.submit(login, { having: 'password', values: { username: 'anna', password: PASSWORD } }));
    const refused = await browser.open(`${plain.hostUrl}/passkeys/add${plain.query()}`);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('WebAuthn is not enabled');
    const stale = await browser.post(refused.url, new URLSearchParams({ _csrf: 'stale' }));
    expect(stale.status).toBe(400);
  });
});
