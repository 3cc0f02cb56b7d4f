import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allMethods, enrolledUser, prefer, SMS_ROLE, setMfa, totp, wrongTotp } from '../mfa/support.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Shown, TestBrowser } from './support/browser.ts';
import { arrive, codeAt, codeTo, type House, makeHouse } from './support/house.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const signIn = async (house: House, username: string): Promise<{ browser: TestBrowser; page: Shown }> => {
  const { browser, page } = await arrive(house);
  return {
    browser,
    page: await browser.submit(page, { having: 'password', values: { username, password: PASSWORD } }),
  };
};

describe('an authenticator app', () => {
  it('is set up where the pool demands a second factor, and asked for from then on', async () => {
    const house = await makeHouse(app);
    await createConfirmedUser(app, house.poolId, { username: 'anna' });
    await setMfa(app, house, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } });
    const { browser, page } = await signIn(house, 'anna');
    expect(page.text).toContain('Set up an authenticator app');
    const [, secret = ''] =
      /\b([A-Z2-7]{32,})\b/.exec(page.html.replaceAll(/(?<=[A-Z2-7]{4}) (?=[A-Z2-7]{4})/g, '')) ?? [];
    const uri = new URL(page.links.find((href) => href.startsWith('otpauth:')) ?? '');
    expect(uri.searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(uri.pathname)).toContain('Example:anna');
    const wrong = await browser.submit(page, { having: 'code', values: { code: wrongTotp(app, secret) } });
    expect(wrong.text).toContain('This code is not right.');
    codeAt(await browser.submit(wrong, { having: 'code', values: { code: totp(app, secret), device: 'My phone' } }));
    app.clock.advance(30_000);
    const next = await signIn(house, 'anna');
    expect(next.page.text).toContain('My phone');
    const mistyped = await next.browser.submit(next.page, { having: 'code', values: { code: wrongTotp(app, secret) } });
    expect(mistyped.text).toContain('This code is not right.');
    codeAt(await next.browser.submit(mistyped, { having: 'code', values: { code: totp(app, secret) } }));
  });

  it('has each code once', async () => {
    const house = await makeHouse(app);
    await setMfa(app, house, allMethods);
    const { username, secret } = await enrolledUser(app, house);
    await prefer(app, house, username, { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
    const code = totp(app, secret);
    const first = await signIn(house, username);
    codeAt(await first.browser.submit(first.page, { having: 'code', values: { code } }));
    const second = await signIn(house, username);
    const used = await second.browser.submit(second.page, { having: 'code', values: { code } });
    expect(used.text).toContain('This code was already used.');
    app.clock.advance(30_000);
    codeAt(await second.browser.submit(used, { having: 'code', values: { code: totp(app, secret) } }));
  });
});

describe('codes by message', () => {
  it('come to the phone', async () => {
    const house = await makeHouse(app);
    await createConfirmedUser(app, house.poolId, {
      username: 'carl',
      attributes: { phone_number: '+15550001111', phone_number_verified: 'true' },
    });
    await setMfa(app, house, { MfaConfiguration: 'ON', SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE } });
    const { browser, page } = await signIn(house, 'carl');
    expect(page.text).toContain('+*******1111');
    const wrong = await browser.submit(page, { having: 'code', values: { code: '000000' } });
    expect(wrong.text).toContain('This code is not right.');
    codeAt(await browser.submit(wrong, { having: 'code', values: { code: await codeTo(app, '+15550001111') } }));
  });

  it('come by e-mail', async () => {
    const house = await makeHouse(app);
    const email = 'dora@example.com';
    await createConfirmedUser(app, house.poolId, { username: 'dora', attributes: { email, email_verified: 'true' } });
    await setMfa(app, house, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    const { browser, page } = await signIn(house, 'dora');
    expect(page.text).toContain('d***@e***');
    expect(page.forms.flatMap(({ buttons }) => buttons).some(({ name }) => name === 'other')).toBe(false);
    codeAt(await browser.submit(page, { having: 'code', values: { code: await codeTo(app, email) } }));
  });

  it('are set up for whoever has no address yet', async () => {
    const house = await makeHouse(app);
    await createConfirmedUser(app, house.poolId, { username: 'emma' });
    await setMfa(app, house, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    const { browser, page } = await signIn(house, 'emma');
    expect(page.text).toContain('Set up email codes');
    const wrong = await browser.submit(page, { having: 'email', values: { email: 'no address' } });
    expect(wrong.text).toContain('valid email address');
    const sent = await browser.submit(wrong, { having: 'email', values: { email: 'emma@example.com' } });
    codeAt(await browser.submit(sent, { having: 'code', values: { code: await codeTo(app, 'emma@example.com') } }));
  });

  it('are over after too many tries', async () => {
    const house = await makeHouse(app);
    const email = 'fred@example.com';
    await createConfirmedUser(app, house.poolId, { username: 'fred', attributes: { email, email_verified: 'true' } });
    await setMfa(app, house, { MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    const { browser, page } = await signIn(house, 'fred');
    let shown = page;
    let tries = 0;
    while (shown.forms.some(({ asks }) => asks.includes('code')) && tries < 10) {
      shown = await browser.submit(shown, { having: 'code', values: { code: '000000' } });
      tries += 1;
    }
    expect(tries).toBeGreaterThan(2);
    expect(shown.text).toContain('Your session has expired. Sign in again.');
  });
});

describe('several second factors', () => {
  it('are a choice', async () => {
    const house = await makeHouse(app);
    await setMfa(app, house, allMethods);
    const { username, secret } = await enrolledUser(app, house, {
      phone_number: '+15550002222',
      phone_number_verified: 'true',
    });
    await prefer(app, house, username, {
      SoftwareTokenMfaSettings: { Enabled: true },
      SMSMfaSettings: { Enabled: true },
    });
    const { browser, page } = await signIn(house, username);
    const offered = page.forms.flatMap(({ buttons }) => buttons).filter(({ name }) => name === 'answer');
    expect(offered.map(({ value }) => value).toSorted()).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);
    const asked = await browser.submit(page, { having: 'answer', button: 'answer=SOFTWARE_TOKEN_MFA' });
    codeAt(await browser.submit(asked, { having: 'code', values: { code: totp(app, secret) } }));
  });

  it('are a choice of what to set up', async () => {
    const house = await makeHouse(app);
    await createConfirmedUser(app, house.poolId, { username: 'hugo' });
    await setMfa(app, house, { ...allMethods, MfaConfiguration: 'ON' });
    const { browser, page } = await signIn(house, 'hugo');
    const offered = page.forms.flatMap(({ buttons }) => buttons).filter(({ name }) => name === 'answer');
    expect(offered.map(({ value }) => value)).toEqual(['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']);
    const asked = await browser.submit(page, { having: 'answer', button: 'answer=EMAIL_OTP' });
    const sent = await browser.submit(asked, { having: 'email', values: { email: 'hugo@example.com' } });
    codeAt(await browser.submit(sent, { having: 'code', values: { code: await codeTo(app, 'hugo@example.com') } }));
  });

  it('say so where none can be set up', async () => {
    const house = await makeHouse(app);
    await createConfirmedUser(app, house.poolId, { username: 'ines' });
    await setMfa(app, house, { MfaConfiguration: 'ON', SmsMfaConfiguration: { SmsConfiguration: SMS_ROLE } });
    const { page } = await signIn(house, 'ines');
    expect(page.text).toContain('none can be set up here');
  });
});
