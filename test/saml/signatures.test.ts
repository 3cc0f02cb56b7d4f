/**
 * Attacks on signatures: wrapping in the eight arrangements that were published (Somorovsky and others, "On Breaking
 * SAML", 2012), keys and algorithms of the attacker's choice, signatures that are not there. Each begins with a sign-in
 * of the attacker's own at the honest provider, and wants to end as somebody else.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { FederatedPool, Outcome } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  assertion,
  behindIssuer,
  type Claims,
  claimsFor,
  EXCLUSIVE,
  response,
  type Signing,
  signatureOver,
  signed,
  x509Data,
} from './support/forge.ts';
import { createKey, type Key } from './support/key.ts';
import { openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { type Begun, begin, createSamlPool, deliver } from './support/world.ts';

let app: TestApp;
let upstream: SamlUpstream;
let attacker: Key;
let pool: FederatedPool;
let browser: Browser;
let begun: Begun;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  attacker = await createKey('attacker');
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

const claims = (overrides: Partial<Claims> = {}): Claims =>
  claimsFor(begun, pool.poolId, { nameId: 'mallory', ...overrides });

const send = (xml: string): Promise<Outcome> => deliver(browser, pool, xml, begun.relayState);

const because = (...reasons: string[]) => ({
  error: 'server_error',
  description: expect.stringMatching(new RegExp(`^Invalid SAML response received: SAML (${reasons.join('|')})\\. $`)),
});

const MALFORMED = 'Response is malformed';
const BAD_RESPONSE = 'Response signature is invalid';
const BAD_ASSERTION = 'Assertion signature is invalid';
const ALGORITHM = 'signature algorithm is not supported';

/** Nobody but Mallory may have come in, and nothing of hers counts as the victim's. */
const expectRefused = async (xml: string, ...reasons: string[]) => {
  const outcome = await send(xml);
  expect(outcome).toMatchObject(because(...reasons));
  expect(outcome.code).toBeUndefined();
  await expect(pool.user('Upstream_victim')).rejects.toThrow('User does not exist.');
};

const EVIL = { id: '_evil', nameId: 'victim' };

/** Signature and element apart, so that they can be put together otherwise. */
const honestAssertion = () => {
  const plain = assertion(claims(), app.clock.now());
  return { plain, signature: signatureOver(plain, upstream.key) };
};

const honestResponse = () => {
  const plain = response(assertion(claims(), app.clock.now()), { id: '_honest' });
  return { plain, signature: signatureOver(plain, upstream.key) };
};

const evilResponse = (before: string) =>
  response(assertion(claims(EVIL), app.clock.now()), { id: '_evil-response', before });

const inObject = (signature: string, content: string) =>
  signature.replace('</ds:Signature>', `<ds:Object>${content}</ds:Object></ds:Signature>`);

