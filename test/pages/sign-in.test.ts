import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
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
  await createConfirmedUser(app, house.poolId, {
    username: 'anna',
    attributes: { email: 'anna@example.com', email_verified: 'true' },
  });
});
afterAll(() => app.stop());

const signIn = (browser: TestBrowser, page: Shown, username: string, password: string): Promise<Shown> =>
  browser.submit(page, { having: 'password', values: { username, password }, button: 'signInSubmitButton' });

describe('/login', () => {
  it('signs in by name and password', async () => {
    const { browser, page } = await arrive(house);
    expect(page.status).toBe(200);
    const answer = await signIn(browser, page, 'anna', PASSWORD);
    expect(answer.status).toBe(302);
    expect(codeAt(answer)).not.toBe('');
    expect(answer.location?.searchParams.get('state')).toBe('state-of-the-app');
  });

  it('gives the browser a session, with which the next client need not ask', async () => {
    const { browser, page } = await arrive(house);
    codeAt(await signIn(browser, page, 'anna', PASSWORD));
    const again = await browser.visit(`${house.url}/oauth2/authorize${house.query({ state: 'two' })}`);
    expect(codeAt(again)).not.toBe('');
    expect(again.location?.searchParams.get('state')).toBe('two');
  });

  it('says that name or password is wrong, and keeps the name', async () => {
    const { browser, page } = await arrive(house);
    const answer = await signIn(browser, page, 'anna', 'Wrong-horse-1');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Incorrect username or password.');
    expect(answer.forms.find(({ asks }) => asks.includes('password'))?.fields).toMatchObject({
      username: 'anna',
      password: '',
    });
    codeAt(await signIn(browser, answer, 'anna', PASSWORD));
  });

  it('answers alike for a name that nobody has', async () => {
    const { browser, page } = await arrive(house);
    const wrong = await signIn(browser, page, 'anna', 'Wrong-horse-1');
    const nobody = await signIn(browser, page, 'nobody', 'Wrong-horse-1');
    expect(nobody.status).toBe(wrong.status);
    expect(nobody.text).toBe(wrong.text);
    const never = await signIn(browser, page, 'no\u0000body', 'Wrong-horse-1');
    expect(never.text).toBe(wrong.text);
  });

  it('asks for both fields', async () => {
    const { browser, page } = await arrive(house);
    expect((await signIn(browser, page, '', PASSWORD)).text).toContain('required');
    expect((await signIn(browser, page, 'anna', '')).text).toContain('required');
  });

  it('begins with the name that the application hints at', async () => {
    const { page } = await arrive(house, { more: { login_hint: 'anna@example.com' } });
    expect(page.forms.find(({ asks }) => asks.includes('password'))?.fields['username']).toBe('anna@example.com');
  });

  it('offers to go on with the session, and to sign in as somebody else', async () => {
    const { browser, page } = await arrive(house);
    codeAt(await signIn(browser, page, 'anna', PASSWORD));
    const again = await browser.open(`${house.url}/login${house.query()}`);
    expect(again.text).toContain('anna@example.com');
    codeAt(await browser.submit(again, { having: 'continue', button: 'continue' }));
    await createConfirmedUser(app, house.poolId, { username: 'bert' });
    codeAt(await signIn(browser, again, 'bert', PASSWORD));
    const after = await browser.open(`${house.url}/login${house.query()}`);
    expect(after.text).toContain('bert');
  });

  it('asks anew where the application wants it', async () => {
    const { browser, page } = await arrive(house);
    codeAt(await signIn(browser, page, 'anna', PASSWORD));
    const login = await browser.visit(`${house.url}/oauth2/authorize${house.query({ prompt: 'login' })}`);
    expect(login.status).toBe(200);
    expect(login.text).not.toContain('Continue as');
    const forged = new URLSearchParams({ continue: 'true', _csrf: browser.cookie('XSRF-TOKEN') ?? '' });
    const refused = await browser.post(login.url, forged);
    expect(refused.location).toBeUndefined();
    app.clock.advance(61_000);
    const old = await browser.visit(`${house.url}/oauth2/authorize${house.query({ max_age: '60' })}`);
    expect(old.text).not.toContain('Continue as');
    codeAt(await signIn(browser, old, 'anna', PASSWORD));
  });

  it('goes on with a new password for those who were invited', async () => {
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: house.poolId,
        Username: 'invited',
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const { browser, page } = await arrive(house);
    const asked = await signIn(browser, page, 'invited', 'Temporary-1');
    expect(asked.text).toContain('Choose a new password');
    const differ = await browser.submit(asked, {
      having: 'confirm_password',
      values: { password: 'Brand-new-1', confirm_password: 'Brand-new-2' },
    });
    expect(differ.text).toContain('The two passwords are not the same.');
    const weak = await browser.submit(differ, {
      having: 'confirm_password',
      values: { password: 'weak', confirm_password: 'weak' },
    });
    expect(weak.text).toContain('too short');
    const done = await browser.submit(weak, {
      having: 'confirm_password',
      values: { password: 'Brand-new-1', confirm_password: 'Brand-new-1' },
    });
    codeAt(done);
    const next = await arrive(house);
    codeAt(await signIn(next.browser, next.page, 'invited', 'Brand-new-1'));
  });

  it('asks invited people for what the pool requires of everybody', async () => {
    const strict = await makeHouse(app, {
      pool: {
        Schema: [
          { Name: 'given_name', Required: true },
          { Name: 'family_name', Required: true },
        ],
      },
    });
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: strict.poolId,
        Username: 'guest',
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'family_name', Value: 'Guest' }],
      }),
    );
    const { browser, page } = await arrive(strict);
    const asked = await signIn(browser, page, 'guest', 'Temporary-1');
    const form = asked.forms.find(({ asks }) => asks.includes('given_name'));
    expect(form?.asks).not.toContain('family_name');
    const passwords = { password: 'Brand-new-1', confirm_password: 'Brand-new-1' };
    const missing = await browser.submit(asked, { having: 'given_name', values: passwords });
    expect(missing.text).toContain('Given name');
    expect(missing.text).toContain('required');
    const weak = { given_name: 'Gus', password: 'weak', confirm_password: 'weak' };
    const kept = await browser.submit(missing, { having: 'given_name', values: weak });
    expect(kept.forms.find(({ asks }) => asks.includes('given_name'))?.fields['given_name']).toBe('Gus');
    const values = { ...passwords, family_name: 'Forged' };
    codeAt(await browser.submit(kept, { having: 'given_name', values }));
    const { UserAttributes } = await app.cognito.send(
      new AdminGetUserCommand({ UserPoolId: strict.poolId, Username: 'guest' }),
    );
    expect(UserAttributes).toContainEqual({ Name: 'given_name', Value: 'Gus' });
    expect(UserAttributes).toContainEqual({ Name: 'family_name', Value: 'Guest' });
  });

  it('leads whoever must reset their password to that page', async () => {
    await createConfirmedUser(app, house.poolId, {
      username: 'reset',
      attributes: { email: 'reset@example.com', email_verified: 'true' },
    });
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: house.poolId, Username: 'reset' }));
    const { browser, page } = await arrive(house);
    const asked = await signIn(browser, page, 'reset', PASSWORD);
    const done = await browser.submit(asked, {
      having: 'code',
      values: {
        code: await codeTo(app, 'reset@example.com'),
        password: 'Brand-new-1',
        confirm_password: 'Brand-new-1',
      },
    });
    expect(done.text).toContain('Your password is changed');
    codeAt(await signIn(browser, done, 'reset', 'Brand-new-1'));
  });

  it('leads whoever has not confirmed to that page', async () => {
    await app.cognito.send(
      new SignUpCommand({
        ClientId: house.clientId,
        Username: 'late',
        Password: PASSWORD,
        UserAttributes: [{ Name: 'email', Value: 'late@example.com' }],
      }),
    );
    const { browser, page } = await arrive(house);
    const asked = await signIn(browser, page, 'late', PASSWORD);
    expect(asked.text).toContain('Confirm your account');
    const sent = await browser.submit(asked, { having: 'resend', button: 'resend' });
    expect(sent.text).toContain('We sent a new code to l***@e***');
    const done = await browser.submit(sent, {
      having: 'code',
      values: { code: await codeTo(app, 'late@example.com') },
    });
    expect(done.text).toContain('Your account is confirmed');
    codeAt(await signIn(browser, done, 'late', PASSWORD));
  });

  it('ends a step whose time is over where it began', async () => {
    await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: house.poolId,
        Username: 'slow',
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const { browser, page } = await arrive(house);
    const asked = await signIn(browser, page, 'slow', 'Temporary-1');
    app.clock.advance(4 * 60_000);
    const late = await browser.submit(asked, {
      having: 'confirm_password',
      values: { password: 'Brand-new-1', confirm_password: 'Brand-new-1' },
    });
    expect(late.text).toContain('Your session has expired. Sign in again.');
    expect(late.forms.find(({ asks }) => asks.includes('password'))?.fields['username']).toBe('slow');
  });

  it('shows a request that cannot be answered on a page of its own', async () => {
    const { page } = await arrive(house, { at: '/login', more: { redirect_uri: 'https://evil.example.com/' } });
    expect(page.url).toBe(`${house.url}/error?error=redirect_mismatch&client_id=${house.clientId}`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('redirect_mismatch');
  });
});
