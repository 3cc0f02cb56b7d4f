/** External providers on the sign-in page: buttons, and the way of an e-mail address to its company's provider. */
import { CreateIdentityProviderCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Shown } from './support/browser.ts';
import { arrive, CALLBACK, codeAt, type House, makeHouse } from './support/house.ts';

let app: TestApp;
let house: House;

const allow = ({ poolId, clientId }: House, providers: string[]) =>
  app.cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: [CALLBACK],
      PreventUserExistenceErrors: 'ENABLED',
      SupportedIdentityProviders: providers,
    }),
  );

beforeAll(async () => {
  app = await startTestApp();
  house = await makeHouse(app);
  for (const [name, identifiers] of [
    ['Corp', ['corp.example.com', 'corp']],
    ['Other', ['other.example.com']],
  ] as const) {
    await app.cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId: house.poolId,
        ProviderName: name,
        ProviderType: 'OIDC',
        IdpIdentifiers: [...identifiers],
        ProviderDetails: {
          client_id: 'poolhouse',
          client_secret: 'secret',
          attributes_request_method: 'GET',
          oidc_issuer: 'https://idp.example.com',
          authorize_scopes: 'openid',
          authorize_url: 'https://idp.example.com/authorize',
          token_url: 'https://idp.example.com/token',
          attributes_url: 'https://idp.example.com/user',
          jwks_uri: 'https://idp.example.com/jwks',
        },
      }),
    );
  }
  await allow(house, ['COGNITO', 'Corp']);
  await createConfirmedUser(app, house.poolId, { username: 'anna' });
});
afterAll(() => app.stop());

const goesOn = ({ headers, url }: Shown): URL => {
  const [, next = ''] = /^0;url=(.+)$/.exec(headers.get('refresh') ?? '') ?? [];
  return new URL(next, url);
};

describe('the sign-in page', () => {
  it('has a button for each provider that the client allows, beside its own form', async () => {
    const { page } = await arrive(house);
    const buttons = page.links.filter((href) => href.includes('identity_provider='));
    expect(buttons).toHaveLength(1);
    const { pathname, searchParams } = new URL(buttons[0] ?? '', page.url);
    expect(pathname).toBe(`/${house.poolId}/oauth2/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      identity_provider: 'Corp',
      client_id: house.clientId,
      redirect_uri: CALLBACK,
      state: 'state-of-the-app',
    });
    expect(page.forms.some(({ asks }) => asks.includes('password'))).toBe(true);
  });

  it.each(['ann@corp.example.com', 'ann@CORP.example.com', 'corp'])('sends %s to the provider', async (username) => {
    const { browser, page } = await arrive(house);
    const body = new URLSearchParams({ _csrf: browser.cookie('XSRF-TOKEN') ?? '', username });
    const answer = await browser.post(page.url, body);
    expect(answer.status).toBe(200);
    const next = goesOn(answer);
    expect(next.searchParams.get('identity_provider')).toBe('Corp');
    expect(next.searchParams.get('login_hint')).toBe(username.includes('@') ? username : null);
    expect(next.host).toBe(new URL(house.url).host);
    const sent = await browser.open(next);
    expect(sent.location?.href.startsWith('https://idp.example.com/authorize?')).toBe(true);
  });

  it.each(['ann@other.example.com', 'ann@elsewhere.example.com', '@'])('sends %s nowhere', async (username) => {
    const { browser, page } = await arrive(house);
    const body = new URLSearchParams({ _csrf: browser.cookie('XSRF-TOKEN') ?? '', username });
    const answer = await browser.post(page.url, body);
    expect(answer.headers.get('refresh')).toBeNull();
    expect(answer.location).toBeUndefined();
  });

  it('takes a password from whoever gives one', async () => {
    const email = 'own@corp.example.com';
    await createConfirmedUser(app, house.poolId, { username: email });
    const { browser, page } = await arrive(house);
    codeAt(await browser.submit(page, { having: 'password', values: { username: email, password: PASSWORD } }));
  });

  it('has no form of its own where the client takes providers alone', async () => {
    await allow(house, ['Corp', 'Other']);
    try {
      const { browser, page } = await arrive(house);
      expect(page.forms.some(({ asks }) => asks.includes('password'))).toBe(false);
      expect(page.links.some((href) => href.includes('/signup'))).toBe(false);
      const token = browser.cookie('XSRF-TOKEN') ?? '';
      const own = await browser.post(
        page.url,
        new URLSearchParams({ _csrf: token, username: 'anna', password: PASSWORD }),
      );
      expect(own.text).toContain('There is no company sign-in for this email address.');
      const up = await browser.post(
        `${house.url}/signup${house.query()}`,
        new URLSearchParams({ _csrf: token, username: 'new', password: PASSWORD }),
      );
      expect(up.text).toContain('You cannot create an account here.');
      const forgotten = await browser.post(
        `${house.url}/forgotPassword${house.query()}`,
        new URLSearchParams({ _csrf: token, username: 'anna' }),
      );
      expect(forgotten.forms.some(({ asks }) => asks.includes('code'))).toBe(false);
    } finally {
      await allow(house, ['COGNITO', 'Corp']);
    }
  });

  it('really goes there, in a browser that holds redirects against its policy', async () => {
    const chromium = await launchChromium();
    try {
      for (const javaScriptEnabled of [true, false]) {
        const context = await chromium.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        await page.goto(`${house.hostUrl}/login${house.query()}`);
        const asked = page.waitForRequest(/^https:\/\/idp\.example\.com\/authorize/, { timeout: 10_000 });
        await page.locator('form:not(:has([name="password"])) input[name="username"]').fill('ann@corp.example.com');
        await page.keyboard.press('Enter');
        expect(new URL((await asked).url()).searchParams.get('client_id')).toBe('poolhouse');
        await context.close();
      }
    } finally {
      await chromium.close();
    }
  }, 60_000);
});
