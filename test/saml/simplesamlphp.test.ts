/** Sign-in and single logout with SimpleSAMLphp, where a machine has it (support/simplesamlphp.ts says how). */
import { DescribeIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { createFederatedPool, type FederatedPool } from '../federation/support/pool.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { signingCertificateOf } from './support/certificates.ts';
import { type SimpleSaml, startSimpleSaml } from './support/simplesamlphp.ts';
import { MAPPING, SIGNED_OUT, signIn, walk } from './support/world.ts';

const root = process.env['POOLHOUSE_SIMPLESAMLPHP'];

describe.skipIf(!root)('SimpleSAMLphp', () => {
  let app: TestApp;
  let idp: SimpleSaml;
  let browser: Browser;

  beforeAll(async () => {
    [app, idp] = await Promise.all([startTestApp(), startSimpleSaml(root ?? '')]);
  }, 30_000);
  beforeEach(() => {
    browser = new Browser();
  });
  afterAll(async () => {
    await idp.stop();
    await app.stop();
  });

  const poolWith = async (details: Record<string, string>): Promise<FederatedPool> => {
    const pool = await createFederatedPool(app, {
      pool: { Schema: [{ Name: 'groups', AttributeDataType: 'String', Mutable: true }] },
      client: { LogoutURLs: [SIGNED_OUT] },
    });
    await pool.provider({
      ProviderType: 'SAML',
      ProviderDetails: { MetadataFile: idp.metadata, RequestSigningAlgorithm: 'rsa-sha256', ...details },
      AttributeMapping: { email: MAPPING.email, 'custom:groups': 'groups' },
    });
    const { IdentityProvider } = await app.cognito.send(
      new DescribeIdentityProviderCommand({ UserPoolId: pool.poolId, ProviderName: 'Upstream' }),
    );
    idp.trust({
      entityId: `urn:amazon:cognito:sp:${pool.poolId}`,
      site: pool.site,
      signing: await signingCertificateOf(app, pool.poolId),
      encryption: IdentityProvider?.ProviderDetails?.['ActiveEncryptionCertificate'],
    });
    return pool;
  };

  it.each<[string, Record<string, string>]>([
    ['in clear', {}],
    ['encrypted', { EncryptedResponses: 'true' }],
  ])('brings a user (%s)', async (_name, details) => {
    const pool = await poolWith(details);
    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String), state: 'xyz' });
    expect(await pool.user('Upstream_ann-1')).toMatchObject({
      email: 'ann@example.com',
      'custom:groups': '[staff, a+b%2Cc]',
    });
  });

  it('is signed out of with us, and we with it', async () => {
    const pool = await poolWith({ IDPSignout: 'true' });
    await signIn(browser, pool);
    const logout = `${pool.site}/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri: SIGNED_OUT })}`;
    const isEnd = (location: string) => location.startsWith(SIGNED_OUT);
    expect((await walk(browser, pool.site, logout, isEnd)).location).toBe(SIGNED_OUT);

    expect(await signIn(browser, pool)).toMatchObject({ code: expect.any(String) });
    const before = (await browser.open(pool.authorize('Upstream'))).location ?? '';
    expect(before).toContain('code=');
    const service = `${idp.url}/saml2/idp/SingleLogoutService.php?ReturnTo=${encodeURIComponent(`${idp.url}/logout.php`)}`;
    await walk(browser, pool.site, service, () => false);
    const after = (await browser.open(pool.authorize('Upstream'))).location ?? '';
    expect(after).toContain('SSOService.php');
  });
});
