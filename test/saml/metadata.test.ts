/** What providers and pools say of themselves: read again, changed keys, renewed certificates. */
import { X509Certificate } from 'node:crypto';
import { DescribeIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSaml } from '../../src/adapters/saml.ts';
import { refreshDue } from '../../src/core/federation/saml/worker.ts';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { FederatedPool } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { signingCertificateOf } from './support/certificates.ts';
import { createKey } from './support/key.ts';
import { openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { createSamlPool, signIn } from './support/world.ts';

/** The provider has the time of day, the pool's clock is moved. */
const LONG = { lifetimeInSeconds: 20 * 365 * 86_400 };
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

let app: TestApp;
let upstream: SamlUpstream;
let browser: Browser;

beforeAll(async () => {
  upstream = await openSamlUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(async () => {
  upstream.key = await createKey();
  upstream.logout = undefined;
  upstream.options = LONG;
  browser = new Browser({ ca: upstream.ca });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const byUrl = () => createSamlPool(app, upstream, { details: { MetadataURL: upstream.metadataUrl } });

const shown = async ({ poolId }: FederatedPool) => {
  const key = { UserPoolId: poolId, ProviderName: 'Upstream' };
  const { IdentityProvider } = await app.cognito.send(new DescribeIdentityProviderCommand(key));
  return IdentityProvider;
};

const SIGNED_IN = { code: expect.any(String) };

describe('metadata that has an address', () => {
  it('is read again after six hours, by one node, without the owner noticing', async () => {
    const pool = await byUrl();
    await refreshDue(app.core, 'one');
    const { reads } = upstream;
    app.clock.advance(6 * HOUR - 60_000);
    await refreshDue(app.core, 'one');
    expect(upstream.reads).toBe(reads);
    upstream.logout = 'redirect';
    const before = await shown(pool);
    app.clock.advance(2 * 60_000);
    await Promise.all([refreshDue(app.core, 'one'), refreshDue(app.core, 'other')]);
    const mine = await app.core.store.identityProviders.byName(pool.poolId, 'Upstream');
    expect(mine?.metadata?.sloRedirect).toBe(`${upstream.url}/slo`);
    expect(mine?.refreshAt).toBeGreaterThan(app.clock.now() + 5 * HOUR);
    const after = await shown(pool);
    expect(after?.ProviderDetails).toEqual({
      ...before?.ProviderDetails,
      SLORedirectBindingURI: `${upstream.url}/slo`,
    });
    expect(after?.LastModifiedDate).toEqual(before?.LastModifiedDate);
  });

  it('is asked again before long when it could not be read; what was known stays', async () => {
    const pool = await byUrl();
    const { metadataUrl } = upstream;
    const known = await app.core.store.identityProviders.byName(pool.poolId, 'Upstream');
    const key = upstream.key;
    upstream.key = { ...key, certificate: 'broken' };
    app.clock.advance(6 * HOUR + 1);
    await refreshDue(app.core, 'one');
    const later = await app.core.store.identityProviders.byName(pool.poolId, 'Upstream');
    expect(later?.metadata).toEqual(known?.metadata);
    expect(later?.details['MetadataURL']).toBe(metadataUrl);
    expect(later?.refreshAt).toBeLessThan(app.clock.now() + HOUR);
    upstream.key = key;
    expect(await signIn(browser, pool)).toMatchObject(SIGNED_IN);
  });

  it('is read at once when the provider signs with a new key, but not again and again', async () => {
    const pool = await byUrl();
    upstream.key = await createKey('renewed');
    expect(await signIn(browser, pool)).toMatchObject(SIGNED_IN);
    const { reads } = upstream;
    upstream.options = { ...LONG, key: (await createKey('attacker')).privatePem };
    expect(await signIn(new Browser({ ca: upstream.ca }), pool)).toMatchObject({ error: 'server_error' });
    expect(await signIn(new Browser({ ca: upstream.ca }), pool)).toMatchObject({ error: 'server_error' });
    expect(upstream.reads).toBe(reads);
  });

  it('may name two keys while one takes over from the other', async () => {
    const next = await createKey('next');
    const { certificate } = upstream.key;
    const both = `${certificate}</ds:X509Certificate></ds:X509Data><ds:X509Data><ds:X509Certificate>${next.certificate}`;
    const pool = await createSamlPool(app, { ...upstream, key: { ...upstream.key, certificate: both } });
    expect(await signIn(browser, pool)).toMatchObject(SIGNED_IN);
    upstream.key = next;
    expect(await signIn(new Browser({ ca: upstream.ca }), pool)).toMatchObject(SIGNED_IN);
  });
});

describe('the pool', () => {
  it('describes itself', async () => {
    const pool = await createSamlPool(app, upstream);
    const answer = await fetch(`${pool.site}/saml2/metadata`);
    expect(answer.headers.get('content-type')).toContain('application/samlmetadata+xml');
    const xml = await answer.text();
    expect(xml).toContain(`entityID="urn:amazon:cognito:sp:${pool.poolId}"`);
    expect(xml).toContain(`Location="${pool.site}/saml2/idpresponse"`);
    expect(xml).toContain(`Location="${pool.site}/saml2/logout"`);
    expect(xml).toContain(await signingCertificateOf(app, pool.poolId));
    await expect(createSaml().readMetadata(xml)).rejects.toThrow('IDPSSODescriptor');
  });

  it('renews its certificate each year, for the same key, once', async () => {
    const pool = await createSamlPool(app, upstream, { details: { RequestSigningAlgorithm: 'rsa-sha256' } });
    const before = await signingCertificateOf(app, pool.poolId);
    app.clock.advance(YEAR - HOUR);
    expect(await signingCertificateOf(app, pool.poolId)).toBe(before);
    app.clock.advance(2 * HOUR);
    const all = await Promise.all(Array.from({ length: 4 }, () => signingCertificateOf(app, pool.poolId)));
    const [after = ''] = all;
    expect(new Set(all).size).toBe(1);
    expect(after).not.toBe(before);
    expect(keyOf(after)).toBe(keyOf(before));
    const { validTo } = new X509Certificate(Buffer.from(after, 'base64'));
    expect(new Date(validTo).getTime()).toBeGreaterThan(app.clock.now() + 9 * YEAR);
  });

  it('renews encryption certificates of providers that have no address', async () => {
    const pool = await createSamlPool(app, upstream, { details: { EncryptedResponses: 'true' } });
    const before = await shown(pool);
    app.clock.advance(YEAR + HOUR);
    await refreshDue(app.core, 'one');
    const after = await shown(pool);
    const of = (details: typeof before) => details?.ProviderDetails?.['ActiveEncryptionCertificate'] ?? '';
    expect(of(after)).not.toBe(of(before));
    expect(keyOf(of(after))).toBe(keyOf(of(before)));
  });
});

const keyOf = (certificate: string) =>
  new X509Certificate(Buffer.from(certificate, 'base64')).publicKey.export({ type: 'spki', format: 'pem' });
