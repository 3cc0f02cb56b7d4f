import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateSAMLProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteSAMLProviderCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListSAMLProvidersCommand,
  ListSAMLProviderTagsCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  TagSAMLProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UntagSAMLProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
  UpdateSAMLProviderCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKey } from '../saml/support/key.ts';
import { metadataOf } from '../saml/support/upstream.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, iamClient, newName, refusalOf } from './support.ts';

let app: TestApp;
let iam: IAMClient;
beforeAll(async () => {
  app = await startTestApp();
  iam = iamClient(app);
});
afterAll(async () => {
  iam.destroy();
  await app.stop();
});

const THUMBPRINT = 'a'.repeat(40);
const TAGS = [
  { Key: 'a', Value: '1' },
  { Key: 'b', Value: '2' },
];

const newProvider = async (more: object = {}) => {
  const Url = `https://${newName('login')}.example.com`;
  const { OpenIDConnectProviderArn } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ...more }));
  return { OpenIDConnectProviderArn, Url };
};

describe('an OpenID Connect provider', () => {
  test('is named by host and path of its address', async () => {
    const host = `${newName('login')}.example.com`;
    const created = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: `https://${host}/tenant/`,
        ClientIDList: ['app', 'app', 'other'],
        ThumbprintList: [THUMBPRINT],
        Tags: TAGS,
      }),
    );
    const OpenIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}/tenant`;
    expect(created).toMatchObject({ OpenIDConnectProviderArn, Tags: TAGS });
    const { $metadata: _, ...found } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }),
    );
    expect(found).toEqual({
      Url: `${host}/tenant`,
      ClientIDList: ['app', 'other'],
      ThumbprintList: [THUMBPRINT],
      CreateDate: expect.any(Date),
      Tags: TAGS,
    });
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(OpenIDConnectProviderList).toContainEqual({ Arn: OpenIDConnectProviderArn });
    const twice = iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${host}/tenant` }));
    expect(await refusalOf(twice)).toEqual({
      name: 'EntityAlreadyExistsException',
      message: `Provider with url https://${host}/tenant already exists.`,
      status: 409,
    });
  });

  test.each([
    'http://login.example.com',
    'https://login.example.com?x=1',
    'https://user@login.example.com',
    'not an address',
  ])('has no address like %s', async (Url) => {
    expect(await refusalOf(iam.send(new CreateOpenIDConnectProviderCommand({ Url })))).toEqual({
      name: 'InvalidInputException',
      message: 'Invalid Open ID Connect Provider URL',
      status: 400,
    });
  });

  test('may have a port', async () => {
    const host = `${newName('login')}.example.com:8443`;
    const created = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${host}` }));
    expect(created.OpenIDConnectProviderArn).toBe(`arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`);
  });

  test('has audiences, added and removed as often as one likes', async () => {
    const { OpenIDConnectProviderArn } = await newProvider({ ClientIDList: ['a'] });
    const given = { OpenIDConnectProviderArn, ClientID: 'b' };
    const ids = async () => (await iam.send(new GetOpenIDConnectProviderCommand(given))).ClientIDList;
    for (const _ of [1, 2]) await iam.send(new AddClientIDToOpenIDConnectProviderCommand(given));
    expect(await ids()).toEqual(['a', 'b']);
    for (const _ of [1, 2]) await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand(given));
    expect(await ids()).toEqual(['a']);
    const many = Array.from({ length: 99 }, (_, at) => `app-${at}`);
    const full = await newProvider({ ClientIDList: ['a', ...many] });
    const more = { OpenIDConnectProviderArn: full.OpenIDConnectProviderArn, ClientID: 'more' };
    expect(await refusalOf(iam.send(new AddClientIDToOpenIDConnectProviderCommand(more)))).toEqual({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
      status: 409,
    });
  });

  test('has thumbprints, replaced as a whole', async () => {
    const { OpenIDConnectProviderArn } = await newProvider({ ThumbprintList: [THUMBPRINT] });
    const put = (ThumbprintList: string[]) =>
      iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }));
    await put(['b'.repeat(40)]);
    const found = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect(found.ThumbprintList).toEqual(['b'.repeat(40)]);
    expect(await refusalOf(put(['z'.repeat(40)]))).toMatchObject({ name: 'InvalidInputException' });
    const six = Array.from({ length: 6 }, () => THUMBPRINT);
    expect(await refusalOf(put(six))).toMatchObject({ name: 'InvalidInputException' });
  });

  test('has tags, and goes whether it is there or not', async () => {
    const { OpenIDConnectProviderArn } = await newProvider();
    await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags: TAGS }));
    await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys: ['a'] }));
    const { Tags } = await iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn }));
    expect(Tags).toEqual(TAGS.slice(1));
    for (const _ of [1, 2]) await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect(await refusalOf(iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })))).toEqual({
      name: 'NoSuchEntityException',
      message: `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
      status: 404,
    });
  });
});

