/** Auth.js (next-auth) with its Cognito provider, as a server-side app runs it, at the issuer of the pool. */
import { JwtVerifier } from 'aws-jwt-verify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DevServer, startDevServer } from '../dev/support.ts';
import { TestBrowser } from '../pages/support/browser.ts';
import { createClient, createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { Auth, type AuthConfig, Cognito } from './support/auth-js.ts';

const APP = 'http://localhost:3000';
const EMAIL = 'jo@example.com';

let server: DevServer;
let issuer: string;
let confidential: { readonly clientId: string; readonly clientSecret: string };

beforeAll(async () => {
  server = await startDevServer();
  const { poolId } = server.demo;
  issuer = `${server.url}/${poolId}`;
  await createConfirmedUser(server, poolId, {
    username: EMAIL,
    attributes: { email: EMAIL, email_verified: 'true', name: 'Jo' },
  });
  const { ClientId = '', ClientSecret = '' } = await createClient(server, poolId, {
    GenerateSecret: true,
    SupportedIdentityProviders: ['COGNITO'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    CallbackURLs: [`${APP}/api/auth/callback/cognito`],
  });
  confidential = { clientId: ClientId, clientSecret: ClientSecret };
}, 60_000);
afterAll(() => server.stop());

/** The app's side of one browser: its cookies, and Auth.js as its handler. */
const startApp = (provider: ReturnType<typeof Cognito>) => {
  const cookies = new Map<string, string>();
  const config: AuthConfig = {
    basePath: '/api/auth',
    secret: 'a secret of the app that is long enough',
    trustHost: true,
    providers: [provider],
    logger: {
      error: (error) => errors.push(`${error} ${error.stack}`),
      warn: () => undefined,
      debug: () => undefined,
    },
    callbacks: {
      jwt: ({ token, account }) => (account ? { ...token, idToken: account.id_token, scope: account.scope } : token),
      session: ({ session, token }) => ({ ...session, idToken: token['idToken'], scope: token['scope'] }),
    },
  };
  const errors: string[] = [];
  const ask = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const body = form && new URLSearchParams(form);
    const answer = await Auth(
      new Request(new URL(path, APP), { method: body ? 'POST' : 'GET', headers, body }),
      config,
    );
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const begin = async (): Promise<string> => {
    const { csrfToken } = (await (await ask('/api/auth/csrf')).json()) as { csrfToken: string };
    const begun = await ask('/api/auth/signin/cognito', { csrfToken, callbackUrl: APP });
    return begun.headers.get('location') ?? '';
  };
  const session = async () => (await (await ask('/api/auth/session')).json()) as Record<string, unknown> | null;
  return { ask, begin, session, errors };
};

/** Signs in on the pages, up to where the app takes over. */
const throughThePages = async (browser: TestBrowser, address: string): Promise<URL> => {
  const page = await browser.visit(address);
  if (page.location) return page.location;
  const done = await browser.submit(page, { having: 'password', values: { username: EMAIL, password: PASSWORD } });
  if (!done.location) throw new Error(`no redirect: ${done.text}`);
  return done.location;
};

describe.each([
  ['a confidential client', () => Cognito({ ...confidential, issuer })],
  [
    'a public client',
    () =>
      Cognito({
        clientId: server.demo.clientId,
        issuer,
        client: { token_endpoint_auth_method: 'none' },
        checks: ['pkce', 'state', 'nonce'],
      }),
  ],
])('Auth.js with %s', (_kind, provider) => {
  let browser: TestBrowser;
  beforeEach(() => {
    browser = new TestBrowser();
  });

  test('signs in by discovery, authorization code and PKCE', async () => {
    const app = startApp(provider());
    const authorize = new URL(await app.begin());
    expect(`${authorize.origin}${authorize.pathname}`).toBe(`${issuer}/oauth2/authorize`);
    expect(authorize.searchParams.get('code_challenge_method')).toBe('S256');
    const back = await throughThePages(browser, authorize.href);
    const finished = await app.ask(back.href);
    expect(app.errors).toEqual([]);
    expect(finished.headers.get('location')).toBe(APP);
    expect(await app.session()).toMatchObject({ user: { email: EMAIL, name: 'Jo' } });
  });

  test('has an ID token that aws-jwt-verify accepts', async () => {
    const app = startApp(provider());
    const back = await throughThePages(browser, await app.begin());
    await app.ask(back.href);
    const idToken = String((await app.session())?.['idToken']);
    const audience = provider().options?.clientId ?? '';
    const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/.well-known/jwks.json` });
    const keys = await (await fetch(`${issuer}/.well-known/jwks.json`)).json();
    verifier.cacheJwks(keys as Parameters<typeof verifier.cacheJwks>[0]);
    expect(await verifier.verify(idToken)).toMatchObject({ email: EMAIL, token_use: 'id' });
    await expect(verifier.verify(`${idToken.slice(0, -4)}AAAA`)).rejects.toThrow();
  });

  test('finds whoever is signed in at the pages already', async () => {
    const first = startApp(provider());
    await first.ask((await throughThePages(browser, await first.begin())).href);
    const second = startApp(provider());
    const back = (await browser.visit(await second.begin())).location;
    expect(back?.origin).toBe(APP);
    await second.ask(back?.href ?? '');
    expect(await second.session()).toMatchObject({ user: { email: EMAIL } });
  });

  test('refuses an answer with the state of another browser', async () => {
    const [victim, attacker] = [startApp(provider()), startApp(provider())];
    await victim.begin();
    const back = await throughThePages(browser, await attacker.begin());
    const refused = await victim.ask(back.href);
    expect(refused.headers.get('location')).toMatch(/error/);
    expect(await victim.session()).toBeNull();
  });
});
