/** Encrypted assertions: samlp encrypts for the certificate that the provider's details show. */

import { X509Certificate } from 'node:crypto';
import {
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { FederatedPool } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { pem } from './support/key.ts';
import { openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { createSamlPool, signIn } from './support/world.ts';

/** ADFS and Okta encrypt so unless told otherwise; samlp wants to be asked. */
const CBC = {
  encryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  disallowEncryptionWithInsecureAlgorithm: false,
  warnOnInsecureEncryptionAlgorithm: false,
};
const COULD_NOT = 'Invalid SAML response received: SAML Assertion could not be decrypted. ';

let app: TestApp;
let upstream: SamlUpstream;
let pool: FederatedPool;
let browser: Browser;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
  pool = await createSamlPool(app, upstream, { details: { EncryptedResponses: 'true' } });
});
beforeEach(async () => {
  upstream.person = { nameId: 'Ann-1', attributes: { mail: 'ann@example.com' } };
  upstream.options = encryptedFor(await encryptionCertificate());
  browser = new Browser({ ca: upstream.ca });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const encryptionCertificate = async (): Promise<string> => {
  const { IdentityProvider } = await app.cognito.send(
    new DescribeIdentityProviderCommand({ UserPoolId: pool.poolId, ProviderName: 'Upstream' }),
  );
  return IdentityProvider?.ProviderDetails?.['ActiveEncryptionCertificate'] ?? '';
};

const encryptedFor = (certificate: string): Record<string, unknown> => {
  const encryptionCert = pem('CERTIFICATE', certificate);
  const encryptionPublicKey = new X509Certificate(encryptionCert).publicKey.export({ type: 'spki', format: 'pem' });
  return { encryptionCert, encryptionPublicKey };
};

describe('encrypted assertions', () => {
  it.each([
    ['GCM', {}],
    ['CBC', CBC],
  ])('bring a user (%s)', async (_mode, algorithm) => {
    upstream.options = { ...upstream.options, ...algorithm };
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
  });

  it('may be signed by the response alone', async () => {
    upstream.options = { ...upstream.options, signAssertion: false, signResponse: true };
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
  });

  it('are refused when nothing is signed', async () => {
    upstream.options = { ...upstream.options, signAssertion: false };
    expect(await signIn(browser, pool)).toMatchObject({ error: 'server_error', description: COULD_NOT });
  });

  it('are refused when they are for another key, in the same words', async () => {
    upstream.options = encryptedFor(upstream.key.certificate);
    expect(await signIn(browser, pool)).toMatchObject({ error: 'server_error', description: COULD_NOT });
  });

  it('are refused under an algorithm that gives the plaintext away', async () => {
    const rsa15 = 'http://www.w3.org/2001/04/xmlenc#rsa-1_5';
    upstream.options = {
      ...upstream.options,
      responseHandler: replacing('http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p', rsa15),
    };
    expect(await signIn(browser, pool)).toMatchObject({ error: 'server_error', description: COULD_NOT });
  });

  it('are refused when their content was changed', async () => {
    upstream.options = { ...upstream.options, ...CBC, responseHandler: flipping };
    expect(await signIn(browser, pool)).toMatchObject({ error: 'server_error', description: COULD_NOT });
  });

  it('must be there', async () => {
    upstream.options = {};
    expect(await signIn(browser, pool)).toMatchObject({ error: 'server_error', description: COULD_NOT });
  });

  it('are not taken by a provider that does not encrypt', async () => {
    const plain = await createSamlPool(app, upstream);
    expect(await signIn(browser, plain)).toMatchObject({ error: 'server_error', description: COULD_NOT });
  });

  it('keep their key when the provider is changed and when its certificate is renewed', async () => {
    const before = await encryptionCertificate();
    const provider = await app.core.store.identityProviders.byName(pool.poolId, 'Upstream');
    const change = { UserPoolId: pool.poolId, ProviderName: 'Upstream', ProviderDetails: provider?.details ?? {} };
    await app.cognito.send(new UpdateIdentityProviderCommand(change));
    expect(await encryptionCertificate()).toBe(before);
    app.clock.advance(366 * 86_400_000);
    await app.cognito.send(new UpdateIdentityProviderCommand(change));
    const after = await encryptionCertificate();
    expect(after).not.toBe(before);
    expect(keyOf(after)).toBe(keyOf(before));
    expect(new Date(new X509Certificate(Buffer.from(after, 'base64')).validTo).getTime()).toBeGreaterThan(
      app.clock.now() + 9 * 365 * 86_400_000,
    );
  });
});

const keyOf = (certificate: string) =>
  new X509Certificate(Buffer.from(certificate, 'base64')).publicKey.export({ type: 'spki', format: 'pem' });

type Answer = { set(name: string, value: string): void; send(body: string): void };
type Options = { postUrl: string };

const post = (xml: string, { postUrl }: Options, request: { query: Record<string, string> }, answer: Answer) => {
  const inputs = { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: request.query['RelayState'] ?? '' };
  const fields = Object.entries(inputs).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  answer.send(`<form method="post" action="${postUrl}">${fields.join('')}</form>`);
};

const replacing =
  (from: string, to: string) =>
  (response: Buffer, ...rest: [Options, never, Answer]) =>
    post(response.toString().replaceAll(from, to), ...rest);

/** One bit behind the signature: under CBC the decryption itself does not notice. */
const flipping = (response: Buffer, ...rest: [Options, never, Answer]) => {
  const xml = response.toString();
  const values = [...xml.matchAll(/<(?:\w+:)?CipherValue>([^<]+)</g)];
  const content = values.at(-1)?.[1] ?? '';
  const bytes = Buffer.from(content, 'base64');
  const place = bytes.length - 200;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  post(xml.replace(content, bytes.toString('base64')), ...rest);
};
