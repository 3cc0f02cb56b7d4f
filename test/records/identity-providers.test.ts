import { X509Certificate } from 'node:crypto';
import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  GetSigningCertificateCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
  type UpdateIdentityProviderCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSecrets } from '../../src/core/identity-providers/secrets.ts';
import { invalid, refusal } from '../pools/refusal.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { openSite, type Site } from './https-site.ts';
import { metadata, signOnAt } from './saml-document.ts';
import { missing, onlyOne } from './support.ts';

const APP = { client_id: 'app-1', client_secret: 'hush', authorize_scopes: 'openid email' };
const ENDPOINTS = {
  authorize_url: 'https://idp.example.com/authorize',
  token_url: 'https://idp.example.com/token',
  attributes_url: 'https://idp.example.com/userinfo',
  jwks_uri: 'https://idp.example.com/keys',
};
const OIDC = { ...APP, oidc_issuer: 'https://idp.example.com', attributes_request_method: 'GET', ...ENDPOINTS };

let app: TestApp;
let site: Site;
let UserPoolId: string;
beforeAll(async () => {
  site = await openSite();
  app = await startTestApp({
    flags: { 'outbound-allow': '127.0.0.0/8,::1', 'outbound-ca-file': site.caFile },
  });
});
beforeEach(async () => {
  site.pages.clear();
  UserPoolId = (await createPool(app, { Schema: [{ Name: 'tier', AttributeDataType: 'String' }] })).Id;
});
afterAll(async () => {
  await app.stop();
  await site.close();
});

type Members = Omit<CreateIdentityProviderCommandInput, 'UserPoolId'>;
const create = async (members: Members) =>
  (await app.cognito.send(new CreateIdentityProviderCommand({ UserPoolId, ...members }))).IdentityProvider;
const oidc = (ProviderName: string, members: Partial<Members> = {}) =>
  create({ ProviderName, ProviderType: 'OIDC', ProviderDetails: OIDC, ...members });
const saml = (ProviderDetails: Record<string, string>) =>
  create({ ProviderName: 'Okta', ProviderType: 'SAML', ProviderDetails });
const look = async (ProviderName: string) =>
  (await app.cognito.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName }))).IdentityProvider;
const update = async (ProviderName: string, members: Partial<UpdateIdentityProviderCommandInput>) =>
  (await app.cognito.send(new UpdateIdentityProviderCommand({ UserPoolId, ProviderName, ...members })))
    .IdentityProvider;
const remove = (ProviderName: string) =>
  app.cognito.send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName }));
const byIdentifier = async (IdpIdentifier: string) =>
  (await app.cognito.send(new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier }))).IdentityProvider;

