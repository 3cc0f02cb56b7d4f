import {
  type AssetType,
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  CreateUserPoolDomainCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  GetUICustomizationCommand,
  SetUICustomizationCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/core/branding/default-settings.ts';
import { invalid, refusal } from '../pools/refusal.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { missing, onlyOne } from './support.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>');

let app: TestApp;
let UserPoolId: string;
let ClientId: string;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  UserPoolId = (await createPool(app)).Id;
  ClientId = (await createClient(app, UserPoolId)).ClientId;
});
afterAll(() => app.stop());

describe('the classic hosted UI', () => {
  const addDomain = () =>
    app.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: `p${crypto.randomUUID().slice(0, 8)}` }));
  const set = async (members: { ClientId?: string; CSS?: string; ImageFile?: Uint8Array }) =>
    (await app.cognito.send(new SetUICustomizationCommand({ UserPoolId, ...members }))).UICustomization;
  const get = async (client?: string) =>
    (await app.cognito.send(new GetUICustomizationCommand({ UserPoolId, ClientId: client }))).UICustomization;
  const CSS = '.label-customizable { font-weight: 400; } /* quiet */ .submitButton-customizable:hover {color:#fff}';

  it('needs a domain', async () => {
    expect(await refusal(set({ CSS }))).toEqual(
      invalid('There has to be an existing domain associated with this user pool'),
    );
  });

  it('looks as it was set: for all clients, and for one', async () => {
    await addDomain();
    expect(await get()).toEqual({});
    expect(await get(ClientId)).toEqual({});
    const all = await set({ CSS, ImageFile: PNG });
    expect(all).toEqual({
      UserPoolId,
      ClientId: 'ALL',
      CSS,
      CSSVersion: expect.stringMatching(/^20\d{12}$/),
      ImageUrl: expect.stringMatching(/^http.*\.png$/),
      CreationDate: all?.CreationDate,
      LastModifiedDate: all?.CreationDate,
    });
    expect(await get()).toEqual(all);
    expect(await get('ALL')).toEqual(all);
    expect(await get(ClientId)).toEqual(all);
    const own = await set({ ClientId, CSS: '.logo-customizable{max-width:60%}', ImageFile: JPEG });
    expect(own?.ImageUrl).toMatch(/\.jpg$/);
    expect(await get(ClientId)).toEqual(own);
    expect(await get()).toEqual(all);
  });

  it('serves its logo to anybody', async () => {
    await addDomain();
    const url = (await set({ ImageFile: PNG }))?.ImageUrl ?? '';
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect((await fetch(url.replace('/ALL/', '/none/'))).status).toBe(404);
    await set({});
    expect((await fetch(url)).status).toBe(404);
  });

  it('is replaced as a whole, with a new version of the CSS when that changes', async () => {
    await addDomain();
    const first = await set({ CSS, ImageFile: PNG });
    app.clock.advance(5_000);
    const second = await set({ CSS });
    expect(second).toMatchObject({ CSS, CSSVersion: first?.CSSVersion, CreationDate: first?.CreationDate });
    expect(second).not.toHaveProperty('ImageUrl');
    const third = await set({ CSS: '.label-customizable{}' });
    expect(third?.CSSVersion).not.toBe(first?.CSSVersion);
  });

  it.each([
    'body { color: red }',
    '.label-customizable, .other { color: red }',
    '.label-customizable a { color: red }',
    '@import url(https://example.com/x.css);',
    '@media print { .label-customizable { color: red } }',
    '.label-customizable { background: url(https://example.com/x) }',
    '.label-customizable { background: URL (x) }',
    '.label-customizable { width: expression(alert(1)) }',
    '.label-customizable { color: red</style><script>alert(1)</script> }',
    '.label-customizable { background: u\\72l(x) }',
    '.label-customizable { color }',
    '.label-customizable { color: red',
    '.label-customizable:focus { color: red }',
    'color: red',
  ])('refuses %s', async (css) => {
    await addDomain();
    const { code, message } = await refusal(set({ CSS: css }));
    expect(code).toBe('InvalidParameterException');
    expect(message).toMatch(/^Invalid CSS: /);
  });

  it.each([
    ['letters', 'a'.repeat(131_072)],
    ['comments that do not end', '/*'.repeat(65_536)],
    ['braces', '{'.repeat(131_072)],
    ['spaces', ' '.repeat(131_071).concat('x')],
    ['one long value', `.label-customizable{color:${'url '.repeat(32_000)}(}`],
  ])('refuses %s as quickly as anything', async (_, css) => {
    await addDomain();
    const start = performance.now();
    expect((await refusal(set({ CSS: css }))).code).toBe('InvalidParameterException');
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('takes PNG and JPG of at most 100 KB as a logo', async () => {
    await addDomain();
    const big = (size: number) => Buffer.concat([PNG, Buffer.alloc(size - PNG.length)]);
    await set({ ImageFile: big(102_400) });
    expect((await refusal(set({ ImageFile: big(102_401) }))).code).toBe('InvalidParameterException');
    for (const ImageFile of [SVG, Buffer.from('GIF89a'), Buffer.alloc(0)]) {
      expect((await refusal(set({ ImageFile }))).code).toBe('InvalidParameterException');
    }
  });

  it('is of clients of the pool', async () => {
    await addDomain();
    const none = missing('User pool client nobody does not exist.');
    expect(await refusal(set({ ClientId: 'nobody', CSS }))).toEqual(none);
    expect(await refusal(get('nobody'))).toEqual(none);
  });

  it('takes many changes at once', async () => {
    await addDomain();
    const sheets = ['400', '500', '600'].map((weight) => `.label-customizable{font-weight:${weight}}`);
    await Promise.all(sheets.map((sheet) => set({ CSS: sheet })));
    expect(sheets).toContain((await get())?.CSS);
  });
});

