/**
 * Managed login's settings, key by key: what each changes on which page. A key of Cognito's document that is missing here
 * fails the first test.
 */
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/core/branding/default-settings.ts';
import type { BrandingAsset, ManagedLoginBranding } from '../../src/core/branding/managed-login.ts';
import { mergeSettings, type Settings } from '../../src/core/branding/settings.ts';
import type { Client } from '../../src/core/clients/client.ts';
import type { Site } from '../../src/core/domains/site.ts';
import { managedLook } from '../../src/oauth/views/looks/managed.ts';
import { BASE_STYLE } from '../../src/oauth/views/looks/style/index.ts';
import { MANAGED_STYLE } from '../../src/oauth/views/looks/style/managed.ts';
import { VARIABLES } from '../../src/oauth/views/looks/variables.ts';
import { sampleOf } from '../../src/oauth/views/preview/samples.ts';
import { render } from '../../src/oauth/views/render.ts';

const PNG = 'iVBORw0KGgo=';
const image = (category: string, colorMode = 'LIGHT', resourceId?: string): BrandingAsset => ({
  category,
  colorMode,
  extension: 'PNG',
  data: Buffer.from(`${category}${colorMode}`).toString('base64') || PNG,
  resourceId,
});

const ASSETS: readonly BrandingAsset[] = [
  image('PAGE_BACKGROUND'),
  image('PAGE_BACKGROUND', 'DARK'),
  image('FORM_BACKGROUND'),
  image('FORM_LOGO'),
  image('PAGE_HEADER_LOGO'),
  image('PAGE_HEADER_BACKGROUND'),
  image('PAGE_FOOTER_LOGO'),
  image('PAGE_FOOTER_BACKGROUND'),
  image('EMAIL_GRAPHIC'),
  image('IDP_BUTTON_ICON', 'LIGHT', 'Contoso'),
  { ...image('FAVICON_ICO', 'DYNAMIC'), extension: 'ICO' },
  { ...image('FAVICON_SVG', 'DYNAMIC'), extension: 'SVG' },
];