describe('providers with known endpoints', () => {
  it.each<[Members['ProviderType'] & string, Record<string, string>, Record<string, string>, string]>([
    [
      'Google',
      {},
      {
        attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
        attributes_url_add_attributes: 'true',
        authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
        oidc_issuer: 'https://accounts.google.com',
        token_request_method: 'POST',
        token_url: 'https://www.googleapis.com/oauth2/v4/token',
      },
      'sub',
    ],
    [
      'Facebook',
      { api_version: 'v19.0' },
      {
        api_version: 'v19.0',
        attributes_url: 'https://graph.facebook.com/v19.0/me?fields=',
        attributes_url_add_attributes: 'true',
        authorize_url: 'https://www.facebook.com/v19.0/dialog/oauth',
        token_request_method: 'GET',
        token_url: 'https://graph.facebook.com/v19.0/oauth/access_token',
      },
      'id',
    ],
    [
      'LoginWithAmazon',
      {},
      {
        attributes_url: 'https://api.amazon.com/user/profile',
        attributes_url_add_attributes: 'false',
        authorize_url: 'https://www.amazon.com/ap/oa',
        token_request_method: 'POST',
        token_url: 'https://api.amazon.com/auth/o2/token',
      },
      'user_id',
    ],
  ])('%s: what the owner gave, and what the service adds', async (type, given, added, subject) => {
    const provider = await create({
      ProviderName: type,
      ProviderType: type as Members['ProviderType'],
      ProviderDetails: { ...APP, ...given },
      AttributeMapping: { email: 'email', 'custom:tier': 'level' },
      IdpIdentifiers: ['one', 'two'],
    });
    expect(provider).toEqual({
      UserPoolId,
      ProviderName: type,
      ProviderType: type,
      ProviderDetails: { ...APP, ...added },
      AttributeMapping: { username: subject, email: 'email', 'custom:tier': 'level' },
      IdpIdentifiers: ['one', 'two'],
      CreationDate: provider?.CreationDate,
      LastModifiedDate: provider?.CreationDate,
    });
    expect(await look(type)).toEqual(provider);
    // What was shown can be sent back, as tools do that compare.
    expect(await update(type, { ProviderDetails: provider?.ProviderDetails })).toMatchObject({
      ProviderDetails: provider?.ProviderDetails,
    });
  });

  const APPLE = { client_id: 'com.example', team_id: 'T1', key_id: 'K1', authorize_scopes: 'email name' };

  it('Sign in with Apple: the private key is kept and never shown', async () => {
    const provider = await create({
      ProviderName: 'SignInWithApple',
      ProviderType: 'SignInWithApple',
      ProviderDetails: { ...APPLE, private_key: 'very-private' },
    });
    expect(provider?.ProviderDetails).toEqual({
      ...APPLE,
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://appleid.apple.com/auth/authorize',
      oidc_issuer: 'https://appleid.apple.com',
      token_request_method: 'POST',
      token_url: 'https://appleid.apple.com/auth/token',
    });
    await update('SignInWithApple', { ProviderDetails: { ...APPLE, key_id: 'K2' } });
    const stored = await app.core.store.identityProviders.byName(UserPoolId, 'SignInWithApple');
    expect(openSecrets(app.core, stored!)).toEqual({ private_key: 'very-private' });
    expect(JSON.stringify(stored)).not.toContain('very-private');
  });

  it('say what is missing', async () => {
    const google = { ProviderName: 'Google', ProviderType: 'Google' as const };
    const lacking = invalid('client_id, client_secret and authorize_scopes are all required idp details.');
    for (const name of Object.keys(APP)) {
      const { [name]: _, ...rest } = APP as Record<string, string>;
      expect(await refusal(create({ ...google, ProviderDetails: rest }))).toEqual(lacking);
      expect(await refusal(create({ ...google, ProviderDetails: { ...rest, [name]: ' ' } }))).toEqual(lacking);
    }
    const apple = { ProviderName: 'SignInWithApple', ProviderType: 'SignInWithApple' as const };
    expect(await refusal(create({ ...apple, ProviderDetails: APPLE }))).toEqual(
      invalid('client_id, team_id, key_id, private_key and authorize_scopes are all required idp details.'),
    );
  });

  it.each([
    ['MyGoogle', 'Google'],
    ['Facebook', 'Google'],
    ['Google', 'OIDC'],
    ['Cognito', 'OIDC'],
    ['COGNITO', 'SAML'],
  ] as const)('%s is no name for %s', async (ProviderName, ProviderType) => {
    const attempt = create({ ProviderName, ProviderType, ProviderDetails: OIDC });
    expect(await refusal(attempt)).toEqual(invalid(`Provider ${ProviderName} cannot be of type ${ProviderType}.`));
  });
});

describe('OpenID Connect providers', () => {
  it('keep their endpoints as given, without asking anybody', async () => {
    const provider = await oidc('Acme');
    expect(provider?.ProviderDetails).toEqual({ ...OIDC, attributes_url_add_attributes: 'false' });
    expect(provider?.AttributeMapping).toEqual({ username: 'sub' });
  });

  it('need no secret', async () => {
    const { client_secret: _, ...open } = OIDC;
    const provider = await oidc('Acme', { ProviderDetails: open });
    expect(provider?.ProviderDetails).not.toHaveProperty('client_secret');
  });

  const { authorize_url: _a, token_url: _t, attributes_url: _u, jwks_uri: _j, ...BARE } = OIDC;
  const discoverable = () => ({ ...BARE, oidc_issuer: site.url });
  const publish = (document: object) =>
    site.pages.set('/.well-known/openid-configuration', { body: JSON.stringify(document) });
  const DOCUMENT = {
    authorization_endpoint: 'https://idp.example.com/a',
    token_endpoint: 'https://idp.example.com/t',
    userinfo_endpoint: 'https://idp.example.com/u',
    jwks_uri: 'https://idp.example.com/k',
  };

  it('have the endpoints that they announce', async () => {
    publish({ issuer: site.url, ...DOCUMENT });
    const provider = await oidc('Acme', { ProviderDetails: discoverable() });
    expect(provider?.ProviderDetails).toEqual({
      ...discoverable(),
      attributes_url_add_attributes: 'false',
      authorize_url: DOCUMENT.authorization_endpoint,
      token_url: DOCUMENT.token_endpoint,
      attributes_url: DOCUMENT.userinfo_endpoint,
      jwks_uri: DOCUMENT.jwks_uri,
    });
  });

  it('are not believed when they speak for another issuer', async () => {
    publish({ issuer: 'https://other.example.com', ...DOCUMENT });
    const { code } = await refusal(oidc('Acme', { ProviderDetails: discoverable() }));
    expect(code).toBe('InvalidParameterException');
  });

  it('must be reachable where they do not say everything', async () => {
    const unreachable = invalid('Unable to contact well-known endpoint');
    expect(await refusal(oidc('Acme', { ProviderDetails: discoverable() }))).toEqual(unreachable);
    site.pages.set('/.well-known/openid-configuration', { body: 'no json' });
    expect(await refusal(oidc('Acme', { ProviderDetails: discoverable() }))).toEqual(unreachable);
    const inside = { ...BARE, oidc_issuer: 'https://10.0.0.1' };
    expect(await refusal(oidc('Acme', { ProviderDetails: inside }))).toEqual(unreachable);
  });

  it.each([
    [{ attributes_request_method: 'PUT' }, 'Invalid value for attributes_request_method: must be one of GET, POST.'],
    [{ oidc_issuer: 'http://idp.example.com' }, 'Invalid oidc_issuer: it must be an HTTPS URL.'],
    [{ token_url: 'ftp://idp.example.com' }, 'Invalid token_url: it must be an HTTPS URL.'],
    [
      { client_id: '' },
      'client_id, authorize_scopes, oidc_issuer and attributes_request_method are all required idp details.',
    ],
  ])('with %o are refused', async (details, message) => {
    expect(await refusal(oidc('Acme', { ProviderDetails: { ...OIDC, ...details } }))).toEqual(invalid(message));
  });
});

