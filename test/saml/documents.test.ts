/** Attacks on the XML itself, and documents that are no responses. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import { type FederatedPool, isLeaving, type Outcome, outcomeOf } from '../federation/support/pool.ts';
import { redeem } from '../federation/support/token.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { assertion, claimsFor, response, signed } from './support/forge.ts';
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

const honest = (nameId = 'Ann-1') =>
  response(signed(assertion(claimsFor(begun, pool.poolId, { nameId }), app.clock.now()), upstream.key));

const send = (xml: string): Promise<Outcome> => deliver(browser, pool, xml, begun.relayState);

const MALFORMED = {
  error: 'server_error',
  description: 'Invalid SAML response received: SAML Response is malformed. ',
};

describe('a document', () => {
  it('has no document type: no entity of it is ever looked up', async () => {
    const before = upstream.reads;
    const entity = `<!DOCTYPE x [<!ENTITY e SYSTEM "${upstream.metadataUrl}">]>`;
    expect(await send(`${entity}${honest('&e;')}`)).toMatchObject(MALFORMED);
    expect(await send(`<?xml version="1.0"?><!doctype x>${honest()}`)).toMatchObject(MALFORMED);
    expect(upstream.reads).toBe(before);
  });

  it('expands no entities', async () => {
    const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`);
    const bomb = `<!DOCTYPE x [<!ENTITY e0 "lol">${levels.join('')}]>`;
    const started = performance.now();
    expect(await send(`${bomb}${honest('&e9;')}`)).toMatchObject(MALFORMED);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('is well-formed', async () => {
    expect(await send(honest().replace('</samlp:Response>', ''))).toMatchObject(MALFORMED);
    expect(await send(honest('&unknown;'))).toMatchObject(MALFORMED);
    expect(await send('no XML at all')).toMatchObject(MALFORMED);
    expect(await send('')).toMatchObject(MALFORMED);
  });

  it('is a response', async () => {
    const name = signed(assertion(claimsFor(begun, pool.poolId), app.clock.now()), upstream.key);
    expect(await send(name)).toMatchObject(MALFORMED);
    expect(await send(honest().replaceAll('samlp:Response', 'samlp:LogoutResponse'))).toMatchObject(MALFORMED);
    expect(await send(honest().replace('SAML:2.0:protocol', 'SAML:1.0:protocol'))).toMatchObject(MALFORMED);
  });

  it('is base64 of UTF-8', async () => {
    const post = (SAMLResponse: string) =>
      browser.follow(`${pool.site}/saml2/idpresponse`, isLeaving(pool.site), {
        form: { SAMLResponse, RelayState: begun.relayState },
        crossSite: true,
      });
    expect(outcomeOf(await post('<samlp:Response/>'))).toMatchObject(MALFORMED);
    expect(outcomeOf(await post(Buffer.from(honest(), 'utf16le').toString('base64')))).toMatchObject(MALFORMED);
    const broken = Buffer.concat([Buffer.from(honest()), Buffer.from([0xff])]);
    expect(outcomeOf(await post(broken.toString('base64')))).toMatchObject(MALFORMED);
    const lines = Buffer.from(honest()).toString('base64').replace(/.{76}/g, '$&\r\n');
    expect(outcomeOf(await post(lines))).toMatchObject({ code: expect.any(String) });
  });

  it('has at most 100,000 characters, as with Cognito', async () => {
    const long = honest().replace('</samlp:Response>', `${' '.repeat(80_000)}</samlp:Response>`);
    expect(await send(long)).toMatchObject({
      error: 'server_error',
      description: 'Invalid SAML response received: SAML Response is too long. ',
    });
    const form = { SAMLResponse: 'A'.repeat(500_000), RelayState: begun.relayState };
    expect(await browser.open(`${pool.site}/saml2/idpresponse`, { form, crossSite: true })).toMatchObject({
      status: 413,
    });
  });

  it('of very many elements is not parsed', async () => {
    const many = honest().replace('</samlp:Response>', `${'<a/>'.repeat(18_000)}</samlp:Response>`);
    const started = performance.now();
    expect(await send(many)).toMatchObject(MALFORMED);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('may bring a thousand values', async () => {
    const values = Array.from({ length: 1_000 }, (_, at) => `<saml:AttributeValue>g${at}</saml:AttributeValue>`);
    const more = `<saml:AttributeStatement><saml:Attribute Name="groups">${values.join('')}</saml:Attribute></saml:AttributeStatement>`;
    const own = claimsFor(begun, pool.poolId, { nameId: 'dora', more });
    const outcome = await send(response(signed(assertion(own, app.clock.now()), upstream.key)));
    expect(outcome).toMatchObject({ code: expect.any(String) });
  });

  it('names all of the person, whatever comment stands in the name', async () => {
    // Whoever may call themselves `ann@example.com.attacker.example` is not cut short to ann@example.com.
    const xml = honest('ann@example.com.attacker.example').replace('ann@example.com', 'ann@example.com<!-- cut -->');
    const outcome = await send(xml);
    const { id } = await redeem(pool, outcome);
    expect(id['cognito:username']).toBe('Upstream_ann@example.com.attacker.example');
  });

  it('names all of the person, whatever instruction or section stands in the name', async () => {
    const xml = honest('bob@example.com.attacker.example').replace('bob@', 'bob@<?cut here?>');
    // An instruction is part of what is signed, so this signature does not hold.
    expect(await send(xml)).toMatchObject({
      error: 'server_error',
      description: 'Invalid SAML response received: SAML Assertion signature is invalid. ',
    });
    const section = honest('bob@example.com.attacker.example').replace(
      'bob@example.com',
      '<![CDATA[bob@example.com]]>',
    );
    const { id } = await redeem(pool, await send(section));
    expect(id['cognito:username']).toBe('Upstream_bob@example.com.attacker.example');
  });

  it('brings attributes from what is signed alone', async () => {
    const evil =
      '<saml:AttributeStatement xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Attribute Name="displayName">' +
      '<saml:AttributeValue>Admin</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>';
    const xml = honest('carol').replace('</samlp:Response>', `${evil}</samlp:Response>`);
    await redeem(pool, await send(xml));
    expect((await pool.user('Upstream_carol'))['name']).toBeUndefined();
  });
});
