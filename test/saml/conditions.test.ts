/** Responses whose signature holds, and which are nevertheless not the answer that is waited for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { FederatedPool, Outcome } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { assertion, type Claims, claimsFor, type Envelope, response, signed } from './support/forge.ts';
import { openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { type Begun, begin, createSamlPool, deliver } from './support/world.ts';

let app: TestApp;
let upstream: SamlUpstream;
let pool: FederatedPool;
let browser: Browser;
let begun: Begun;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
  pool = await createSamlPool(app, upstream);
});
beforeEach(async () => {
  browser = new Browser({ ca: upstream.ca });
  begun = await begin(browser, pool, upstream);
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const answer = (claims: Partial<Claims> = {}, envelope: Partial<Envelope> = {}): string =>
  response(signed(assertion(claimsFor(begun, pool.poolId, claims), app.clock.now()), upstream.key), envelope);

const send = (xml: string, relayState = begun.relayState): Promise<Outcome> => deliver(browser, pool, xml, relayState);

const refused = (why: string) => ({
  error: 'server_error',
  description: `Invalid SAML response received: ${why}. `,
  state: 'xyz',
});
const SIGNED_IN = { code: expect.any(String), state: 'xyz' };

describe('a response by hand', () => {
  it('is an answer when everything fits', async () => {
    expect(await send(answer({}, { destination: begun.consumer, inResponseTo: begun.requestId }))).toMatchObject(
      SIGNED_IN,
    );
  });

  it.each<[string, Partial<Claims>, string]>([
    [
      'is for another audience',
      { audience: 'urn:amazon:cognito:sp:us-east-1_other' },
      'Audience restriction is not met',
    ],
    [
      'is for another address',
      { recipient: 'https://elsewhere.example.com/saml2/idpresponse' },
      'Recipient does not match',
    ],
    ['answers another request', { inResponseTo: '_another' }, 'InResponseTo does not match'],
    ['answers no request', { inResponseTo: undefined }, 'InResponseTo does not match'],
    ['has expired', { notBefore: -600, notOnOrAfter: -61 }, 'SAML Assertion has expired'],
    ['may be confirmed no longer', { confirmedUntil: -61 }, 'SAML Assertion has expired'],
    ['may be confirmed for ever', { confirmedUntil: undefined }, 'SAML Assertion has expired'],
    ['is too early', { notBefore: 120 }, 'SAML Assertion is not yet valid'],
    ['was issued in the future', { issuedAt: 120 }, 'SAML Assertion is not yet valid'],
    ['belongs to a session that is over', { sessionUntil: -61 }, 'SAML session has expired'],
    ['comes from another provider', { issuer: 'urn:another:idp' }, 'Issuer does not match the identity provider'],
    ['names nobody', { nameId: '' }, 'SAML Assertion has no NameID'],
    ['is not for its bearer', { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }, 'Recipient does not match'],
    [
      'is restricted twice, once to somebody else',
      { audience: '§</saml:Audience></saml:AudienceRestriction><saml:AudienceRestriction><saml:Audience>urn:other' },
      'Audience restriction is not met',
    ],
  ])('is refused when it %s', async (_name, claims, why) => {
    const own = `urn:amazon:cognito:sp:${pool.poolId}`;
    const audience = claims.audience?.replace('§', own);
    expect(await send(answer({ ...claims, ...(audience && { audience }) }))).toMatchObject(refused(why));
  });

  it.each<[string, Partial<Envelope>, string]>([
    ['issuer', { issuer: 'urn:another:idp' }, 'Issuer does not match the identity provider'],
    ['destination', { destination: 'https://elsewhere.example.com/' }, 'Destination does not match'],
    ['request', { inResponseTo: '_another' }, 'InResponseTo does not match'],
  ])('is refused when its unsigned part names another %s', async (_name, envelope, why) => {
    expect(await send(answer({}, envelope))).toMatchObject(refused(why));
  });

  it('allows for clocks that differ by a minute', async () => {
    expect(await send(answer({ notBefore: 50, issuedAt: 50 }))).toMatchObject(SIGNED_IN);
    begun = await begin(browser, pool, upstream, { prompt: 'login' });
    expect(await send(answer({ notBefore: -600, notOnOrAfter: -50, confirmedUntil: -50 }))).toMatchObject(SIGNED_IN);
  });

  it('is refused under a condition that nobody here understands', async () => {
    const unknown =
      'x</saml:Audience></saml:AudienceRestriction><saml:Condition></saml:Condition><saml:AudienceRestriction><saml:Audience>';
    const audience = `${unknown}urn:amazon:cognito:sp:${pool.poolId}`;
    expect(await send(answer({ audience }))).toMatchObject(refused('SAML Assertion is malformed'));
  });

  it('is refused when the provider did not ask anew as it was told', async () => {
    begun = await begin(browser, pool, upstream, { prompt: 'login' });
    const why = 'The identity provider did not authenticate the user again';
    expect(await send(answer({ authenticatedAt: -120 }))).toMatchObject(refused(why));
  });

  it('counts once', async () => {
    const xml = answer();
    expect(await send(xml)).toMatchObject(SIGNED_IN);
    expect(await send(xml)).toMatchObject(refused('SAML Assertion was used before'));
  });

  it('counts once when it comes twice at the same time', async () => {
    const xml = answer();
    const outcomes = await Promise.all([send(xml), send(xml), send(xml)]);
    expect(outcomes.filter(({ code }) => code !== undefined)).toHaveLength(1);
  });

  it('comes too late for a sign-in that began a quarter of an hour ago', async () => {
    app.clock.advance(15 * 60_000);
    expect((await send(answer())).seen).toMatchObject({
      status: 400,
      body: expect.stringContaining('Invalid samlResponse or relayState from identity provider'),
    });
  });

  it('is refused when it belongs to another pool of the same provider', async () => {
    const other = await createSamlPool(app, upstream);
    const elsewhere = await begin(browser, other, upstream);
    const xml = response(signed(assertion(claimsFor(elsewhere, other.poolId), app.clock.now()), upstream.key));
    expect(await send(xml)).toMatchObject(refused('Audience restriction is not met'));
  });

  it('is refused when another provider of the pool signed it', async () => {
    const other = await openSamlUpstream();
    const xml = response(signed(assertion(claimsFor(begun, pool.poolId), app.clock.now()), other.key));
    expect(await send(xml)).toMatchObject(refused('SAML Assertion signature is invalid'));
    await other.close();
  });
});
