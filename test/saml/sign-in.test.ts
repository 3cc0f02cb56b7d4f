/** Sign-ins through samlp, end to end. */
import { AdminLinkProviderForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import { isLeaving, outcomeOf } from '../federation/support/pool.ts';
import { redeem } from '../federation/support/token.ts';
import { createConfirmedUser } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { signingCertificateOf } from './support/certificates.ts';
import { assertion, claimsFor, response, signed } from './support/forge.ts';
import { ENTITY, openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { allowIn, begin, createSamlPool, deliver, signIn, submit, walk } from './support/world.ts';

let app: TestApp;
let upstream: SamlUpstream;
let browser: Browser;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(() => {
  upstream.person = { nameId: 'Ann-1', attributes: { mail: 'ann@example.com', displayName: 'Ann' } };
  upstream.options = {};
  upstream.signingCertificate = undefined;
  upstream.offers = ['redirect', 'post'];
  upstream.asked.length = 0;
  upstream.errors.length = 0;
  browser = new Browser({ ca: upstream.ca });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

describe('a SAML provider', () => {
  it('brings a new user, with mapped attributes', async () => {
    const pool = await createSamlPool(app, upstream);
    const outcome = await signIn(browser, pool);
    expect({ ...outcome, seen: undefined }).toEqual({ code: expect.any(String), state: 'xyz' });
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({
      status: 'EXTERNAL_PROVIDER',
      email: 'ann@example.com',
      email_verified: 'false',
      name: 'Ann',
    });
    const { id } = await redeem(pool, outcome);
    expect(id).toMatchObject({
      'cognito:username': 'Upstream_Ann-1',
      identities: [
        { providerName: 'Upstream', providerType: 'SAML', issuer: ENTITY, userId: 'Ann-1', primary: 'true' },
      ],
    });
  });

  it('brings the same user again, as the provider says now', async () => {
    const pool = await createSamlPool(app, upstream);
    await signIn(browser, pool);
    upstream.person = { nameId: 'Ann-1', attributes: { mail: 'anna@example.com', displayName: 'Anna' } };
    const again = new Browser({ ca: upstream.ca });
    expect(await signIn(again, pool)).toMatchObject({ code: expect.any(String) });
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({ email: 'anna@example.com', name: 'Anna' });
  });

  it('is not asked again within the session', async () => {
    const pool = await createSamlPool(app, upstream);
    await signIn(browser, pool);
    upstream.asked.length = 0;
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
    expect(upstream.asked).toEqual([]);
  });

  it('writes several values of an attribute as one text', async () => {
    const Schema = [{ Name: 'groups', AttributeDataType: 'String' as const, Mutable: true }];
    const pool = await createSamlPool(app, upstream, { pool: { Schema }, mapping: { 'custom:groups': 'groups' } });
    upstream.person = { nameId: 'Ann-1', attributes: { groups: ['staff', 'a b,c'] } };
    await signIn(browser, pool);
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({ 'custom:groups': '[staff, a+b%2Cc]' });
  });

  it('is asked in a redirect that names the pool, its address and the very request', async () => {
    const pool = await createSamlPool(app, upstream);
    await signIn(browser, pool);
    const [{ method, xml, fields } = { method: '', xml: '', fields: {} }] = upstream.asked;
    expect(method).toBe('GET');
    expect(xml).toContain(`>urn:amazon:cognito:sp:${pool.poolId}</saml:Issuer>`);
    expect(xml).toContain(`AssertionConsumerServiceURL="${pool.site}/saml2/idpresponse"`);
    expect(xml).toContain('ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"');
    expect(xml).not.toContain('ForceAuthn');
    expect(Object.keys(fields)).toEqual(['SAMLRequest', 'RelayState']);
  });

  it('is asked in a form where it offers HTTP-POST alone', async () => {
    upstream.offers = ['post'];
    const pool = await createSamlPool(app, upstream);
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
    expect(upstream.asked[0]?.method).toBe('POST');
  });

  it.each(['redirect', 'post'] as const)('verifies our signature (%s)', async (binding) => {
    upstream.offers = [binding];
    const pool = await createSamlPool(app, upstream, { details: { RequestSigningAlgorithm: 'rsa-sha256' } });
    upstream.signingCertificate = await signingCertificateOf(app, pool.poolId);
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
    expect(upstream.errors).toEqual([]);
  });

  it('refuses requests without the signature that it wants', async () => {
    const pool = await createSamlPool(app, upstream);
    upstream.signingCertificate = await signingCertificateOf(app, pool.poolId);
    expect(await signIn(browser, pool)).toMatchObject({ seen: { status: 500 } });
    expect(upstream.errors[0]).toContain('MUST be signed');
  });

  it.each([
    ['the response', { signResponse: true, signAssertion: false }],
    ['the response and the assertion', { signResponse: true, signAssertion: true }],
  ])('may sign %s', async (_name, options) => {
    upstream.options = options;
    const pool = await createSamlPool(app, upstream);
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
  });

  it.each<Record<string, string>>([{ prompt: 'login' }, { max_age: '0' }])(
    'must ask for credentials anew: %j',
    async (parameters) => {
      const pool = await createSamlPool(app, upstream);
      expect(await signIn(browser, pool, parameters)).toMatchObject({ code: expect.any(String) });
      expect(upstream.asked[0]?.xml).toContain('ForceAuthn="true"');
    },
  );

  it('is not told the login hint, as with Cognito', async () => {
    const pool = await createSamlPool(app, upstream);
    await signIn(browser, pool, { login_hint: 'ann@example.com' });
    expect(JSON.stringify(upstream.asked[0]?.xml)).not.toContain('ann@example.com');
  });

  it('is found by an identifier', async () => {
    const pool = await createSamlPool(app, upstream, { identifiers: ['example.com'] });
    const url = pool.authorize('', { idp_identifier: 'example.com' }).replace('&identity_provider=', '');
    expect(outcomeOf(await walk(browser, pool.site, url))).toMatchObject({ code: expect.any(String) });
  });

  it('is found by the domain of an e-mail address on the login page', async () => {
    const pool = await createSamlPool(app, upstream, { identifiers: ['example.com'] });
    const login = await browser.follow(pool.authorize('').replace('&identity_provider=', ''), isLeaving(pool.site));
    const page = await submit(browser, login, { username: 'ann@example.com' });
    const next = /\d+;\s*url=(.+)/.exec(page.headers['refresh'] ?? '')?.[1] ?? page.location ?? '';
    const address = new URL(next.replaceAll('&amp;', '&'), pool.site).href;
    expect(outcomeOf(await walk(browser, pool.site, address))).toMatchObject({ code: expect.any(String) });
  });

  it('gives tokens at once where the client asks for them', async () => {
    const pool = await createSamlPool(app, upstream);
    const { seen } = await signIn(browser, pool, { response_type: 'token' });
    expect(new URL(seen.location ?? '').hash).toContain('id_token=');
  });

  it('fails in words of its own', async () => {
    upstream.options = { samlStatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder' };
    const pool = await createSamlPool(app, upstream);
    expect(await signIn(browser, pool)).toMatchObject({
      error: 'server_error',
      description: 'Invalid SAML response received: SAML status is not success (Responder). ',
      state: 'xyz',
    });
  });

  it('must bring what the pool requires', async () => {
    const Schema = [{ Name: 'email', Required: true, Mutable: true }];
    const pool = await createSamlPool(app, upstream, { pool: { Schema }, mapping: { email: 'mail' } });
    upstream.person = { nameId: 'Ann-1', attributes: { displayName: 'Ann' } };
    expect(await signIn(browser, pool)).toMatchObject({
      error: 'server_error',
      description: 'Error in SAML response processing: Invalid user attributes: email: The attribute is required. ',
    });
  });

  it('brings a user who was linked by an attribute of its own naming', async () => {
    const MAIL = 'urn:oid:0.9.2342.19200300.100.1.3';
    const pool = await createSamlPool(app, upstream, { mapping: { email: MAIL } });
    const own = await createConfirmedUser(app, pool.poolId, { username: 'anna' });
    await app.cognito.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: pool.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: own.username },
        SourceUser: {
          ProviderName: 'Upstream',
          ProviderAttributeName: MAIL,
          ProviderAttributeValue: 'ann@example.com',
        },
      }),
    );
    upstream.person = { nameId: 'Ann-1', attributes: { [MAIL]: 'ann@example.com' } };
    const { id } = await redeem(pool, await signIn(browser, pool));
    expect(id).toMatchObject({ sub: own.sub, 'cognito:username': 'anna', email: 'ann@example.com' });
  });

  it('is one that the client allows, to the end', async () => {
    const pool = await createSamlPool(app, upstream);
    const begun = await begin(browser, pool, upstream);
    await allowIn(app, pool, ['COGNITO']);
    const xml = response(signed(assertion(claimsFor(begun, pool.poolId)), upstream.key));
    const outcome = await deliver(browser, pool, xml, begun.relayState);
    expect(outcome.code).toBeUndefined();
    expect(outcome).toMatchObject({ error: 'invalid_request', description: 'The identity provider is not allowed.' });
  });
});