describe('signature wrapping', () => {
  it('lets the honest response in', async () => {
    const { plain, signature } = honestResponse();
    expect(await send(behindIssuer(plain, signature))).toMatchObject({ code: expect.any(String) });
  });

  it('XSW1: the signed response within the signature of a forged one', async () => {
    const { plain, signature } = honestResponse();
    await expectRefused(behindIssuer(evilResponse(''), inObject(signature, plain)), MALFORMED);
    await expectRefused(
      behindIssuer(evilResponse(''), signature.replace('</ds:Signature>', `${plain}</ds:Signature>`)),
      MALFORMED,
    );
  });

  it('XSW2: signature and signed response beside each other in a forged one', async () => {
    const { plain, signature } = honestResponse();
    await expectRefused(evilResponse(`${signature}${plain}`), MALFORMED);
  });

  it('XSW3: a forged assertion before the signed one', async () => {
    const { plain, signature } = honestAssertion();
    const evil = assertion(claims(EVIL), app.clock.now());
    await expectRefused(response(evil + behindIssuer(plain, signature)), MALFORMED);
    await expectRefused(response(behindIssuer(plain, signature) + evil), MALFORMED);
  });

  it('XSW4: the signed assertion within a forged one', async () => {
    const { plain, signature } = honestAssertion();
    const inner = behindIssuer(plain, signature);
    await expectRefused(response(assertion(claims({ ...EVIL, more: inner }), app.clock.now())), MALFORMED);
  });

  it('XSW5: the signature in a forged assertion, the signed one behind', async () => {
    const { plain, signature } = honestAssertion();
    const evil = behindIssuer(assertion(claims(EVIL), app.clock.now()), signature);
    await expectRefused(response(evil + plain), MALFORMED);
  });

  it('XSW6: the signature in a forged assertion, the signed one in the signature', async () => {
    const { plain, signature } = honestAssertion();
    const inner = signature.replace('</ds:Signature>', `${plain}</ds:Signature>`);
    await expectRefused(response(behindIssuer(assertion(claims(EVIL), app.clock.now()), inner)), MALFORMED);
  });

  it('XSW7: the signed assertion among extensions', async () => {
    const { plain, signature } = honestAssertion();
    const before = `<samlp:Extensions>${behindIssuer(plain, signature)}</samlp:Extensions>`;
    await expectRefused(response(assertion(claims(EVIL), app.clock.now()), { before }), MALFORMED);
  });

  it('XSW8: the signed assertion in an object of the signature', async () => {
    const { plain, signature } = honestAssertion();
    const evil = behindIssuer(assertion(claims(EVIL), app.clock.now()), inObject(signature, plain));
    await expectRefused(response(evil), MALFORMED);
  });

  it('the same id twice', async () => {
    const { plain, signature } = honestAssertion();
    const id = /ID="([^"]+)"/.exec(plain)?.[1] ?? '';
    const evil = behindIssuer(assertion(claims({ ...EVIL, id }), app.clock.now()), signature);
    await expectRefused(response(evil, { before: `<samlp:Extensions>${plain}</samlp:Extensions>` }), MALFORMED);
    const copy = `<samlp:Extensions><x Id="${id}"></x></samlp:Extensions>`;
    await expectRefused(response(behindIssuer(plain, signature), { before: copy }), MALFORMED);
  });

  it('an assertion of another namespace before the signed one', async () => {
    const { plain, signature } = honestAssertion();
    const foreign = plain
      .replaceAll('saml:', 'x:')
      .replace('xmlns:saml=', 'xmlns:x=')
      .replace('SAML:2.0:assertion', 'other');
    await expectRefused(response(foreign.replace(/ID="[^"]+"/, 'ID="_x"') + behindIssuer(plain, signature)), MALFORMED);
  });

  it('two honest assertions in one response', async () => {
    const one = signed(assertion(claims(), app.clock.now()), upstream.key);
    const other = signed(assertion(claims(), app.clock.now()), upstream.key);
    await expectRefused(response(one + other), MALFORMED);
  });
});

