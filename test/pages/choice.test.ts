import type { AuthFactorType } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Shown } from './support/browser.ts';
import { arrive, codeAt, codeTo, type House, type HouseOptions, makeHouse } from './support/house.ts';

let app: TestApp;
let house: House;

const choosing = (factors: AuthFactorType[]): HouseOptions => ({
  pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors } } },
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
});

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app, choosing(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']));
  const attributes = { email: 'anna@example.com', email_verified: 'true' };
  await createConfirmedUser(app, house.poolId, { username: 'anna', attributes });
});
afterAll(() => app.stop());

const offered = ({ forms }: Shown): string[] =>
  forms.flatMap(({ buttons }) => buttons.flatMap(({ name, value }) => (name === 'answer' ? [value] : [])));

const asksPassword = ({ forms }: Shown): boolean => forms.some(({ asks }) => asks.includes('password'));

const name = async (username: string, at = house) => {
  const { browser, page } = await arrive(at);
  expect(asksPassword(page)).toBe(false);
  return { browser, page: await browser.submit(page, { having: 'username', values: { username } }) };
};

describe('the name first', () => {
  it('then a choice among the factors that the person has', async () => {
    const { browser, page } = await name('anna');
    expect(offered(page)).toEqual(['PASSWORD', 'EMAIL_OTP']);
    const asked = await browser.submit(page, { having: 'answer', button: 'answer=PASSWORD' });
    const wrong = await browser.submit(asked, { having: 'password', values: { password: 'Wrong-horse-1' } });
    expect(wrong.text).toContain('Incorrect username or password.');
    codeAt(await browser.submit(wrong, { having: 'password', values: { password: PASSWORD } }));
  });

  it('with a way back from the one that was chosen', async () => {
    const { browser, page } = await name('anna');
    const asked = await browser.submit(page, { having: 'answer', button: 'answer=PASSWORD' });
    const back = await browser.submit(asked, { having: 'other', button: 'other' });
    expect(offered(back)).toEqual(['PASSWORD', 'EMAIL_OTP']);
    const sent = await browser.submit(back, { having: 'answer', button: 'answer=EMAIL_OTP' });
    expect(sent.text).toContain('a***@e***');
    const wrong = await browser.submit(sent, { having: 'code', values: { code: '00000000' } });
    expect(wrong.text).toContain('This code is not right.');
    const first = await codeTo(app, 'anna@example.com');
    const another = await browser.submit(wrong, { having: 'resend', button: 'resend' });
    expect(another.text).toContain('We sent a new code to a***@e***.');
    expect(await codeTo(app, 'anna@example.com')).not.toBe(first);
    expect(another.forms.flatMap(({ buttons }) => buttons).some((button) => button.name === 'other')).toBe(true);
    codeAt(await browser.submit(another, { having: 'code', values: { code: await codeTo(app, 'anna@example.com') } }));
  });

  it('and the only factor at once where there is no choice', async () => {
    await createConfirmedUser(app, house.poolId, { username: 'bert', attributes: { email: 'bert@example.com' } });
    const { browser, page } = await name('bert');
    expect(asksPassword(page)).toBe(true);
    expect(page.forms.flatMap(({ buttons }) => buttons).some((button) => button.name === 'other')).toBe(false);
    codeAt(await browser.submit(page, { having: 'password', values: { password: PASSWORD } }));
  });

  it('alike for a name that nobody has', async () => {
    const known = await name('anna');
    const unknown = await name('arno');
    expect(offered(unknown.page)).toEqual(offered(known.page));
    expect(unknown.page.text).toBe(known.page.text.replaceAll('anna', 'arno'));
    const asked = await unknown.browser.submit(unknown.page, { having: 'answer', button: 'answer=PASSWORD' });
    const refused = await unknown.browser.submit(asked, { having: 'password', values: { password: PASSWORD } });
    expect(refused.text).toContain('Incorrect username or password.');
    const again = await name('arno');
    const sent = await again.browser.submit(again.page, { having: 'answer', button: 'answer=EMAIL_OTP' });
    const wrong = await again.browser.submit(sent, { having: 'code', values: { code: '00000000' } });
    expect(wrong.text).toContain('This code is not right.');
  });

  it('is an offer: a password that comes along is taken', async () => {
    const { browser, page } = await arrive(house);
    const body = { _csrf: browser.cookie('XSRF-TOKEN') ?? '', username: 'anna', password: PASSWORD };
    codeAt(await browser.post(page.url, new URLSearchParams(body)));
  });

  it('stays with what it offered', async () => {
    const { browser, page } = await name('anna');
    const [form] = page.forms.filter(({ fields }) => 'state' in fields);
    const body = new URLSearchParams({ ...form?.fields, answer: 'WEB_AUTHN' });
    const refused = await browser.post(new URL(form?.action ?? '', page.url), body);
    expect(refused.text).toContain('WEB_AUTHN is not available');
    expect(offered(refused)).toEqual(['PASSWORD', 'EMAIL_OTP']);
  });
});

describe('name and password at once', () => {
  it('where the client does not take choice-based sign-in', async () => {
    const plain = await makeHouse(app, {
      ...choosing(['PASSWORD', 'EMAIL_OTP']),
      client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    expect(asksPassword((await arrive(plain)).page)).toBe(true);
  });

  it('where the pool has passwords alone', async () => {
    expect(asksPassword((await arrive(await makeHouse(app, choosing(['PASSWORD'])))).page)).toBe(true);
  });

  it('on the classic pages', async () => {
    const classic = await makeHouse(app, { ...choosing(['PASSWORD', 'EMAIL_OTP']), version: 1 });
    expect(asksPassword((await arrive(classic)).page)).toBe(true);
  });
});
