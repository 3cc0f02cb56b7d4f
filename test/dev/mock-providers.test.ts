/** The imitated providers: one call gives them to a pool, and people and tests sign in through them. */
import {
  CreateIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient, createPool } from '../support/builders.ts';
import { type DevServer, launchChromium, startDevServer, visitor } from './support.ts';

const NAMES = ['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple', 'MockSAML'];

let server: DevServer;
let browser: Browser;
let pool: string;
const complaints: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startDevServer(), launchChromium()]);
  pool = server.demo.poolId;
  await add(pool);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});
afterEach(async () => {
  await fetch(`${server.endpoint}/mocks/person`, { method: 'DELETE' });
});

const add = async (poolId: string) => {
  const answer = await fetch(`${server.endpoint}/mocks/${poolId}`, { method: 'POST' });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const preset = async (choice: object): Promise<number> => {
  const answer = await fetch(`${server.endpoint}/mocks/person`, { method: 'PUT', body: JSON.stringify(choice) });
  return answer.status;
};

/** As an app sends people straight to a provider. */
const authorizeUrl = (provider: string, more: Record<string, string> = {}, scheme = 'http'): string => {
  const query = new URLSearchParams({
    client_id: server.demo.clientId,
    response_type: 'code',
    redirect_uri: `${server.url}/demo`,
    scope: 'openid email profile',
    identity_provider: provider,
    ...more,
  });
  return `${scheme}://demo.auth.localhost:${server.port}/oauth2/authorize?${query}`;
};

const redeem = async (code: string): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${server.endpoint}/${pool}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: server.demo.clientId,
      redirect_uri: `${server.url}/demo`,
      code,
    }),
  });
  const { id_token = '' } = (await answer.json()) as { id_token?: string };
  return JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
};

/** The address that the app is sent back to; its page would spend the code, so it is kept from loading. */
const backAtApp = async (page: Page, act: () => Promise<unknown>): Promise<URLSearchParams> => {
  const back = page.waitForRequest((request) => request.url().startsWith(`${server.url}/demo?`));
  await page.route(`${server.url}/demo?*`, (route) => route.fulfill({ body: 'back' }));
  await act();
  return new URL((await back).url()).searchParams;
};

const claimsOf = async (answer: URLSearchParams): Promise<Record<string, unknown>> => {
  expect(answer.get('error_description')).toBeNull();
  return redeem(answer.get('code') ?? '');
};

describe('one call', () => {
  test('gives a pool all five, at all of its clients, and can be repeated', async () => {
    const { Id: id } = await createPool(server);
    const { ClientId: clientId } = await createClient(server, id);
    expect(await add(id)).toEqual({ status: 200, body: { providers: NAMES, kept: [], clients: [clientId] } });
    expect((await add(id)).body).toEqual({ providers: NAMES, kept: [], clients: [clientId] });
    const { Providers } = await server.cognito.send(new ListIdentityProvidersCommand({ UserPoolId: id }));
    expect(Providers?.map(({ ProviderName }) => ProviderName).sort()).toEqual([...NAMES].sort());
    const { UserPoolClient } = await server.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: id, ClientId: clientId }),
    );
    expect(UserPoolClient?.SupportedIdentityProviders).toEqual(['COGNITO', ...NAMES]);
  });

  test("leaves an owner's own provider alone, when they are added and when they are removed", async () => {
    const { Id: id } = await createPool(server);
    await createClient(server, id);
    const own = { client_id: 'mine', client_secret: 'mine', authorize_scopes: 'openid' };
    await server.cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId: id,
        ProviderName: 'Google',
        ProviderType: 'Google',
        ProviderDetails: own,
      }),
    );
    expect((await add(id)).body).toMatchObject({ providers: NAMES.slice(1), kept: ['Google'] });
    const removed = await fetch(`${server.endpoint}/mocks/${id}`, { method: 'DELETE' });
    expect(removed.status).toBe(204);
    const { Providers } = await server.cognito.send(new ListIdentityProvidersCommand({ UserPoolId: id }));
    expect(Providers?.map(({ ProviderName }) => ProviderName)).toEqual(['Google']);
    const { IdentityProvider } = await server.cognito.send(
      new DescribeIdentityProviderCommand({ UserPoolId: id, ProviderName: 'Google' }),
    );
    expect(IdentityProvider?.ProviderDetails).toMatchObject(own);
  });

  test('of a pool that is not there is told so', async () => {
    expect(await add('us-east-1_AAAAAAAAA')).toEqual({
      status: 404,
      body: { message: 'User pool us-east-1_AAAAAAAAA does not exist.' },
    });
  });

  test('from a page of somebody else is refused', async () => {
    for (const [path, method] of [
      [pool, 'POST'],
      [pool, 'DELETE'],
      ['person', 'PUT'],
    ] as const) {
      const headers = { 'sec-fetch-site': 'same-site' };
      const answer = await fetch(`${server.endpoint}/mocks/${path}`, { method, headers, body: undefined });
      expect([path, method, answer.status]).toEqual([path, method, 403]);
    }
  });
});

