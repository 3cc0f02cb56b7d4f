import {
  AdminGetUserCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Shown, TestBrowser } from './support/browser.ts';
import { arrive, codeAt, codeTo, type House, makeHouse, messageTo } from './support/house.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const byEmail: Partial<CreateUserPoolCommandInput> = {
  UsernameAttributes: ['email'],
  Schema: [{ Name: 'email', Required: true }],
};

const statusOf = async ({ poolId }: House, username: string): Promise<string | undefined> =>
  (await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }))).UserStatus;

const openSignUp = async (house: House): Promise<{ browser: TestBrowser; page: Shown }> => {
  const { browser, page } = await arrive(house);
  const link = page.links.find((href) => new URL(href, page.url).pathname.endsWith('/signup'));
  if (link === undefined) throw new Error(`no link to /signup: ${page.text}`);
  return { browser, page: await browser.open(new URL(link, page.url)) };
};

describe('/signup', () => {
  it('makes an account, confirms it by code and signs in', async () => {
    const house = await makeHouse(app, { pool: byEmail });
    const { browser, page } = await openSignUp(house);
    const asked = await browser.submit(page, { values: { username: 'ann@example.com', password: PASSWORD } });
    expect(asked.text).toContain('a***@e***');
    const wrong = await browser.submit(asked, { having: 'code', values: { code: '000000' } });
    expect(wrong.text).toContain('This code is not right.');
    const code = await codeTo(app, 'ann@example.com');
    const done = await browser.submit(wrong, {
      having: 'code',
      values: { code: `${code.slice(0, 3)} ${code.slice(3)}` },
    });
    codeAt(done);
    expect(await statusOf(house, 'ann@example.com')).toBe('CONFIRMED');
    codeAt(await browser.visit(`${house.url}/oauth2/authorize${house.query()}`));
  });

  it('asks for what the pool requires, and for a contact that it verifies', async () => {
    const house = await makeHouse(app, {
      pool: {
        Schema: [
          { Name: 'given_name', Required: true },
          { Name: 'birthdate', Required: true },
        ],
      },
    });
    const { browser, page } = await openSignUp(house);
    const form = page.forms.find(({ asks }) => asks.includes('given_name'));
    expect(form?.asks.toSorted()).toEqual(
      [
        'birthdate',
        'email',
        'given_name',
        'password',
        'username',
        ...(form?.asks.includes('confirm_password') ? ['confirm_password'] : []),
      ].toSorted(),
    );
    const values = { username: 'carl', email: 'carl@example.com', given_name: 'Carl', birthdate: '31.12.1990' };
    const refused = await browser.submit(page, { having: 'given_name', values: { ...values, password: PASSWORD } });
    expect(refused.text).toContain('Enter a date');
    expect(refused.forms.find(({ asks }) => asks.includes('given_name'))?.fields).toMatchObject({
      username: 'carl',
      given_name: 'Carl',
      email: 'carl@example.com',
      password: '',
    });
    const asked = await browser.submit(refused, {
      having: 'given_name',
      values: { birthdate: '1990-12-31', password: PASSWORD },
    });
    codeAt(await browser.submit(asked, { having: 'code', values: { code: await codeTo(app, 'carl@example.com') } }));
  });

  it('takes the fields as the classic pages name them', async () => {
    const house = await makeHouse(app, { pool: { Schema: [{ Name: 'email', Required: true }] }, version: 1 });
    const { browser, page } = await openSignUp(house);
    const body = new URLSearchParams({
      _csrf: browser.cookie('XSRF-TOKEN') ?? '',
      username: 'dora',
      password: PASSWORD,
      'requiredAttributes[email]': 'dora@example.com',
    });
    const asked = await browser.post(page.url, body);
    expect(asked.text).toContain('d***@e***');
  });

  it('says why an account is refused', async () => {
    const house = await makeHouse(app, { pool: byEmail });
    const { browser, page } = await openSignUp(house);
    const make = (values: Record<string, string>) => browser.submit(page, { having: 'password', values });
    expect((await make({ username: 'e@example.com', password: 'short' })).text).toContain('too short');
    expect((await make({ username: 'no-address', password: PASSWORD })).text).toContain('Enter an email address');
    expect((await make({ username: '', password: PASSWORD })).text).toContain('required');
    expect((await make({ username: 'e@example.com', password: `A1!${'a'.repeat(300)}` })).text).toContain('too long');
    await make({ username: 'e@example.com', password: PASSWORD });
    expect((await make({ username: 'e@example.com', password: PASSWORD })).text).toContain('already an account');
  });

  it('sends another code on request', async () => {
    const house = await makeHouse(app, { pool: byEmail });
    const { browser, page } = await openSignUp(house);
    const asked = await browser.submit(page, { values: { username: 'fay@example.com', password: PASSWORD } });
    const first = await codeTo(app, 'fay@example.com');
    const sent = await browser.submit(asked, { having: 'resend', button: 'resend' });
    expect(sent.text).toContain('We sent a new code to f***@e***.');
    const second = await codeTo(app, 'fay@example.com');
    expect(second).not.toBe(first);
    codeAt(await browser.submit(sent, { having: 'code', values: { code: second } }));
  });

  it('waits for the link where the pool sends one, and shows what came of it', async () => {
    const house = await makeHouse(app, {
      pool: { ...byEmail, VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } },
    });
    const { browser, page } = await openSignUp(house);
    const asked = await browser.submit(page, { values: { username: 'gus@example.com', password: PASSWORD } });
    expect(asked.text).toContain('Follow the link');
    expect(asked.forms.some(({ asks }) => asks.includes('code'))).toBe(false);
    const { link = '' } = await messageTo(app, 'gus@example.com');
    const login = await browser.visit(`${house.url}/oauth2/authorize${house.query()}`);
    const back = await browser.submit(login, {
      having: 'password',
      values: { username: 'gus@example.com', password: PASSWORD },
    });
    expect(back.text).toContain('Follow the link');
    const { search } = new URL(link);
    const head = await browser.open(`${house.url}/confirmUser${search}`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await statusOf(house, 'gus@example.com')).toBe('UNCONFIRMED');
    const done = await browser.open(link);
    expect(done.status).toBe(200);
    expect(done.text).toContain('Your account is confirmed');
    expect(done.headers.get('cache-control')).toBe('no-store');
    expect(await statusOf(house, 'gus@example.com')).toBe('CONFIRMED');
    const again = await browser.open(link);
    expect(again.status).toBe(400);
  });

  it('is closed where administrators alone make accounts', async () => {
    const house = await makeHouse(app, { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });
    const { browser, page } = await arrive(house);
    expect(page.links.some((href) => href.includes('/signup'))).toBe(false);
    const direct = await browser.open(`${house.url}/signup${house.query()}`);
    expect(direct.text).toContain('You cannot create an account here.');
    const body = { _csrf: browser.cookie('XSRF-TOKEN') ?? '', username: 'h', password: PASSWORD };
    const posted = await browser.post(`${house.url}/signup${house.query()}`, new URLSearchParams(body));
    expect(posted.text).toContain('You cannot create an account here.');
  });

  it('says that an administrator has to confirm where the pool verifies nothing', async () => {
    const house = await makeHouse(app, { pool: { AutoVerifiedAttributes: [] } });
    const { browser, page } = await openSignUp(house);
    const made = await browser.submit(page, { having: 'password', values: { username: 'ida', password: PASSWORD } });
    expect(made.text).toContain('An administrator has to confirm it');
    expect(await statusOf(house, 'ida')).toBe('UNCONFIRMED');
  });

  it('works for clients with a secret', async () => {
    const house = await makeHouse(app, { pool: byEmail });
    const { UserPoolClient } = await app.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: house.poolId,
        ClientName: 'with a secret',
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: ['https://app.example.com/callback'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    );
    const secretive = { ...house, query: () => house.query({ client_id: UserPoolClient?.ClientId ?? '' }) };
    const { browser, page } = await openSignUp(secretive);
    const asked = await browser.submit(page, { values: { username: 'jo@example.com', password: PASSWORD } });
    codeAt(await browser.submit(asked, { having: 'code', values: { code: await codeTo(app, 'jo@example.com') } }));
  });

  it('needs no password where the pool has codes as a first factor', async () => {
    const house = await makeHouse(app, {
      pool: { ...byEmail, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    });
    const { browser, page } = await openSignUp(house);
    const asked = await browser.submit(page, { values: { username: 'kim@example.com' } });
    codeAt(await browser.submit(asked, { having: 'code', values: { code: await codeTo(app, 'kim@example.com') } }));
    const next = await arrive(house);
    const sent = await next.browser.submit(next.page, { values: { username: 'kim@example.com' } });
    expect(sent.text).toContain('k***@e***');
    codeAt(await next.browser.submit(sent, { having: 'code', values: { code: await codeTo(app, 'kim@example.com') } }));
  });
});