describe('a signature', () => {
  const forged = (given: Partial<Signing> = {}, key: Key = upstream.key) =>
    response(signed(assertion(claims({ nameId: 'victim' }), app.clock.now()), key, given));

  it('must be there', async () => {
    await expectRefused(response(assertion(claims({ nameId: 'victim' }), app.clock.now())), 'Assertion is not signed');
  });

  it('cannot be taken from the assertion when the response was signed too, and changed', async () => {
    const inner = signed(assertion(claims(), app.clock.now()), upstream.key);
    const whole = signed(response(inner), upstream.key);
    await expectRefused(whole.replaceAll('mallory', 'victim'), BAD_RESPONSE);
    // Nor is a wrong one passed over for the right one within.
    await expectRefused(whole.replace('</samlp:Status>', '</samlp:Status> '), BAD_RESPONSE);
  });

  it('must be of the content as it is', async () => {
    const honest = response(signed(assertion(claims(), app.clock.now()), upstream.key));
    await expectRefused(honest.replace('mallory', 'victim'), BAD_ASSERTION);
  });

  it('must be the provider’s', async () => {
    await expectRefused(forged({}, attacker), BAD_ASSERTION);
  });

  it('is not verified by a key that it brings along', async () => {
    await expectRefused(forged({ keyInfo: x509Data(attacker.certificate) }, attacker), BAD_ASSERTION);
    const both = x509Data(attacker.certificate).replace('</ds:X509Data>', `</ds:X509Data>${upstream.key.certificate}`);
    await expectRefused(forged({ keyInfo: both }, attacker), BAD_ASSERTION);
  });

  it('is not verified with the public key as a secret', async () => {
    await expectRefused(forged({ algorithm: 'hmac-sha1' }), ALGORITHM);
    await expectRefused(forged({ algorithm: 'hmac-sha256' }), ALGORITHM);
  });

  it('is not made with SHA-1', async () => {
    await expectRefused(forged({ algorithm: 'rsa-sha1', digest: 'sha1' }), ALGORITHM);
    await expectRefused(forged({ digest: 'sha1' }), ALGORITHM);
    await expectRefused(forged({ algorithm: 'rsa-sha1' }), ALGORITHM);
  });

  it('covers the element that it stands in, by its id', async () => {
    await expectRefused(forged({ uri: '' }), MALFORMED);
    await expectRefused(forged({ uri: '#_elsewhere' }), MALFORMED);
    await expectRefused(forged({ uri: "#xpointer(id('_evil'))" }), MALFORMED);
    await expectRefused(forged({ uri: 'https://attacker.example.com/assertion.xml' }), MALFORMED);
  });

  it('leaves nothing out by a transform', async () => {
    const xpath = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
    await expectRefused(forged({ transforms: [xpath, EXCLUSIVE] }), ALGORITHM);
    const many = [EXCLUSIVE, EXCLUSIVE, EXCLUSIVE];
    await expectRefused(forged({ transforms: many }), MALFORMED);
  });

  it('has one reference, one digest, one signed part', async () => {
    const honest = honestAssertion();
    const evil = assertion(claims(EVIL), app.clock.now());
    const twice = honest.signature.replace(/<ds:Reference .*<\/ds:Reference>/, (one) => one + one);
    await expectRefused(response(behindIssuer(evil, twice)), MALFORMED);
    const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/.exec(honest.signature)?.[0] ?? '';
    const otherInfo = signatureOver(evil, attacker).replace('<ds:SignatureValue>', `${info}<ds:SignatureValue>`);
    await expectRefused(response(behindIssuer(evil, otherInfo)), MALFORMED);
  });

  it('is not of a digest that a comment splits', async () => {
    const { signature, plain } = honestAssertion();
    const digest = /<ds:DigestValue>([^<]+)/.exec(signature)?.[1] ?? '';
    const evil = assertion(claims({ nameId: 'victim' }), app.clock.now()).replace(
      /ID="[^"]+"/,
      /ID="[^"]+"/.exec(plain)?.[0] ?? '',
    );
    const other = /<ds:DigestValue>([^<]+)/.exec(signatureOver(evil, attacker))?.[1] ?? '';
    const split = signature.replace(`>${digest}<`, `><!--${other}-->${digest}<`);
    await expectRefused(response(behindIssuer(evil, split)), MALFORMED);
  });

  it('holds no longer when the provider’s metadata no longer names the key', async () => {
    const renewed = { ...upstream, key: await createKey('renewed') };
    const fresh = await createSamlPool(app, renewed);
    const own = await begin(browser, fresh, upstream);
    const xml = response(signed(assertion(claimsFor(own, fresh.poolId), app.clock.now()), upstream.key));
    expect(await deliver(browser, fresh, xml, own.relayState)).toMatchObject(because(BAD_ASSERTION));
  });
});