describe('people', () => {
  const mapped = { email: 'ann@example.com', name: 'Ann Example' };

  test.each(NAMES)('sign in with %s by one click on a page, over http and over https', async (name) => {
    for (const scheme of ['http', 'https']) {
      const page = await visitor(browser, complaints);
      await page.goto(authorizeUrl(name, {}, scheme));
      const answer = await backAtApp(page, () => page.getByRole('button', { name: /^Ann Example/ }).click());
      const claims = await claimsOf(answer);
      expect(claims).toMatchObject({ ...mapped, identities: [{ providerName: name, primary: 'true' }] });
      await page.context().close();
    }
  });

  test('keep the name that Apple told the first time', async () => {
    const told: boolean[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const page = await visitor(browser, complaints);
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().endsWith('/oauth2/idpresponse'))
          told.push(new URLSearchParams(request.postData() ?? '').has('user'));
      });
      await page.goto(authorizeUrl('SignInWithApple'));
      const answer = await backAtApp(page, () => page.getByRole('button', { name: /^Cleo Example/ }).click());
      expect(await claimsOf(answer)).toMatchObject({ name: 'Cleo Example' });
      await page.context().close();
    }
    expect(told).toEqual([true, false]);
  });

  test('are the same person each time', async () => {
    const subjects = new Set<unknown>();
    for (let turn = 0; turn < 2; turn += 1) {
      const page = await visitor(browser, complaints);
      await page.goto(authorizeUrl('Google'));
      const answer = await backAtApp(page, () => page.getByRole('button', { name: /^Ben Example/ }).click());
      const claims = await claimsOf(answer);
      expect(claims).toMatchObject({ email: 'ben@example.com', email_verified: false });
      subjects.add(claims['sub']);
      await page.context().close();
    }
    expect(subjects.size).toBe(1);
  });

  test('may be anybody', async () => {
    const page = await visitor(browser, complaints);
    await page.goto(authorizeUrl('Google', { login_hint: 'eve@example.org' }));
    await page.getByLabel('Name', { exact: true }).fill('Eve <script>alert(1)</script>');
    expect(await page.getByLabel('Email address', { exact: true }).inputValue()).toBe('eve@example.org');
    await page.getByText('More').click();
    await page.getByLabel(/^Subject/).fill('eve-1');
    const answer = await backAtApp(page, () => page.getByRole('button', { name: 'Sign in' }).click());
    expect(await claimsOf(answer)).toMatchObject({
      email: 'eve@example.org',
      email_verified: true,
      name: 'Eve <script>alert(1)</script>',
      'cognito:username': 'google_eve-1',
    });
  });

  test.each(NAMES)('who cancel at %s bring no code', async (name) => {
    const page = await visitor(browser, complaints);
    await page.goto(authorizeUrl(name, { state: 'of-the-app' }));
    const answer = await backAtApp(page, () => page.getByRole('button', { name: 'Cancel' }).click());
    expect([...answer.keys()]).not.toContain('code');
    expect(answer.get('error')).toMatch(/^\w+$/);
    expect(answer.get('state')).toBe('of-the-app');
    await page.context().close();
  });

  test('click once to give a pool the providers', async () => {
    const { Id: id } = await createPool(server, { PoolName: 'clicked' });
    const page = await visitor(browser, complaints);
    await page.goto(`${server.url}/mocks`);
    const card = page.locator('article').filter({ hasText: id });
    await card.getByRole('button', { name: 'Add mock providers' }).click();
    await card.getByText(`Has ${[...NAMES].sort().join(', ')}.`).waitFor();
    await card.getByRole('button', { name: 'Remove' }).click();
    await card.getByText('No mock providers.').waitFor();
  });

  test('see nothing that a policy forbids', () => {
    expect(complaints).toEqual([]);
  });
});

