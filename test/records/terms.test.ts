import {
  CreateTermsCommand,
  type CreateTermsCommandInput,
  DeleteTermsCommand,
  DeleteUserPoolClientCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  ListTermsCommand,
  UpdateTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { termsLinks } from '../../src/core/terms/links.ts';
import { LANGUAGES } from '../../src/oauth/views/texts/index.ts';
import { invalid, refusal } from '../pools/refusal.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { missing, onlyOne } from './support.ts';

const LINKS = { 'cognito:default': 'https://example.com/terms', 'cognito:french': 'https://example.com/fr' };

describe.each(['sqlite', 'postgres'] as const)('terms on %s', (engine) => {
  let app: TestApp;
  let UserPoolId: string;
  let ClientId: string;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  beforeEach(async () => {
    UserPoolId = (await createPool(app)).Id;
    ClientId = (await createClient(app, UserPoolId)).ClientId;
  });
  afterAll(() => app.stop());

  const create = async (TermsName: string, members: Partial<CreateTermsCommandInput> = {}) => {
    const given = { UserPoolId, ClientId, TermsName, TermsSource: 'LINK', Enforcement: 'NONE', Links: LINKS } as const;
    return (await app.cognito.send(new CreateTermsCommand({ ...given, ...members }))).Terms;
  };
  const look = async (TermsId?: string) =>
    (await app.cognito.send(new DescribeTermsCommand({ UserPoolId, TermsId }))).Terms;
  const update = async (TermsId: string | undefined, members: object) =>
    (await app.cognito.send(new UpdateTermsCommand({ UserPoolId, TermsId, ...members }))).Terms;
  const remove = (TermsId?: string) => app.cognito.send(new DeleteTermsCommand({ UserPoolId, TermsId }));
  const exists = (name: string) => ({
    code: 'TermsExistsException',
    message: `Terms ${name} already exist for client ${ClientId}.`,
  });

  it('are shown as they were made', async () => {
    const terms = await create('terms-of-use');
    expect(terms).toEqual({
      TermsId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      UserPoolId,
      ClientId,
      TermsName: 'terms-of-use',
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links: LINKS,
      CreationDate: terms?.LastModifiedDate,
      LastModifiedDate: terms?.CreationDate,
    });
    expect(await look(terms?.TermsId)).toEqual(terms);
    expect((await create('privacy-policy', { Links: undefined }))?.Links).toEqual({});
  });

  it('are found by client and name', async () => {
    const terms = await create('terms-of-use');
    const byClient = (members: object) =>
      app.cognito.send(
        new DescribeTermsByClientCommand({ UserPoolId, ClientId, TermsName: 'terms-of-use', ...members }),
      );
    expect((await byClient({})).Terms).toEqual(terms);
    await expect(byClient({ TermsName: 'privacy-policy' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Terms privacy-policy do not exist for client ${ClientId}.`,
    });
    const stranger = (await createClient(app, (await createPool(app)).Id)).ClientId;
    await expect(byClient({ ClientId: stranger })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool client ${stranger} does not exist.`,
    });
  });

  it('are one of a name for a client, whoever makes them at once', async () => {
    const three = [create('terms-of-use'), create('terms-of-use'), create('terms-of-use')];
    await onlyOne(three, exists('terms-of-use'));
    await create('privacy-policy');
    await create('terms-of-use', { ClientId: (await createClient(app, UserPoolId)).ClientId });
  });

  it('keep what an update does not name', async () => {
    const before = await create('terms-of-use');
    app.clock.advance(1_000);
    const Links = { 'cognito:default': 'https://example.com/new' };
    const after = await update(before?.TermsId, { Links });
    expect(after).toEqual({ ...before, Links, LastModifiedDate: after?.LastModifiedDate });
    expect(Number(after?.LastModifiedDate)).toBeGreaterThanOrEqual(Number(before?.LastModifiedDate) + 1_000);
    expect(await look(before?.TermsId)).toEqual(after);
  });

  it('take another name unless that is taken', async () => {
    const first = await create('terms-of-use');
    const renamed = await update(first?.TermsId, { TermsName: 'privacy-policy' });
    expect(renamed).toMatchObject({ TermsId: first?.TermsId, TermsName: 'privacy-policy', Links: LINKS });
    expect(await look(first?.TermsId)).toEqual(renamed);
    const second = await create('terms-of-use');
    expect(await refusal(update(second?.TermsId, { TermsName: 'privacy-policy' }))).toEqual(exists('privacy-policy'));
    expect((await look(second?.TermsId))?.TermsName).toBe('terms-of-use');
    await update(first?.TermsId, { Links: { 'cognito:default': 'https://example.com/x' } });
  });

  it('are listed in pages, of their pool alone', async () => {
    const made = [await create('terms-of-use'), await create('privacy-policy')];
    const list = (NextToken?: string) =>
      app.cognito.send(new ListTermsCommand({ UserPoolId, MaxResults: 1, NextToken }));
    const first = await list();
    const second = await list(first.NextToken);
    const all = [...(first.Terms ?? []), ...(second.Terms ?? [])];
    const ids = made.map((terms) => terms?.TermsId).sort();
    expect(all.map(({ TermsId }) => TermsId)).toEqual(ids);
    expect(Object.keys(all[0] ?? {}).sort()).toEqual([
      'CreationDate',
      'Enforcement',
      'LastModifiedDate',
      'TermsId',
      'TermsName',
    ]);
    expect(second.NextToken).toBeUndefined();
    UserPoolId = (await createPool(app)).Id;
    expect(await refusal(list(first.NextToken))).toEqual(invalid('Invalid pagination token'));
  });

  it('are of clients of the pool, and found in their own pool alone', async () => {
    expect(await refusal(create('terms-of-use', { ClientId: 'nobody' }))).toEqual(
      missing('User pool client nobody does not exist.'),
    );
    const id = (await create('terms-of-use'))?.TermsId;
    const pool = UserPoolId;
    UserPoolId = (await createPool(app)).Id;
    const none = missing(`Terms ${id} do not exist.`);
    for (const attempt of [look, (one?: string) => update(one, {}), remove]) {
      expect(await refusal(attempt(id))).toEqual(none);
    }
    UserPoolId = pool;
    await remove(id);
    expect(await refusal(look(id))).toEqual(none);
  });

  it('go with their client', async () => {
    const id = (await create('terms-of-use'))?.TermsId;
    await app.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(await refusal(look(id))).toEqual(missing(`Terms ${id} do not exist.`));
  });

  it('are linked in the language of the page once the client has both', async () => {
    const links = (language: string) => termsLinks(app.core, { poolId: UserPoolId, id: ClientId }, language);
    await create('terms-of-use');
    expect(await links('fr')).toEqual([]);
    const privacy = {
      'cognito:default': 'https://example.com/privacy',
      'cognito:portuguese-brazil': 'https://x.test/',
    };
    await create('privacy-policy', { Links: privacy });
    const [terms, policy] = ['terms-of-use', 'privacy-policy'] as const;
    expect(await links('fr')).toEqual([
      { name: terms, href: 'https://example.com/fr' },
      { name: policy, href: 'https://example.com/privacy' },
    ]);
    expect(await links('pt-BR')).toEqual([
      { name: terms, href: 'https://example.com/terms' },
      { name: policy, href: 'https://x.test/' },
    ]);
  });

  it('are found in every language of the pages', async () => {
    const names: Record<string, string> = { de: 'german', en: 'english', es: 'spanish', fr: 'french', it: 'italian' };
    Object.assign(names, { id: 'bahasa-indonesia', ja: 'japanese', ko: 'korean', nl: 'dutch' });
    Object.assign(names, {
      'pt-BR': 'portuguese-brazil',
      'zh-CN': 'chinese-simplified',
      'zh-TW': 'chinese-traditional',
    });
    const Links = Object.fromEntries(
      Object.values(names).map((name) => [`cognito:${name}`, `https://example.com/${name}`]),
    );
    await create('terms-of-use', { Links });
    await create('privacy-policy', { Links });
    for (const language of Object.keys(LANGUAGES)) {
      const [terms] = await termsLinks(app.core, { poolId: UserPoolId, id: ClientId }, language);
      expect(terms?.href).toBe(`https://example.com/${names[language]}`);
    }
    expect(await termsLinks(app.core, { poolId: UserPoolId, id: ClientId }, 'xx')).toEqual([]);
  });

  it('that lead to no page are no links', async () => {
    await create('terms-of-use', { Links: { 'cognito:default': 'javascript:alert(1)' } });
    await create('privacy-policy');
    expect(await termsLinks(app.core, { poolId: UserPoolId, id: ClientId }, 'en')).toEqual([]);
  });

  it.each([
    ['a name of another kind', { TermsName: 'cookies' }, 'termsName'],
    ['an unknown language', { Links: { 'cognito:klingon': 'https://example.com' } }, 'links'],
    ['no link at all', { Links: {} }, 'links'],
  ])('with %s are refused', async (_, members, member) => {
    const { code, message } = await refusal(create('terms-of-use', members));
    expect(code).toBe('InvalidParameterException');
    expect(message).toContain(`at '${member}`);
  });
});
