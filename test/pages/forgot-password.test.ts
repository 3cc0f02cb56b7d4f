import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Shown, TestBrowser } from './support/browser.ts';
import { arrive, codeAt, codeTo, type House, makeHouse } from './support/house.ts';

let app: TestApp;
let house: House;

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app);
  for (const username of ['anna', 'bert', 'cleo']) {
    const attributes = { email: `${username}@example.com`, email_verified: 'true' };
    await createConfirmedUser(app, house.poolId, { username, attributes });
  }
});
afterAll(() => app.stop());

const openForgotten = async (at = house): Promise<{ browser: TestBrowser; page: Shown }> => {
  const { browser, page } = await arrive(at);
  const link = page.links.find((href) => new URL(href, page.url).pathname.endsWith('/forgotPassword'));
  if (link === undefined) throw new Error(`no link to /forgotPassword: ${page.text}`);
  return { browser, page: await browser.open(new URL(link, page.url)) };
};

describe('/forgotPassword', () => {
  it('sends a code with which another password is set', async () => {
    const { browser, page } = await openForgotten();
    const asked = await browser.submit(page, { having: 'username', values: { username: 'anna' } });
    expect(asked.text).toContain('a***@e***');
    const values = { password: 'Brand-new-1', confirm_password: 'Brand-new-1' };
    const wrong = await browser.submit(asked, { having: 'code', values: { ...values, code: '000000' } });
    expect(wrong.text).toContain('This code is not right.');
    const code = await codeTo(app, 'anna@example.com');
    const weak = await browser.submit(wrong, {
      having: 'code',
      values: { code, password: 'weak', confirm_password: 'weak' },
    });
    expect(weak.text).toContain('too short');
    const differ = await browser.submit(weak, {
      having: 'code',
      values: { ...values, code, confirm_password: 'other' },
    });
    expect(differ.text).toContain('The two passwords are not the same.');
    const done = await browser.submit(differ, { having: 'code', values: { ...values, code } });
    expect(done.text).toContain('Your password is changed');
    const answer = await browser.submit(done, {
      having: 'password',
      values: { username: 'anna', password: 'Brand-new-1' },
    });
    codeAt(answer);
  });

  it('sends another code on request', async () => {
    const { browser, page } = await openForgotten();
    const asked = await browser.submit(page, { having: 'username', values: { username: 'bert' } });
    const first = await codeTo(app, 'bert@example.com');
    const resending = asked.forms.find(({ action }) => action.includes('/forgotPassword'));
    expect(resending?.fields['username']).toBe('bert');
    const again = await browser.post(
      new URL(resending?.action ?? '', asked.url),
      new URLSearchParams(resending?.fields),
    );
    const second = await codeTo(app, 'bert@example.com');
    expect(second).not.toBe(first);
    const values = { code: second, password: 'Brand-new-1', confirm_password: 'Brand-new-1' };
    expect((await browser.submit(again, { having: 'code', values })).text).toContain('Your password is changed');
  });

  it('answers alike for a name that nobody has', async () => {
    const { browser, page } = await openForgotten();
    const known = await browser.submit(page, { having: 'username', values: { username: 'cleo@example.com' } });
    const unknown = await browser.submit(page, { having: 'username', values: { username: 'carl@example.com' } });
    expect(unknown.status).toBe(known.status);
    expect(unknown.text).toBe(known.text.replaceAll('cleo@', 'carl@'));
    const values = { code: '000000', password: 'Brand-new-1', confirm_password: 'Brand-new-1' };
    const refused = await browser.submit(unknown, { having: 'code', values });
    expect(refused.text).toBe(
      (await browser.submit(known, { having: 'code', values })).text.replaceAll('cleo@', 'carl@'),
    );
    expect(await app.mailbox({ to: 'carl@example.com' })).toEqual([]);
  });

  it('tells of unknown names where the client does', async () => {
    const open = await makeHouse(app, { client: { PreventUserExistenceErrors: 'LEGACY' } });
    const { browser, page } = await openForgotten(open);
    const unknown = await browser.submit(page, { having: 'username', values: { username: 'nobody' } });
    expect(unknown.text).toContain('There is no account with this name.');
  });

  it('is not offered where administrators alone help', async () => {
    const strict = await makeHouse(app, {
      pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] } },
    });
    const { browser, page } = await arrive(strict);
    expect(page.links.some((href) => href.includes('forgotPassword'))).toBe(false);
    const direct = await browser.open(`${strict.url}/forgotPassword${strict.query()}`);
    const refused = await browser.submit(direct, { having: 'username', values: { username: 'anna' } });
    expect(refused.text).toContain('Ask your administrator');
  });

  it('has nothing to confirm without a step', async () => {
    const { browser, page } = await arrive(house, { at: '/confirmForgotPassword' });
    expect(page.text).toContain('Forgot your password?');
    const body = new URLSearchParams({ _csrf: browser.cookie('XSRF-TOKEN') ?? '', code: '1', password: PASSWORD });
    const posted = await browser.post(page.url, body);
    expect(posted.text).toContain('This page was open for too long.');
  });
});