describe('tests', () => {
  test('sign in without a page: everybody is whom they set', async () => {
    expect(await preset({ name: 'Fay', email: 'fay@example.com', email_verified: true, sub: 'f-1' })).toBe(204);
    for (const name of NAMES) {
      const page = await visitor(browser, complaints);
      const claims = await claimsOf(await backAtApp(page, () => page.goto(authorizeUrl(name)).catch(() => undefined)));
      expect(claims).toMatchObject({ email: 'fay@example.com', name: 'Fay' });
      expect(claims['cognito:username']).toMatch(/_f-1$/i);
      await page.context().close();
    }
  });

  test('send further claims and attributes', async () => {
    await preset({ email: 'gus@example.com', claims: { locale: 'de-DE', email: 'other@example.com' } });
    const page = await visitor(browser, complaints);
    const claims = await claimsOf(
      await backAtApp(page, () => page.goto(authorizeUrl('Google')).catch(() => undefined)),
    );
    expect(claims).toMatchObject({ email: 'other@example.com' });
  });

  test('are told of what is no person', async () => {
    expect(await preset({})).toBe(400);
    expect(await preset({ email: 7 })).toBe(400);
    expect(await preset({ email: 'a@example.com', claims: [] })).toBe(400);
  });

  test('name a person in the address, where they follow redirects themselves', async () => {
    const begun = await fetch(
      `${server.endpoint}/${pool}/oauth2/authorize?${new URL(authorizeUrl('Google')).searchParams}`,
      { redirect: 'manual' },
    );
    const cookie = begun.headers
      .getSetCookie()
      .map((each) => each.split(';', 1)[0])
      .join('; ');
    const mock = new URL(begun.headers.get('location') ?? '');
    mock.searchParams.set('mock', JSON.stringify({ email: 'hal@example.com' }));
    const chosen = await fetch(mock.href.replace('localhost', '127.0.0.1'), { redirect: 'manual' });
    expect(chosen.status).toBe(303);
    const finished = await fetch(chosen.headers.get('location') ?? '', { redirect: 'manual', headers: { cookie } });
    const answer = new URL(finished.headers.get('location') ?? '').searchParams;
    expect(await claimsOf(answer)).toMatchObject({ email: 'hal@example.com' });
  });
});