const style = (settings: Settings, assets = ASSETS): ManagedLoginBranding => ({
  id: '11111111-1111-4111-8111-111111111111',
  poolId: 'us-east-1_Example',
  clientId: 'client',
  useCognitoProvidedValues: false,
  settings,
  assets,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

const FRAME = {
  site: { pool: { id: 'us-east-1_Example' }, basePath: '', url: 'https://auth.example.com' } as Site,
  client: { settings: { authSessionValidity: 3 } } as Client,
  language: 'en',
  query: '?client_id=client',
  csrf: 'csrf',
  nonce: 'nonce',
};

const CORE = { settings: { homeRegion: 'us-east-1', issuerBase: '', publicUrl: '' } };

/** `page/variant` of the preview's samples. */
const shown = (sample: string, settings: Settings, assets = ASSETS): string => {
  const [page = '', variant] = sample.split('/');
  const { page: data } = sampleOf(page, variant) ?? {};
  if (!data) throw new Error(`no sample ${sample}`);
  return String(render(CORE, FRAME, data, managedLook(style(settings, assets), '')));
};

/** `{a: {b: value}}` of `a.b`. */
const at = (path: string, value: unknown): Settings =>
  path.split('.').reduceRight<unknown>((below, name) => ({ [name]: below }), value) as Settings;

interface Row {
  /** What has to be set for the key to matter. */
  readonly where?: Settings;
  readonly value: unknown;
  readonly page: string;
  /** In the page with the value and not in the one without it; `gone` the other way round. */
  readonly shows?: RegExp;
  readonly gone?: RegExp;
}

const header = at('categories.global.pageHeader.enabled', true);
const footer = at('categories.global.pageFooter.enabled', true);
const logo = at('components.form.logo.enabled', true);
const providers = 'sign-in/providers';
const plain = 'sign-in/plain';

/** Every key that is no colour and no radius. */
const LAYOUT: Readonly<Record<string, Row>> = {
  'categories.auth.authMethodOrder': {
    value: [
      [
        { display: 'INPUT', type: 'USERNAME_PASSWORD' },
        { display: 'BUTTON', type: 'FEDERATED' },
      ],
    ],
    page: providers,
    shows: /name="password"[\s\S]*class="providers"/,
  },
  'categories.auth.federation.interfaceStyle': {
    value: 'DROPDOWN',
    page: providers,
    shows: /<details class="menu">[\s\S]*class="menu-item" href="#"/,
  },
  'categories.auth.federation.order': {
    value: ['Northwind', 'Facebook'],
    page: providers,
    shows: /Continue with Northwind[\s\S]*Continue with Facebook[\s\S]*Continue with Google/,
  },
  'categories.form.displayGraphics': { value: false, page: 'code/email', gone: /class="graphic/ },
  'categories.form.instructions.enabled': { value: true, page: plain, shows: /<p class="instructions">/ },
  'categories.form.languageSelector.enabled': {
    value: true,
    page: plain,
    shows: /hreflang="pt-BR" href="\/login\?client_id=client&amp;lang=pt-BR"/,
  },
  'categories.form.location.horizontal': { value: 'END', page: plain, shows: /\.page\{justify-items:end/ },
  'categories.form.location.vertical': { value: 'START', page: plain, shows: /align-content:start\}\}/ },
  'categories.form.sessionTimerDisplay': {
    value: 'BADGE',
    page: 'code/email',
    shows: /<p class="timer" data-minutes="3"/,
  },
  'categories.global.colorSchemeMode': {
    value: 'DYNAMIC',
    page: plain,
    shows: /@media \(prefers-color-scheme:dark\)\{:root\{/,
  },
  'categories.global.pageFooter.enabled': { value: true, page: plain, shows: /<footer class="page-footer">/ },
  'categories.global.pageHeader.enabled': { value: true, page: plain, shows: /<header class="page-header">/ },
  'categories.global.spacingDensity': { value: 'COMPACT', page: plain, shows: /:root\{--space:\.7\}/ },
  'categories.signUp.acceptanceElements': {
    value: [{ enforcement: 'REQUIRED', textKey: 'en' }],
    page: 'sign-up/plain',
    shows: /<input class="control" type="checkbox" id="accept" name="accept" value="true" required>/,
  },
  'componentClasses.idpButtons.icons.enabled': { value: false, page: providers, gone: /class="provider-icon/ },
  'components.favicon.enabledTypes': { value: ['SVG'], page: plain, gone: /type="image\/x-icon"/ },
  'components.form.backgroundImage.enabled': {
    value: true,
    page: plain,
    shows: /\.card\{background-image:url\("\/assets\//,
  },
  'components.form.logo.enabled': {
    value: true,
    page: plain,
    shows: /<div class="form-logo inside"><img src="\/assets\//,
  },
  'components.form.logo.formInclusion': {
    where: logo,
    value: 'OUT',
    page: plain,
    shows: /<div class="form-logo outside">/,
  },
  'components.form.logo.location': {
    where: logo,
    value: 'END',
    page: plain,
    shows: /\.form-logo\{justify-content:end\}/,
  },
  'components.form.logo.position': {
    where: logo,
    value: 'BOTTOM',
    page: plain,
    shows: /name="password"[\s\S]*<div class="form-logo/,
  },
  'components.idpButton.custom': {
    value: { Contoso: { lightMode: { defaults: { backgroundColor: '123456ff' } } } },
    page: providers,
    shows:
      /\.idp-0\{--idpButton-standard-defaults-backgroundColor:#123456ff\}[\s\S]*class="provider idpButton-customizable idp-0"/,
  },
  'components.pageBackground.image.enabled': { value: false, page: plain, gone: /body\{background-image:/ },
  'components.pageFooter.backgroundImage.enabled': {
    where: footer,
    value: true,
    page: plain,
    shows: /\.page-footer\{background-image:url/,
  },
  'components.pageFooter.logo.enabled': {
    where: footer,
    value: true,
    page: plain,
    shows: /<footer class="page-footer"><img src="\/assets\//,
  },
  'components.pageFooter.logo.location': {
    where: footer,
    value: 'CENTER',
    page: plain,
    shows: /\.page-footer\{justify-content:center\}/,
  },
  'components.pageHeader.backgroundImage.enabled': {
    where: header,
    value: true,
    page: plain,
    shows: /\.page-header\{background-image:url/,
  },
  'components.pageHeader.logo.enabled': {
    where: header,
    value: true,
    page: plain,
    shows: /<header class="page-header"><img src="\/assets\//,
  },
  'components.pageHeader.logo.location': {
    where: header,
    value: 'END',
    page: plain,
    shows: /\.page-header\{justify-content:end\}/,
  },
  'components.phoneNumberSelector.displayType': {
    value: 'DROPDOWN',
    page: 'sign-up/plain',
    shows: /<select class="input country"/,
  },
};

/** Paths of what is no object; a list counts as one value, as does what is empty. */
const keysOf = (value: unknown, path: string): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, below]) => keysOf(below, path === '' ? name : `${path}.${name}`))
    : [path];

const KEYS = keysOf(DEFAULT_SETTINGS, '');
const isColor = (key: string): boolean => /\.(?:light|dark)Mode\./.test(key);
const isRadius = (key: string): boolean => key.endsWith('.borderRadius');

test('the table has every key of the document', () => {
  const rest = KEYS.filter((key) => !isColor(key) && !isRadius(key));
  expect(rest.toSorted()).toEqual(Object.keys(LAYOUT).toSorted());
});

describe('layout', () => {
  test.each(Object.entries(LAYOUT))('%s', (key, { where = {}, value, page, shows, gone }) => {
    const before = shown(page, where);
    const after = shown(page, mergeSettings(where, at(key, value)));
    if (shows) {
      expect(before).not.toMatch(shows);
      expect(after).toMatch(shows);
    }
    if (gone) {
      expect(before).toMatch(gone);
      expect(after).not.toMatch(gone);
    }
  });
});

describe('colours and radii', () => {
  const declared = (settings: Settings): string[] => shown(plain, settings).match(/--[\w-]+:[^;}]+/g) ?? [];
  const added = (settings: Settings, before: Settings): string[] => {
    const known = new Set(declared(before));
    return declared(settings).filter((each) => !known.has(each));
  };

  test.each(KEYS.filter(isColor))('%s', (key) => {
    const dark = at('categories.global.colorSchemeMode', key.includes('.darkMode.') ? 'DARK' : 'LIGHT');
    expect(added(mergeSettings(dark, at(key, '12ab3480')), dark)).toEqual([
      expect.stringMatching(/^--[\w-]+:#12ab3480$/),
    ]);
  });

  test.each(KEYS.filter(isRadius))('%s', (key) => {
    expect(added(at(key, 13), {})).toEqual([expect.stringMatching(/-borderRadius:13px$/)]);
  });

  test('a rule of the style sheet uses each of them', () => {
    const used = new Set(`${BASE_STYLE}${MANAGED_STYLE}`.match(/(?<=var\()--[\w-]+/g));
    expect(VARIABLES.filter((each) => !used.has(each))).toEqual([]);
  });
});

describe('values that are not what they should be', () => {
  const hostile = '#fff}</style><script>alert(1)</script>';
  test.each(KEYS.filter((key) => isColor(key) || isRadius(key)))('%s', (key) => {
    const dark = at('categories.global.colorSchemeMode', key.includes('.darkMode.') ? 'DARK' : 'LIGHT');
    expect(shown(plain, mergeSettings(dark, at(key, hostile)))).toBe(shown(plain, dark));
  });

  test.each(Object.keys(LAYOUT))('%s', (key) => {
    const { where = {}, page } = LAYOUT[key] ?? { page: plain };
    const html = shown(page, mergeSettings(where, at(key, hostile)));
    expect(html).toBe(shown(page, where));
  });

  test('names of providers reach no style sheet', () => {
    const html = shown(
      providers,
      at('components.idpButton.custom', { '}</style>': { lightMode: { hover: { textColor: hostile } } } }),
    );
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });
});

test("the style of Cognito's own values is the one without settings and images", () => {
  const own = managedLook(
    { ...style(at('components.form.borderRadius', 40)), useCognitoProvidedValues: true, assets: [] },
    '',
  );
  expect(own).toEqual(managedLook(undefined, ''));
});
