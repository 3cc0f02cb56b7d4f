import {
  CreateUserPoolDomainCommand,
  type CreateUserPoolDomainCommandInput,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invalid, refusal } from '../pools/refusal.ts';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { missing, onlyOne } from './support.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/dc3f6a4e-2d4f-4b3a-9e6e-000000000000';
const TAKEN = invalid('Domain already associated with another user pool.');
const BAD_CHARACTER = invalid(
  'The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and ' +
    'hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$',
);

describe.each(['sqlite', 'postgres'] as const)('domains on %s', (engine) => {
  let app: TestApp;
  let UserPoolId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  beforeEach(async () => {
    UserPoolId = (await createPool(app)).Id;
  });
  afterAll(() => app.stop());

  const create = (Domain: string, members: Partial<CreateUserPoolDomainCommandInput> = {}) =>
    app.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, ...members }));
  const custom = (Domain: string, CertificateArn = CERTIFICATE) =>
    create(Domain, { CustomDomainConfig: { CertificateArn } });
  const look = async (Domain: string) =>
    (await app.cognito.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;
  const update = (Domain: string, members: object) =>
    app.cognito.send(new UpdateUserPoolDomainCommand({ UserPoolId, Domain, ...members }));
  const remove = (Domain: string, pool = UserPoolId) =>
    app.cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: pool, Domain }));
  const pool = async () => (await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
  const name = () => `p${crypto.randomUUID().slice(0, 8)}`;

  it('under a prefix are at work at once', async () => {
    const prefix = name();
    const { $metadata: _, ...made } = await create(prefix);
    expect(made).toEqual({ ManagedLoginVersion: 1 });
    expect(await look(prefix)).toEqual({
      UserPoolId,
      AWSAccountId: '000000000000',
      Domain: prefix,
      S3Bucket: 'aws-cognito-prod-us-east-1-assets',
      CloudFrontDistribution: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/),
      Version: expect.stringMatching(/^20\d{12}$/),
      Status: 'ACTIVE',
      ManagedLoginVersion: 1,
    });
    expect((await pool())?.Domain).toBe(prefix);
    expect((await pool())?.CustomDomain).toBeUndefined();
  });

  it("of the owner's have a certificate and a distribution", async () => {
    const domain = `${name()}.example.com`;
    const CustomDomainConfig = { CertificateArn: CERTIFICATE, SecurityPolicy: 'TLS_V1_3_2025' as const };
    const Routing = { Failover: { SecondaryRegion: 'eu-west-1', PrimaryRoute53HealthCheckId: 'health-1' } };
    const made = await create(domain, { CustomDomainConfig, ManagedLoginVersion: 2, Routing });
    const shown = await look(domain);
    expect(made).toMatchObject({ ManagedLoginVersion: 2, CloudFrontDomain: shown?.CloudFrontDistribution, Routing });
    expect(shown).toMatchObject({ Domain: domain, CustomDomainConfig, ManagedLoginVersion: 2, Routing });
    expect((await pool())?.CustomDomain).toBe(domain);
  });

  it('are one of each kind in a pool', async () => {
    const [prefix, domain] = [name(), `${name()}.example.com`];
    await create(prefix);
    await custom(domain);
    const full = invalid('User pool already has a domain configured.');
    expect(await refusal(create(name()))).toEqual(full);
    expect(await refusal(custom(`${name()}.example.com`))).toEqual(full);
    expect(await refusal(create(prefix))).toEqual(invalid('Domain already exists.'));
    expect(await pool()).toMatchObject({ Domain: prefix, CustomDomain: domain });
    await app.cognito.send(new UpdateUserPoolCommand({ UserPoolId }));
    expect(await pool()).toMatchObject({ Domain: prefix, CustomDomain: domain });
  });

  it('of a kind are one in a pool when many are made at once', async () => {
    const full = invalid('User pool already has a domain configured.');
    await onlyOne([create(name()), create(name()), create(name())], full);
  });

  it('have one pool each, whoever else asks at once', async () => {
    const [prefix, domain] = [name(), `${name()}.example.com`];
    const pools = await Promise.all([createPool(app), createPool(app), createPool(app)]);
    const all = (Domain: string, members: object) =>
      onlyOne(
        pools.map(({ Id }) => create(Domain, { UserPoolId: Id, ...members })),
        TAKEN,
      );
    await all(prefix, {});
    await all(domain, { CustomDomainConfig: { CertificateArn: CERTIFICATE } });
    const owner = (await look(prefix))?.UserPoolId;
    expect(pools.map(({ Id }) => Id)).toContain(owner);
  });

  it('under a prefix are unique in their region, others everywhere', async () => {
    const [prefix, domain] = [name(), `${name()}.example.com`];
    await create(prefix);
    await custom(domain);
    const cognito = app.client({ region: 'eu-west-1' });
    const elsewhere = (await createPool({ cognito })).Id;
    const there = (Domain: string, members = {}) =>
      cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: elsewhere, Domain, ...members }));
    await there(prefix);
    expect(await refusal(there(domain, { CustomDomainConfig: { CertificateArn: CERTIFICATE } }))).toEqual(TAKEN);
    const seen = await cognito.send(new DescribeUserPoolDomainCommand({ Domain: domain }));
    expect(seen.DomainDescription).toEqual({});
    const own = await cognito.send(new DescribeUserPoolDomainCommand({ Domain: prefix }));
    expect(own.DomainDescription?.UserPoolId).toBe(elsewhere);
  });

  it('are free again when deleted', async () => {
    const prefix = name();
    await create(prefix);
    await remove(prefix);
    expect(await look(prefix)).toEqual({});
    expect((await pool())?.Domain).toBeUndefined();
    expect(await refusal(remove(prefix))).toEqual(invalid('No such domain or user pool exists.'));
    await create(prefix);
  });

  it('are deleted and changed through their own pool alone', async () => {
    const prefix = name();
    await create(prefix);
    const other = (await createPool(app)).Id;
    const none = invalid('No such domain or user pool exists.');
    expect(await refusal(remove(prefix, other))).toEqual(none);
    const change = new UpdateUserPoolDomainCommand({ UserPoolId: other, Domain: prefix, ManagedLoginVersion: 2 });
    expect(await refusal(app.cognito.send(change))).toEqual(none);
    const nobody = 'us-east-1_nobodysss';
    expect(await refusal(remove(prefix, nobody))).toEqual(missing(`User pool ${nobody} does not exist.`));
    expect(await refusal(create(name(), { UserPoolId: nobody }))).toEqual(
      missing(`User pool ${nobody} does not exist.`),
    );
  });

  it('keep their pool from being deleted', async () => {
    const prefix = name();
    await create(prefix);
    const removePool = () => app.cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
    expect(await refusal(removePool())).toEqual(
      invalid('User pool cannot be deleted. It has a domain configured that should be deleted first.'),
    );
    await remove(prefix);
    await removePool();
  });

  it('are never left without their pool', async () => {
    for (let round = 0; round < 5; round += 1) {
      const Id = (await createPool(app)).Id;
      const prefix = name();
      await Promise.allSettled([
        create(prefix, { UserPoolId: Id }),
        app.cognito.send(new DeleteUserPoolCommand({ UserPoolId: Id })),
      ]);
      const owner = (await look(prefix))?.UserPoolId;
      const found = app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: Id })).then(
        ({ UserPool }) => UserPool?.Domain,
        () => 'no pool',
      );
      expect(await found).toBe(owner === undefined ? 'no pool' : prefix);
    }
  });

  it('take another certificate and another version of the pages', async () => {
    const domain = `${name()}.example.com`;
    await custom(domain);
    const other = CERTIFICATE.replace(/0+$/, '1');
    const made = await update(domain, { CustomDomainConfig: { CertificateArn: other }, ManagedLoginVersion: 2 });
    expect(made).toMatchObject({
      ManagedLoginVersion: 2,
      CloudFrontDomain: (await look(domain))?.CloudFrontDistribution,
    });
    expect(await look(domain)).toMatchObject({
      CustomDomainConfig: { CertificateArn: other },
      ManagedLoginVersion: 2,
    });
  });

  it.each(['aws-login', 'myamazonpages', 'a-cognito'])('are not called %s', async (prefix) => {
    const word = ['aws', 'amazon', 'cognito'].find((reserved) => prefix.includes(reserved));
    expect(await refusal(create(prefix))).toEqual(invalid(`Domain cannot contain reserved word: ${word}`));
  });

  it.each(['Upper', '-a', 'a-', 'a_b', 'ä', 'auth.example.com'])('under a prefix are not called %s', async (prefix) => {
    expect(await refusal(create(prefix))).toEqual(BAD_CHARACTER);
  });

  it.each(['login', 'Auth.example.com', 'a..example.com', '.example.com', 'a.example.com.'])(
    "of the owner's are not called %s",
    async (domain) => {
      expect(await refusal(custom(domain))).toEqual(BAD_CHARACTER);
    },
  );

  it("of the owner's are subdomains, with a certificate where the distribution can read it", async () => {
    expect(await refusal(custom('example.com'))).toMatchObject({
      message: expect.stringContaining('not a valid subdomain'),
    });
    const elsewhere = CERTIFICATE.replace('us-east-1', 'eu-west-1');
    expect(await refusal(custom('a.example.com', elsewhere))).toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining("isn't in us-east-1 region"),
    });
  });

  it('serve managed login only in plans that have it', async () => {
    UserPoolId = (await createPool(app, { UserPoolTier: 'LITE' })).Id;
    const prefix = name();
    expect((await refusal(create(prefix, { ManagedLoginVersion: 2 }))).code).toBe('FeatureUnavailableInTierException');
    await create(prefix, { ManagedLoginVersion: 1 });
    expect((await refusal(update(prefix, { ManagedLoginVersion: 2 }))).code).toBe('FeatureUnavailableInTierException');
    expect((await refusal(update(prefix, { ManagedLoginVersion: 3 }))).code).toBe('InvalidParameterException');
  });
});