describe('SAML providers', () => {
  it('are known by their document', async () => {
    const MetadataFile = metadata();
    const provider = await saml({ MetadataFile, IDPSignout: 'true' });
    expect(provider?.ProviderDetails).toEqual({
      MetadataFile,
      IDPSignout: 'true',
      SSORedirectBindingURI: 'https://idp.example.com/sso',
      SLORedirectBindingURI: 'https://idp.example.com/slo',
    });
    expect(provider?.AttributeMapping).toEqual({});
    const stored = await app.core.store.identityProviders.byName(UserPoolId, 'Okta');
    expect(stored?.metadata).toMatchObject({
      entityId: 'https://idp.example.com',
      certificates: [expect.stringMatching(/^MI/)],
      ssoPost: 'https://idp.example.com/post',
    });
  });

  it('are known by the address of their document', async () => {
    site.pages.set('/metadata', { body: metadata({ slo: false }) });
    const MetadataURL = `${site.url}/metadata`;
    const provider = await saml({ MetadataURL });
    expect(provider?.ProviderDetails).toEqual({
      MetadataURL,
      SSORedirectBindingURI: 'https://idp.example.com/sso',
    });
  });

  it('say where their document is, and it must be there', async () => {
    expect(await refusal(saml({}))).toEqual(
      invalid('At least one of the MetadataURL or MetadataFile should be provided.'),
    );
    const MetadataURL = `${site.url}/nowhere`;
    expect(await refusal(saml({ MetadataURL }))).toEqual(
      invalid(`Non-ok status code 404 returned from remote metadata source ${MetadataURL}`),
    );
    for (const url of ['https://169.254.169.254/latest', 'http://localhost/', 'file:///etc/passwd']) {
      expect(await refusal(saml({ MetadataURL: url }))).toEqual(invalid(`Error retrieving metadata from ${url}`));
    }
    expect((await refusal(saml({ MetadataURL, MetadataFile: metadata() }))).code).toBe('InvalidParameterException');
  });

  it.each([
    ['no XML', 'nonsense'],
    ['XML that does not end', '<a>'],
    ['another document', '<a/>'],
    ['no certificate', metadata({ certificate: '' })],
    ['a broken certificate', metadata({ certificate: 'AAAA' })],
    ['no sign-on service', metadata({ services: '' })],
    ['a sign-on service that is a script', metadata({ services: signOnAt('javascript:alert(1)') })],
    ['one that ends a header', metadata({ services: signOnAt('https://idp.example.com/&#13;&#10;Set-Cookie:a=b') })],
    ['a document type', metadata({ head: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' })],
    [
      'a bomb',
      metadata({ head: '<!doctype a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]>', certificate: '&y;' }),
    ],
    ['an entity', metadata({ certificate: '&x;' })],
    ['elements without end', '<a>'.repeat(40_000)],
  ])('with %s are refused', async (_, MetadataFile) => {
    const { code, message } = await refusal(saml({ MetadataFile }));
    expect(code).toBe('InvalidParameterException');
    expect(message).toMatch(/^(Error processing the provided metadata document|Metadata lacks)/);
  });

  it.each<Record<string, string>>([
    { IDPSignout: 'yes' },
    { EncryptedResponses: '1' },
    { IDPInit: 'on' },
    { RequestSigningAlgorithm: 'rsa-sha1' },
  ])('with %o are refused', async (flag) => {
    expect((await refusal(saml({ MetadataFile: metadata(), ...flag }))).code).toBe('InvalidParameterException');
  });

  it('that encrypt get a certificate, which stays', async () => {
    const details = { MetadataFile: metadata(), EncryptedResponses: 'true', RequestSigningAlgorithm: 'rsa-sha256' };
    const made = (await saml(details))?.ProviderDetails?.['ActiveEncryptionCertificate'] ?? '';
    expect(new X509Certificate(Buffer.from(made, 'base64')).subject).toBe(`CN=${UserPoolId}`);
    const after = await update('Okta', { ProviderDetails: { ...details, IDPInit: 'true' } });
    expect(after?.ProviderDetails).toMatchObject({ ActiveEncryptionCertificate: made, IDPInit: 'true' });
    const off = await update('Okta', { ProviderDetails: { MetadataFile: details.MetadataFile } });
    expect(off?.ProviderDetails).not.toHaveProperty('ActiveEncryptionCertificate');
    const stored = await app.core.store.identityProviders.byName(UserPoolId, 'Okta');
    expect(stored?.sealedSecrets).toBeUndefined();
  });
});

describe('an update', () => {
  it('keeps what it does not name', async () => {
    const before = await oidc('Acme', { AttributeMapping: { email: 'mail' }, IdpIdentifiers: ['acme'] });
    app.clock.advance(1_000);
    const after = await update('Acme', { AttributeMapping: { name: 'fullname', username: 'sub' } });
    expect(after).toEqual({
      ...before,
      AttributeMapping: { name: 'fullname', username: 'sub' },
      LastModifiedDate: after?.LastModifiedDate,
    });
    expect(Number(after?.LastModifiedDate)).toBeGreaterThanOrEqual(Number(before?.LastModifiedDate) + 1_000);
    const details = { ...OIDC, client_secret: 'new' };
    expect(await update('Acme', { ProviderDetails: details })).toMatchObject({ ProviderDetails: details });
    expect((await look('Acme'))?.ProviderDetails?.['client_secret']).toBe('new');
  });

  it('is checked as a creation is', async () => {
    await oidc('Acme');
    expect((await refusal(update('Acme', { ProviderDetails: APP }))).code).toBe('InvalidParameterException');
    expect(await refusal(update('Acme', { AttributeMapping: { none: 'x' } }))).toEqual(
      invalid('AttributeMapping contains invalid mapping: [none]'),
    );
  });

  it('by many at once loses nothing', async () => {
    await oidc('Acme');
    await Promise.all([
      update('Acme', { AttributeMapping: { email: 'mail' } }),
      update('Acme', { IdpIdentifiers: ['a'] }),
      update('Acme', { ProviderDetails: { ...OIDC, client_id: 'app-2' } }),
    ]);
    expect(await look('Acme')).toMatchObject({
      AttributeMapping: { email: 'mail' },
      IdpIdentifiers: ['a'],
      ProviderDetails: { client_id: 'app-2' },
    });
  });
});

describe('names', () => {
  const duplicate = (message: string) => ({ code: 'DuplicateProviderException', message });

  it('are unique in the pool, also when many ask at once', async () => {
    const taken = duplicate('A provider with the name Acme already exists.');
    await onlyOne([oidc('Acme'), oidc('Acme'), oidc('Acme')], taken);
    expect(await refusal(oidc('Acme'))).toEqual(taken);
    UserPoolId = (await createPool(app)).Id;
    await oidc('Acme');
  });

  it('beside the own one are unique too', async () => {
    const IdpIdentifiers = ['acme.example.com'];
    const taken = duplicate('An identity provider with one of the given identifiers already exists.');
    await onlyOne([oidc('One', { IdpIdentifiers }), oidc('Two', { IdpIdentifiers })], taken);
    const owner = (await byIdentifier('acme.example.com'))?.ProviderName;
    expect(['One', 'Two']).toContain(owner);
    await oidc('Three');
    expect(await refusal(update('Three', { IdpIdentifiers }))).toEqual(invalid(taken.message));
    await update(owner!, { IdpIdentifiers: ['other'] });
    await update('Three', { IdpIdentifiers });
    expect((await byIdentifier('acme.example.com'))?.ProviderName).toBe('Three');
    expect((await byIdentifier('other'))?.ProviderName).toBe(owner);
    await remove('Three');
    expect(await refusal(byIdentifier('acme.example.com'))).toEqual(
      missing('Identity provider acme.example.com does not exist.'),
    );
  });

  it('are needed by app clients that use the provider', async () => {
    const ask = () => createClient(app, UserPoolId, { SupportedIdentityProviders: ['COGNITO', 'Acme'] });
    expect(await refusal(ask())).toEqual(invalid(`The provider Acme does not exist for User Pool ${UserPoolId}.`));
    await oidc('Acme');
    expect((await ask()).SupportedIdentityProviders).toEqual(['COGNITO', 'Acme']);
  });

  it('take their name from the app clients that use them when they are deleted', async () => {
    await oidc('Acme');
    await oidc('Other');
    const given = [['COGNITO', 'Acme'], ['Acme'], ['COGNITO', 'Other'], undefined];
    const clients = await Promise.all(
      given.map((SupportedIdentityProviders) => createClient(app, UserPoolId, { SupportedIdentityProviders })),
    );
    await app.core.directory.client(clients[0]!.ClientId);
    await remove('Acme');
    const settings = async (id: string) => (await app.core.directory.client(id)).settings.supportedIdentityProviders;
    const left = await Promise.all(clients.map(({ ClientId }) => settings(ClientId)));
    // Nobody signs in at the second one until its owner says who may: an empty list is not the default one.
    expect(left).toEqual([['COGNITO'], [], ['COGNITO', 'Other'], clients[3]!.SupportedIdentityProviders]);
    await oidc('Acme');
    expect(await settings(clients[0]!.ClientId)).toEqual(['COGNITO']);
  });

  it('that nobody has are not found', async () => {
    const none = missing('Identity provider Acme does not exist.');
    expect(await refusal(look('Acme'))).toEqual(none);
    expect(await refusal(update('Acme', {}))).toEqual(none);
    expect(await refusal(remove('Acme'))).toEqual(none);
  });

  it('of attributes are those of the pool', async () => {
    const AttributeMapping = { email: 'a', 'custom:none': 'b', sub: 'c' };
    expect(await refusal(oidc('Acme', { AttributeMapping }))).toEqual(
      invalid('AttributeMapping contains invalid mapping: [custom:none, sub]'),
    );
  });
});

describe('lists', () => {
  it('are by name, in pages, of one pool', async () => {
    for (const name of ['ccc', 'aaa', 'bbb']) await oidc(name);
    const list = (NextToken?: string) =>
      app.cognito.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 2, NextToken }));
    const first = await list();
    expect(first.Providers).toEqual(
      ['aaa', 'bbb'].map((ProviderName) => ({
        ProviderName,
        ProviderType: 'OIDC',
        CreationDate: expect.any(Date),
        LastModifiedDate: expect.any(Date),
      })),
    );
    const second = await list(first.NextToken);
    expect(second.Providers?.map(({ ProviderName }) => ProviderName)).toEqual(['ccc']);
    expect(second.NextToken).toBeUndefined();
    UserPoolId = (await createPool(app)).Id;
    expect(await refusal(list(first.NextToken))).toEqual(invalid('Invalid pagination token'));
  });

  it("are the owner's alone", async () => {
    await oidc('Acme');
    const elsewhere = app.client({ region: 'eu-west-1' });
    const none = missing(`User pool ${UserPoolId} does not exist.`);
    for (const command of [
      new ListIdentityProvidersCommand({ UserPoolId }),
      new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Acme' }),
      new GetSigningCertificateCommand({ UserPoolId }),
    ]) {
      expect(await refusal(elsewhere.send(command as ListIdentityProvidersCommand))).toEqual(none);
    }
  });
});

describe('the signing certificate', () => {
  it('is made once for a pool, and lasts ten years', async () => {
    const get = async (pool = UserPoolId) =>
      (await app.cognito.send(new GetSigningCertificateCommand({ UserPoolId: pool }))).Certificate ?? '';
    const [one, ...others] = await Promise.all([get(), get(), get()]);
    expect(others).toEqual([one, one]);
    const certificate = new X509Certificate(Buffer.from(one, 'base64'));
    expect(certificate.subject).toBe(`CN=${UserPoolId}`);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    const years = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / (365.25 * 86_400_000);
    expect(years).toBeCloseTo(10, 1);
    expect(await get((await createPool(app)).Id)).not.toBe(one);
  });
});