describe('the imitations do what providers do', () => {
  const callback = 'http://demo.auth.localhost/oauth2/idpresponse';
  const ask = (path: string, query: Record<string, string>) =>
    fetch(`${server.endpoint}/mocks/${path}?${new URLSearchParams(query)}`, { redirect: 'manual' });
  const code = async (more: Record<string, string> = {}) => {
    const answer = await ask('google/authorize', {
      client_id: 'poolhouse-mock',
      response_type: 'code',
      redirect_uri: callback,
      mock: '{"email":"a@example.com"}',
      ...more,
    });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  const token = async (given: Record<string, string>, path = 'google') => {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'poolhouse-mock',
      client_secret: 'poolhouse-mock-secret',
      redirect_uri: callback,
      ...given,
    });
    const answer = await fetch(`${server.endpoint}/mocks/${path}/token`, { method: 'POST', body });
    return [answer.status, ((await answer.json()) as { error?: string }).error];
  };

  test('a code is good once, for its redirect address, its provider, its verifier and the right secret', async () => {
    const good = await code();
    expect(await token({ code: good })).toEqual([200, undefined]);
    expect(await token({ code: good })).toEqual([400, 'invalid_grant']);
    expect(await token({ code: await code(), redirect_uri: `${callback}x` })).toEqual([400, 'invalid_grant']);
    expect(await token({ code: await code() }, 'amazon')).toEqual([400, 'invalid_grant']);
    expect(await token({ code: await code(), client_secret: 'wrong' })).toEqual([401, 'invalid_client']);
    expect(await token({ code: await code() }, 'apple')).toEqual([401, 'invalid_client']);
    const challenged = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(await token({ code: await code(challenged), code_verifier: verifier })).toEqual([200, undefined]);
    expect(await token({ code: await code(challenged), code_verifier: 'x' })).toEqual([400, 'invalid_grant']);
    expect(await token({ code: await code(challenged) })).toEqual([400, 'invalid_grant']);
  });

  test('nobody is sent elsewhere than to a site', async () => {
    const given = { client_id: 'poolhouse-mock', response_type: 'code', mock: '{"email":"a@example.com"}' };
    for (const redirect_uri of [
      'https://evil.example/',
      'javascript:alert(1)',
      'data:/oauth2/idpresponse',
      'nothing',
    ]) {
      const answer = await ask('google/authorize', { ...given, redirect_uri });
      expect([redirect_uri, answer.status, answer.headers.get('location')]).toEqual([redirect_uri, 400, null]);
    }
    const saml = await ask('saml/sso', { SAMLRequest: 'bm90aGluZw==' });
    expect(saml.status).toBe(400);
  });

  test('a token of one is no token of another', async () => {
    for (const path of ['google/people/me', 'facebook/me', 'amazon/profile']) {
      const answer = await fetch(`${server.endpoint}/mocks/${path}`, { headers: { authorization: 'Bearer made-up' } });
      expect(answer.status).toBe(401);
    }
  });
});

test('whoever came through SAML signs out there too, and comes back to the app', async () => {
  const page = await visitor(browser, complaints);
  await page.goto(`${server.url}/demo`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Continue with MockSAML').click();
  await page.getByRole('button', { name: /^Ann Example/ }).click();
  await page.getByRole('heading', { name: 'Signed in as ann@example.com' }).waitFor();
  const there = page.waitForRequest((request) => request.url().includes('/mocks/saml/slo'));
  const back = page.waitForRequest((request) => request.url().endsWith('/saml2/logout') && request.method() === 'POST');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await Promise.all([there, back]);
  await page.waitForURL(`${server.url}/demo`);
  expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isVisible()).toBe(true);
  expect(complaints).toEqual([]);
});

test('an app can be begun at the SAML provider', async () => {
  const page = await visitor(browser, complaints);
  const RelayState = new URL(authorizeUrl('MockSAML')).search.slice(1);
  const start = new URLSearchParams({
    acs: `http://demo.auth.localhost:${server.port}/saml2/idpresponse`,
    audience: `urn:amazon:cognito:sp:${pool}`,
    RelayState,
  });
  await page.goto(`${server.url}/mocks/saml/start?${start}`);
  const answer = await backAtApp(page, () => page.getByRole('button', { name: /^Ann Example/ }).click());
  expect(await claimsOf(answer)).toMatchObject({
    email: 'ann@example.com',
    identities: [{ providerName: 'MockSAML' }],
  });
  start.set('acs', 'https://evil.example/saml2/other');
  const refused = await fetch(`${server.endpoint}/mocks/saml/start?${start}`);
  expect(refused.status).toBe(400);
});