describe('managed login', () => {
  type Members = Partial<CreateManagedLoginBrandingCommandInput>;
  const create = async (members: Members = {}) =>
    (await app.cognito.send(new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, ...members })))
      .ManagedLoginBranding;
  const look = async (ManagedLoginBrandingId?: string, ReturnMergedResources?: boolean) =>
    (
      await app.cognito.send(
        new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, ReturnMergedResources }),
      )
    ).ManagedLoginBranding;
  const ofClient = async (client = ClientId) =>
    (await app.cognito.send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId: client })))
      .ManagedLoginBranding;
  const update = async (ManagedLoginBrandingId: string | undefined, members: Members) => {
    const { ClientId: _, ...rest } = members;
    const command = new UpdateManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, ...rest });
    return (await app.cognito.send(command)).ManagedLoginBranding;
  };
  const remove = (ManagedLoginBrandingId?: string) =>
    app.cognito.send(new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }));

  const LOGO: AssetType = { Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG', Bytes: PNG };
  const ICON: AssetType = { Category: 'FAVICON_SVG', ColorMode: 'DYNAMIC', Extension: 'SVG', Bytes: SVG };
  const settings = { components: { form: { borderRadius: 2.5 } }, categories: { global: { colorSchemeMode: 'DARK' } } };
  const NOBODY = 'b5d5f2c8-1d8f-4b0e-9a52-000000000000';

  it('has a style as it was made', async () => {
    const style = await create({ Settings: settings, Assets: [LOGO, ICON] });
    expect(style).toMatchObject({
      UserPoolId,
      ManagedLoginBrandingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      UseCognitoProvidedValues: false,
      Settings: settings,
      CreationDate: style?.LastModifiedDate,
    });
    expect(style?.Assets?.map(({ Bytes, ...rest }) => ({ ...rest, Bytes: Buffer.from(Bytes ?? []) }))).toEqual([
      LOGO,
      ICON,
    ]);
    expect(await look(style?.ManagedLoginBrandingId)).toEqual(style);
    expect(await ofClient()).toEqual(style);
  });

  it('has the default style where that is wished for', async () => {
    const style = await create({ UseCognitoProvidedValues: true });
    expect(style).toMatchObject({ UseCognitoProvidedValues: true, Assets: [] });
    expect(style).not.toHaveProperty('Settings');
    expect((await look(style?.ManagedLoginBrandingId, true))?.Settings).toEqual(DEFAULT_SETTINGS);
    const both = { UseCognitoProvidedValues: true, Settings: settings };
    expect(await refusal(update(style?.ManagedLoginBrandingId, both))).toEqual(
      invalid('Settings and Assets cannot be specified when UseCognitoProvidedValues is true.'),
    );
  });

  it('takes a long list in its settings', async () => {
    const Settings = { categories: { auth: { order: Array(200_000).fill(1) } } };
    expect((await create({ Settings }))?.Settings).toEqual(Settings);
  });

  it('shows what the owner left alone, when asked to', async () => {
    const style = await create({ Settings: settings });
    const merged = (await look(style?.ManagedLoginBrandingId, true))?.Settings as typeof DEFAULT_SETTINGS;
    expect(merged['components']?.['form']).toEqual({
      ...(DEFAULT_SETTINGS['components']?.['form'] as object),
      borderRadius: 2.5,
    });
    expect(merged['componentClasses']).toEqual(DEFAULT_SETTINGS['componentClasses']);
  });

  it('takes a large style in pieces', async () => {
    const id = (await create({ Settings: settings, Assets: [LOGO] }))?.ManagedLoginBrandingId;
    await update(id, { Settings: { components: { form: { logo: { enabled: true } } } } });
    const dark: AssetType = { ...LOGO, ColorMode: 'DARK', Extension: 'JPEG', Bytes: JPEG };
    await update(id, { Assets: [dark, ICON] });
    const light: AssetType = { ...LOGO, Extension: 'SVG', Bytes: SVG };
    const style = await update(id, { Assets: [light] });
    expect(style?.Settings).toEqual({
      components: { form: { borderRadius: 2.5, logo: { enabled: true } } },
      categories: settings.categories,
    });
    expect(style?.Assets?.map(({ Category, ColorMode, Extension }) => [Category, ColorMode, Extension])).toEqual([
      ['FORM_LOGO', 'DARK', 'JPEG'],
      ['FAVICON_SVG', 'DYNAMIC', 'SVG'],
      ['FORM_LOGO', 'LIGHT', 'SVG'],
    ]);
    const plain = await update(id, { UseCognitoProvidedValues: true });
    expect(plain).toMatchObject({ UseCognitoProvidedValues: true, Assets: [] });
    expect(plain).not.toHaveProperty('Settings');
  });

  it('takes an image of a megabyte', async () => {
    const Bytes = Buffer.concat([PNG, Buffer.alloc(1_000_000 - PNG.length)]);
    const style = await create({ Assets: [{ ...LOGO, Bytes }] });
    expect(style?.Assets?.[0]?.Bytes).toHaveLength(1_000_000);
    const more = Buffer.concat([Bytes, Buffer.alloc(1)]);
    expect((await refusal(update(style?.ManagedLoginBrandingId, { Assets: [{ ...LOGO, Bytes: more }] }))).code).toBe(
      'InvalidParameterException',
    );
  });

  it('has one style for a client, whoever makes it at once', async () => {
    const exists = {
      code: 'ManagedLoginBrandingExistsException',
      message: `Managed login branding already exists for client ${ClientId}.`,
    };
    await onlyOne([create(), create(), create()], exists);
    const id = (await ofClient())?.ManagedLoginBrandingId;
    await remove(id);
    expect(await refusal(ofClient())).toEqual(missing(`Managed login branding does not exist for client ${ClientId}.`));
    await create();
  });

  it('takes changes by many at once', async () => {
    const id = (await create())?.ManagedLoginBrandingId;
    await Promise.all([
      update(id, { Settings: { components: { form: { borderRadius: 1 } } } }),
      update(id, { Settings: { components: { alert: { borderRadius: 2 } } } }),
      update(id, { Assets: [LOGO] }),
    ]);
    expect(await look(id)).toMatchObject({
      Settings: { components: { form: { borderRadius: 1 }, alert: { borderRadius: 2 } } },
      Assets: [{ Category: 'FORM_LOGO' }],
    });
  });

  it.each<[string, Members]>([
    ['an unknown part', { Settings: { colours: {} } }],
    ['a part that is no object', { Settings: { components: 'red' } }],
    ['settings that are no object', { Settings: ['components'] }],
    ['a bottomless pit', { Settings: JSON.parse(`{"components":${'{"a":'.repeat(20)}1${'}'.repeat(21)}`) }],
    ['an image twice', { Assets: [LOGO, LOGO] }],
    ['an image of another kind than it says', { Assets: [{ ...LOGO, Extension: 'JPEG' }] }],
    ['an image without bytes', { Assets: [{ ...LOGO, Bytes: undefined }] }],
    ['a favicon of a wrong kind', { Assets: [{ ...ICON, Extension: 'PNG', Bytes: PNG }] }],
    ['an ICO that is no favicon', { Assets: [{ ...LOGO, Extension: 'ICO', Bytes: Buffer.from([0, 0, 1, 0, 1]) }] }],
    ...[
      '<svg><script>alert(1)</script></svg>',
      '<svg onload="alert(1)"/>',
      '<svg><a href="javascript:alert(1)">x</a></svg>',
      '<svg><image href="https://example.com/x.png"/></svg>',
      '<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>',
      '<svg><foreignObject/></svg>',
      '<svg><style>@import "x"</style></svg>',
      '<svg><rect style="fill: url( \'https://example.com/x\')"/></svg>',
      `<svg>${'<a href ='.padEnd(100_000)}`,
      '<!---->'.repeat(600),
    ].map((text): [string, Members] => [text, { Assets: [{ ...ICON, Bytes: Buffer.from(text) }] }]),
  ])('refuses %s', async (_, members) => {
    expect((await refusal(create(members))).code).toBe('InvalidParameterException');
  });

  it('has at most 40 images', async () => {
    const categories = [
      'EMAIL_GRAPHIC',
      'SMS_GRAPHIC',
      'AUTH_APP_GRAPHIC',
      'PASSWORD_GRAPHIC',
      'PASSKEY_GRAPHIC',
      'PAGE_HEADER_LOGO',
      'PAGE_HEADER_BACKGROUND',
      'PAGE_FOOTER_LOGO',
      'PAGE_FOOTER_BACKGROUND',
      'PAGE_BACKGROUND',
      'FORM_BACKGROUND',
      'FORM_LOGO',
      'IDP_BUTTON_ICON',
    ] as const;
    const all = categories.flatMap((Category) =>
      (['LIGHT', 'DARK', 'DYNAMIC'] as const).map((ColorMode): AssetType => ({ ...LOGO, Category, ColorMode })),
    );
    const id = (await create({ Assets: [...all, ICON] }))?.ManagedLoginBrandingId;
    const one: AssetType = { ...ICON, ColorMode: 'DARK' };
    expect(await refusal(update(id, { Assets: [one] }))).toEqual(invalid('A style can have at most 40 assets.'));
    expect((await look(id))?.Assets).toHaveLength(40);
  });

  it('is of clients of the pool, and found in its own pool alone', async () => {
    expect(await refusal(create({ ClientId: 'nobody' }))).toEqual(missing('User pool client nobody does not exist.'));
    const id = (await create())?.ManagedLoginBrandingId;
    UserPoolId = (await createPool(app)).Id;
    const none = missing(`Managed login branding ${id} does not exist.`);
    expect(await refusal(look(id))).toEqual(none);
    expect(await refusal(update(id, {}))).toEqual(none);
    expect(await refusal(remove(id))).toEqual(none);
    expect(await refusal(look(NOBODY))).toEqual(missing(`Managed login branding ${NOBODY} does not exist.`));
  });

  it('goes with its client', async () => {
    const id = (await create({ Settings: settings }))?.ManagedLoginBrandingId;
    await app.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(await refusal(look(id))).toEqual(missing(`Managed login branding ${id} does not exist.`));
    expect(await refusal(ofClient())).toEqual(missing(`User pool client ${ClientId} does not exist.`));
  });

  it('says which style an update is for', async () => {
    expect(await refusal(update(undefined, {}))).toEqual(
      invalid('UserPoolId and ManagedLoginBrandingId are required.'),
    );
  });
});
