/** Which browser an answer counts in: RelayState that is forged or of another browser, sign-ins smuggled into one. */
import { AdminDisableUserCommand, UpdateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, type Seen } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import { CALLBACK, type FederatedPool, outcomeOf } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { assertion, claimsFor, response, signed } from './support/forge.ts';
import { metadataOf, openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { type Begun, begin, createSamlPool, deliver } from './support/world.ts';

let app: TestApp;
let upstream: SamlUpstream;
let pool: FederatedPool;
let browser: Browser;
let begun: Begun;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(async () => {
  pool = await createSamlPool(app, upstream);
  browser = new Browser({ ca: upstream.ca });
  begun = await begin(browser, pool, upstream);
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const answer = (to = begun): string =>
  response(signed(assertion(claimsFor(to, pool.poolId), app.clock.now()), upstream.key));

const form = (xml: string, relayState: string) => ({
  SAMLResponse: Buffer.from(xml).toString('base64'),
  RelayState: relayState,
});

const expectErrorPage = (seen: Seen) => {
  expect(seen).toMatchObject({
    status: 400,
    body: expect.stringContaining('Invalid samlResponse or relayState from identity provider'),
  });
  expect(seen.location).toBeUndefined();
  expect(seen.cookies.join()).not.toContain('cognito=');
};

describe('the answer of a provider', () => {
  it('leads through a request of our own, which alone signs in', async () => {
    const posted = await browser.open(begun.consumer, { form: form(answer(), begun.relayState), crossSite: true });
    expect(posted).toMatchObject({ status: 303, location: expect.stringContaining('/saml2/idpresponse?session=') });
    expect(posted.cookies).toEqual([]);
    const arrived = await browser.open(posted.location ?? '');
    expect(outcomeOf(arrived)).toMatchObject({ code: expect.any(String), state: 'xyz' });
    expect(arrived.cookies.join()).toContain('cognito=');
    expectErrorPage(await browser.open(posted.location ?? ''));
  });

  it('signs nobody in in another browser (login CSRF)', async () => {
    const victim = new Browser({ ca: upstream.ca });
    await begin(victim, pool, upstream);
    const posted = await victim.open(begun.consumer, { form: form(answer(), begun.relayState), crossSite: true });
    expectErrorPage(await victim.open(posted.location ?? ''));
    const fresh = new Browser({ ca: upstream.ca });
    expectErrorPage(await fresh.open(posted.location ?? ''));
    // It was not spent by that.
    expect(outcomeOf(await browser.open(posted.location ?? ''))).toMatchObject({ code: expect.any(String) });
  });

  it('counts for a minute, and not once the user is blocked', async () => {
    const posted = await browser.open(begun.consumer, { form: form(answer(), begun.relayState), crossSite: true });
    app.clock.advance(61_000);
    expectErrorPage(await browser.open(posted.location ?? ''));
    const next = await begin(browser, pool, upstream);
    const again = await browser.open(next.consumer, { form: form(answer(next), next.relayState), crossSite: true });
    const key = { UserPoolId: pool.poolId, Username: 'Upstream_Ann-1' };
    await app.cognito.send(new AdminDisableUserCommand(key));
    expectErrorPage(await browser.open(again.location ?? ''));
  });

  it.each([
    ['none', () => ''],
    ['a made-up one', () => 'v1.AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a changed one', () => `${begun.relayState.slice(0, -2)}AA`],
    ['an address', () => 'https://attacker.example.com/'],
  ])('needs a RelayState of ours, not %s', async (_name, relayState) => {
    expectErrorPage((await deliver(browser, pool, answer(), relayState())).seen);
  });

  it('needs a RelayState of this pool', async () => {
    const other = await createSamlPool(app, upstream);
    const elsewhere = await begin(browser, other, upstream);
    expectErrorPage((await deliver(browser, pool, answer(), elsewhere.relayState)).seen);
  });

  it('needs the provider that the person was sent to', async () => {
    const other = await openSamlUpstream();
    const ProviderDetails = { MetadataFile: metadataOf(other) };
    const key = { UserPoolId: pool.poolId, ProviderName: 'Upstream', ProviderDetails };
    await app.cognito.send(new UpdateIdentityProviderCommand(key));
    expect(await deliver(browser, pool, answer(), begun.relayState)).toMatchObject({
      error: 'server_error',
      description: 'Invalid SAML response received: SAML Assertion signature is invalid. ',
    });
    await other.close();
  });

  it('comes as a form', async () => {
    const type = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(begun.consumer, type)).status).toBe(400);
    expect((await fetch(begun.consumer, { method: 'PUT' })).status).toBe(405);
    expectErrorPage(await browser.open(`${begun.consumer}?${new URLSearchParams(form(answer(), begun.relayState))}`));
  });
});

describe('a provider that begins by itself', () => {
  const relayState = (overrides: Record<string, string> = {}) =>
    new URLSearchParams({
      identity_provider: 'Upstream',
      client_id: pool.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid email',
      ...overrides,
    }).toString();

  const xml = () =>
    response(
      signed(assertion(claimsFor(begun, pool.poolId, { inResponseTo: undefined }), app.clock.now()), upstream.key),
    );

  it('is refused unless it may', async () => {
    expectErrorPage((await deliver(browser, pool, xml(), relayState())).seen);
  });

  it('brings a person to the client that it names', async () => {
    pool = await createSamlPool(app, upstream, { details: { IDPInit: 'true' } });
    begun = await begin(browser, pool, upstream);
    const fresh = new Browser({ ca: upstream.ca });
    const outcome = await deliver(fresh, pool, xml(), relayState());
    expect(outcome).toMatchObject({ code: expect.any(String) });
    expect(outcome.state).toBeUndefined();
    expect(outcome.seen.location?.startsWith(CALLBACK)).toBe(true);
  });

  it('may name itself by an identifier, and write RelayState as AWS does', async () => {
    pool = await createSamlPool(app, upstream, { details: { IDPInit: 'true' }, identifiers: ['example.com'] });
    begun = await begin(browser, pool, upstream);
    const asDocumented = `idp_identifier=example.com&client_id=${pool.clientId}&redirect_uri=${CALLBACK}&response_type=code&scope=openid+email`;
    expect(await deliver(browser, pool, xml(), asDocumented)).toMatchObject({ code: expect.any(String) });
  });

  it('answers no request then, nor twice', async () => {
    pool = await createSamlPool(app, upstream, { details: { IDPInit: 'true' } });
    begun = await begin(browser, pool, upstream);
    expect(await deliver(browser, pool, answer(), relayState())).toMatchObject({
      error: 'server_error',
      description: 'Invalid SAML response received: InResponseTo does not match. ',
    });
    const once = xml();
    expect(await deliver(browser, pool, once, relayState())).toMatchObject({ code: expect.any(String) });
    expect(await deliver(browser, pool, once, relayState())).toMatchObject({ error: 'server_error' });
  });

  it('leads nowhere but to registered addresses', async () => {
    pool = await createSamlPool(app, upstream, { details: { IDPInit: 'true' } });
    begun = await begin(browser, pool, upstream);
    const evil = relayState({ redirect_uri: 'https://attacker.example.com/' });
    const { seen } = await deliver(browser, pool, xml(), evil);
    expect(seen.location).toBe(`${pool.site}/error?error=redirect_mismatch`);
    expect(seen.cookies.join()).not.toContain('cognito=');
  });

  it('names itself, and no other one', async () => {
    pool = await createSamlPool(app, upstream, { details: { IDPInit: 'true' } });
    begun = await begin(browser, pool, upstream);
    for (const overrides of [
      { identity_provider: 'COGNITO' },
      { identity_provider: 'Nobody' },
      { identity_provider: '' },
    ]) {
      expectErrorPage((await deliver(browser, pool, xml(), relayState(overrides))).seen);
    }
  });
});