describe('a SAML provider', () => {
  const metadata = async (entity: string): Promise<string> => {
    const provider = {
      url: `https://${entity}.example.com`,
      key: await createKey(),
      offers: ['redirect' as const],
      logout: undefined,
    };
    return metadataOf(provider).padEnd(1_000);
  };

  test('is created from its metadata, changed, tagged and deleted', async () => {
    const Name = newName('Office');
    const SAMLMetadataDocument = await metadata('one');
    const created = await iam.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument, Tags: TAGS }));
    const SAMLProviderArn = `arn:aws:iam::${ACCOUNT}:saml-provider/${Name}`;
    expect(created).toMatchObject({ SAMLProviderArn, Tags: TAGS });
    const found = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    expect(found).toMatchObject({
      SAMLProviderUUID: expect.stringMatching(/^[A-Z0-9]{22}$/),
      SAMLMetadataDocument,
      CreateDate: expect.any(Date),
      Tags: TAGS,
    });
    expect(found.ValidUntil?.getTime()).toBeGreaterThan(Date.now());
    const { SAMLProviderList } = await iam.send(new ListSAMLProvidersCommand({}));
    expect(SAMLProviderList?.map(({ Arn }) => Arn)).toContain(SAMLProviderArn);

    const other = await metadata('two');
    const updated = await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument: other }));
    expect(updated.SAMLProviderArn).toBe(SAMLProviderArn);
    expect((await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }))).SAMLMetadataDocument).toBe(other);

    await iam.send(new UntagSAMLProviderCommand({ SAMLProviderArn, TagKeys: ['a', 'b'] }));
    await iam.send(new TagSAMLProviderCommand({ SAMLProviderArn, Tags: TAGS.slice(0, 1) }));
    const { Tags } = await iam.send(new ListSAMLProviderTagsCommand({ SAMLProviderArn }));
    expect(Tags).toEqual(TAGS.slice(0, 1));

    await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
    expect(await refusalOf(iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn })))).toEqual({
      name: 'NoSuchEntityException',
      message: `Manifest not found for arn ${SAMLProviderArn}`,
      status: 404,
    });
  });

  test('needs metadata that can be read, and a name of its own', async () => {
    const Name = newName('Office');
    const create = (SAMLMetadataDocument: string, more: object = {}) =>
      iam.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument, ...more }));
    expect(await refusalOf(create('<nothing/>'.padEnd(1_000)))).toEqual({
      name: 'InvalidInputException',
      message: 'Could not parse metadata',
      status: 400,
    });
    const encrypted = create(await metadata('one'), { AssertionEncryptionMode: 'Required' });
    expect(await refusalOf(encrypted)).toMatchObject({ name: 'InvalidInputException' });
    await create(await metadata('one'));
    expect(await refusalOf(create(await metadata('one')))).toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: `Provider with name ${Name} already exists.`,
    });
    const SAMLProviderArn = `arn:aws:iam::${ACCOUNT}:saml-provider/${Name}`;
    const bad = { SAMLProviderArn, SAMLMetadataDocument: '<nothing/>'.padEnd(1_000) };
    expect(await refusalOf(iam.send(new UpdateSAMLProviderCommand(bad)))).toMatchObject({ status: 400 });
  });
});
