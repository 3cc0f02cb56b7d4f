/** Single logout with samlp, begun on either side, in both bindings. */
import { createSign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { CreateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Seen } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { FederatedPool } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { signingCertificateOf } from './support/certificates.ts';
import { signed } from './support/forge.ts';
import { createKey, type Key, pem } from './support/key.ts';
import { ENTITY, metadataOf, openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { createSamlPool, formIn, SIGNED_OUT, signIn, walk } from './support/world.ts';

type Binding = 'post' | 'redirect';
const BINDINGS: Binding[] = ['redirect', 'post'];
const NAMES = { post: 'HTTP-POST', redirect: 'HTTP-Redirect' };

let app: TestApp;
let upstream: SamlUpstream;
let pool: FederatedPool;
let browser: Browser;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(() => {
  upstream.participants = [];
  upstream.errors.length = 0;
  browser = new Browser({ ca: upstream.ca });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

/** Signed in here and there; the provider knows of the session and of our key. */
const signedIn = async (binding: Binding, details: Record<string, string> = { IDPSignout: 'true' }) => {
  upstream.logout = binding;
  pool = await createSamlPool(app, upstream, { details });
  expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
  upstream.participants = [
    {
      serviceProviderId: `urn:amazon:cognito:sp:${pool.poolId}`,
      nameId: 'ann-1',
      sessionIndex: 'session-1',
      serviceProviderLogoutURL: `${pool.site}/saml2/logout`,
      cert: pem('CERTIFICATE', await signingCertificateOf(app, pool.poolId)),
      binding: `urn:oasis:names:tc:SAML:2.0:bindings:${NAMES[binding]}`,
    },
  ];
};

const logoutUrl = (parameters: Record<string, string> = { logout_uri: SIGNED_OUT }) =>
  `${pool.site}/logout?${new URLSearchParams({ client_id: pool.clientId, ...parameters })}`;

const isEnd = (location: string) => location.startsWith(SIGNED_OUT);
const leave = (url = logoutUrl()): Promise<Seen> => walk(browser, pool.site, url, isEnd);

/** The provider is asked anew unless the browser has a session. */
const hasSession = async (): Promise<boolean> => {
  const before = upstream.asked.length;
  await signIn(browser, pool);
  return upstream.asked.length === before;
};

describe('signing out here', () => {
  it.each(BINDINGS)('signs out at the provider and comes back (%s)', async (binding) => {
    await signedIn(binding);
    expect((await leave()).location).toBe(SIGNED_OUT);
    expect(upstream.errors).toEqual([]);
    expect(upstream.participants).toEqual([]);
    expect(await hasSession()).toBe(false);
  });

  it('leads to the login page where that was asked for', async () => {
    await signedIn('redirect');
    const again = { redirect_uri: 'https://app.example.com/callback', response_type: 'code', scope: 'openid' };
    const seen = await leave(logoutUrl(again));
    expect(seen).toMatchObject({ status: 200, url: expect.stringContaining(`${pool.site}/login?`) });
    expect(upstream.participants).toEqual([]);
  });

  it('asks nobody when the provider is not to be signed out of, or nobody is signed in', async () => {
    await signedIn('redirect', {});
    expect((await browser.open(logoutUrl())).location).toBe(SIGNED_OUT);
    await signedIn('redirect');
    await leave();
    expect((await browser.open(logoutUrl())).location).toBe(SIGNED_OUT);
  });

  it('has ended the session here whatever the provider makes of it', async () => {
    await signedIn('redirect');
    await browser.open(logoutUrl());
    expect(await hasSession()).toBe(false);
  });

  it('is signed, and names session and person', async () => {
    await signedIn('redirect');
    upstream.participants = [];
    const location = new URL((await browser.open(logoutUrl())).location ?? '');
    expect(location.searchParams.get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
    expect([...location.searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState', 'SigAlg', 'Signature']);
  });
});

const message = (
  name: 'LogoutRequest' | 'LogoutResponse',
  content: string,
  more: Record<string, string> = {},
): string => {
  const attributes = {
    Destination: `${pool.site}/saml2/logout`,
    ID: `_${crypto.randomUUID()}`,
    IssueInstant: new Date(app.clock.now()).toISOString(),
    Version: '2.0',
    ...more,
  };
  const written = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  return (
    `<samlp:${name} xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"${written.map(([key, value]) => ` ${key}="${value}"`).join('')}>` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${ENTITY}</saml:Issuer>${content}</samlp:${name}>`
  );
};

const SUCCESS =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>';

const request = (
  index: string | undefined = 'session-1',
  nameId = 'ann-1',
  more: Record<string, string> = {},
): string =>
  message(
    'LogoutRequest',
    `<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${nameId}</saml:NameID>` +
      (index ? `<samlp:SessionIndex>${index}</samlp:SessionIndex>` : ''),
    more,
  );

const post = (xml: string, name = 'SAMLRequest', relayState?: string): Promise<Seen> =>
  browser.open(`${pool.site}/saml2/logout`, {
    form: { [name]: Buffer.from(xml).toString('base64'), ...(relayState && { RelayState: relayState }) },
    crossSite: true,
  });

const query = (xml: string, key: Key, name = 'SAMLRequest', algorithm = 'sha256'): string => {
  const SigAlg =
    algorithm === 'sha1'
      ? 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
      : `http://www.w3.org/2001/04/xmldsig-more#rsa-${algorithm}`;
  const signed = `${name}=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}&SigAlg=${encodeURIComponent(SigAlg)}`;
  const value = createSign(algorithm).update(signed).sign(key.privatePem, 'base64');
  return `${signed}&Signature=${encodeURIComponent(value)}`;
};

const get = (search: string): Promise<Seen> => browser.open(`${pool.site}/saml2/logout?${search}`);

const expectErrorPage = (seen: Seen) =>
  expect(seen).toMatchObject({
    status: 400,
    body: expect.stringContaining('Invalid samlResponse or relayState from identity provider'),
  });

describe('signing out at the provider', () => {
  it.each(BINDINGS)('ends the session here and tells the provider so (%s)', async (binding) => {
    await signedIn(binding);
    const seen = await walk(browser, pool.site, `${upstream.url}/slo`, () => false);
    expect(upstream.errors).toEqual([]);
    expect(seen).toMatchObject({ status: 200, url: expect.stringContaining(`${upstream.url}/slo`) });
    expect(upstream.participants).toEqual([]);
    expect(await hasSession()).toBe(false);
  });

  it('ends the session that is named, or all of the person, and nobody else’s', async () => {
    await signedIn('post');
    await post(signed(request('another'), upstream.key));
    expect(await hasSession()).toBe(true);
    await post(signed(request('session-1', 'bob-1'), upstream.key));
    expect(await hasSession()).toBe(true);
    await post(signed(request(''), upstream.key));
    expect(await hasSession()).toBe(false);
  });

  it('does not end sessions that begin afterwards', async () => {
    await signedIn('post');
    await post(signed(request(), upstream.key));
    app.clock.advance(1_000);
    expect(await hasSession()).toBe(false);
    expect(await hasSession()).toBe(true);
  });

  it('ends sessions of the one among several providers whose key it is signed with', async () => {
    await signedIn('post');
    // Of the same entity, before it in the alphabet, with another key.
    await app.cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId: pool.poolId,
        ProviderName: 'Another',
        ProviderType: 'SAML',
        ProviderDetails: {
          MetadataFile: metadataOf({ ...upstream, key: await createKey('another') }),
          IDPSignout: 'true',
        },
      }),
    );
    expect((await post(signed(request(), upstream.key))).status).toBe(200);
    expect(await hasSession()).toBe(false);
  });

  it('answers in a signed message, with the RelayState that came', async () => {
    await signedIn('post');
    const form = formIn(await post(signed(request(), upstream.key), 'SAMLRequest', 'their state'));
    expect(form?.action).toBe(`${upstream.url}/slo`);
    expect(form?.fields['RelayState']).toBe('their state');
    const xml = Buffer.from(form?.fields['SAMLResponse'] ?? '', 'base64').toString();
    expect(xml).toContain('status:Success');
    expect(xml).toContain('SignatureValue');
  });
});

describe('a message that is not the provider’s', () => {
  it('is refused without a signature, in both bindings', async () => {
    await signedIn('post');
    expectErrorPage(await post(request()));
    const unsigned = query(request(), upstream.key).replace(/&SigAlg.*/, '');
    expectErrorPage(await get(unsigned));
    expectErrorPage(await get(`${unsigned}&SigAlg=&Signature=`));
    expect(await hasSession()).toBe(true);
  });

  it('is refused under another key, with SHA-1, or changed', async () => {
    await signedIn('post');
    const attacker = await createKey('attacker');
    expectErrorPage(await post(signed(request(), attacker)));
    expectErrorPage(await post(signed(request(), upstream.key, { algorithm: 'rsa-sha1', digest: 'sha1' })));
    expectErrorPage(await post(signed(request('other'), upstream.key).replace('other', 'session-1')));
    expectErrorPage(await get(query(request(), attacker)));
    expectErrorPage(await get(query(request(), upstream.key, 'SAMLRequest', 'sha1')));
    expect(await hasSession()).toBe(true);
  });

  it('is refused when its query could be read in two ways', async () => {
    await signedIn('post');
    const honest = query(request('other'), upstream.key);
    const forged = `SAMLRequest=${encodeURIComponent(deflateRawSync(request()).toString('base64'))}`;
    expectErrorPage(await get(`${honest}&${forged}`));
    expectErrorPage(await get(`${forged}&${honest}`));
    expectErrorPage(await get(`X${honest}&${forged}`));
    expectErrorPage(await get(`${honest}&SAMLResponse=x`));
    expectErrorPage(await get(`${honest}&RelayState=added`));
    expect(await hasSession()).toBe(true);
  });

  it('is refused when it is old, repeated, for elsewhere or of somebody else', async () => {
    await signedIn('post');
    const old = { IssueInstant: new Date(app.clock.now() - 7 * 60_000).toISOString() };
    expectErrorPage(await post(signed(request('session-1', 'ann-1', old), upstream.key)));
    const over = { NotOnOrAfter: new Date(app.clock.now() - 2 * 60_000).toISOString() };
    expectErrorPage(await post(signed(request('session-1', 'ann-1', over), upstream.key)));
    const elsewhere = { Destination: 'https://elsewhere.example.com/' };
    expectErrorPage(await post(signed(request('session-1', 'ann-1', elsewhere), upstream.key)));
    expectErrorPage(await post(signed(request().replace(ENTITY, 'urn:another:idp'), upstream.key)));
    expect(await hasSession()).toBe(true);
    const once = signed(request('other'), upstream.key);
    expect((await post(once)).status).toBe(200);
    expectErrorPage(await post(once));
  });

  it('is refused with a document type, and when it is a compressed bomb', async () => {
    await signedIn('post');
    expectErrorPage(await post(`<!DOCTYPE x>${signed(request(), upstream.key)}`));
    expectErrorPage(await get(query(`${request()}${' '.repeat(4_000_000)}`, upstream.key)));
    expectErrorPage(await get('SAMLRequest=AAAA&SigAlg=x&Signature=x'));
    expectErrorPage(await get(''));
  });

  it('is refused when the provider has no single logout', async () => {
    await signedIn('post', {});
    expectErrorPage(await post(signed(request(), upstream.key)));
    expect(await hasSession()).toBe(true);
  });

  it('is no answer to our request without its RelayState and its id', async () => {
    await signedIn('redirect');
    const location = new URL((await browser.open(logoutUrl())).location ?? '');
    const relayState = location.searchParams.get('RelayState') ?? '';
    const answer = (InResponseTo: string) => signed(message('LogoutResponse', SUCCESS, { InResponseTo }), upstream.key);
    expectErrorPage(await post(answer('_another'), 'SAMLResponse', relayState));
    expectErrorPage(await post(answer('_another'), 'SAMLResponse'));
    expectErrorPage(await post(answer('_another'), 'SAMLResponse', 'https://attacker.example.com/'));
    expectErrorPage(await post(message('LogoutResponse', SUCCESS), 'SAMLResponse', relayState));
  });
});
