/**
 * Managed login: what a style's settings and images make of the pages. Keys and values are those of the branding
 * editor's document; core/branding/default-settings.ts is Cognito's own.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingeditor.html
 */
import type { ManagedLoginBranding } from '../../../core/branding/managed-login.ts';
import type { Graphic } from '../view.ts';
import { type Assets, assetsOf } from './assets.ts';
import { isRecord, readSettings, type SettingsReader } from './document-reader.ts';
import type { AcceptanceElement, Bar, ColorScheme, Favicon, FormLogo, Look, Method, Picture } from './look.ts';
import { layoutCss } from './managed-layout.ts';
import { BASE_STYLE } from './style/index.ts';
import { MANAGED_STYLE } from './style/managed.ts';
import { providerCss, variablesCss } from './variables.ts';

/** Which scheme to show in the place of the style's own: the preview's switch. */
export interface ManagedOptions {
  readonly scheme?: ColorScheme | undefined;
}

export const managedLook = (
  style: ManagedLoginBranding | undefined,
  basePath: string,
  options: ManagedOptions = {},
): Look => {
  const settings = readSettings(style?.useCognitoProvidedValues ? undefined : style?.settings);
  const scheme = options.scheme ?? SCHEMES[settings.choice('categories.global.colorSchemeMode', MODES)];
  const assets = assetsOf(style, basePath, scheme);
  return {
    kind: 'managed',
    css: cssOf(settings, assets, scheme),
    colorScheme: scheme,
    favicons: faviconsOf(settings, assets),
    logo: formLogo(settings, assets),
    header: barOf(settings, assets, 'pageHeader', 'PAGE_HEADER_LOGO'),
    footer: barOf(settings, assets, 'pageFooter', 'PAGE_FOOTER_LOGO'),
    graphics: settings.flag('categories.form.displayGraphics') ? graphicsOf(assets) : undefined,
    instructions: settings.flag('categories.form.instructions.enabled'),
    languageSelector: settings.flag('categories.form.languageSelector.enabled'),
    timer: settings.choice('categories.form.sessionTimerDisplay', TIMERS) !== 'NONE',
    ...methodsOf(settings),
    providers: providersOf(settings, assets),
    acceptance: acceptanceOf(settings),
    phone:
      settings.choice('components.phoneNumberSelector.displayType', PHONE_DISPLAYS) === 'TEXT' ? 'text' : 'selector',
  };
};

const MODES = ['LIGHT', 'DARK', 'DYNAMIC'] as const;
const SCHEMES: Readonly<Record<(typeof MODES)[number], ColorScheme>> = {
  LIGHT: 'light',
  DARK: 'dark',
  DYNAMIC: 'adaptive',
};
const TIMERS = ['NONE', 'DISPLAY', 'BADGE', 'TEXT'] as const;
const PHONE_DISPLAYS = ['TEXT', 'DROPDOWN', 'FLAG', 'COUNTRY_CODE'] as const;

const cssOf = (settings: SettingsReader, assets: Assets, scheme: ColorScheme): string => {
  const own = customButtons(settings).map(({ className, colors }) => providerCss(colors, className, scheme));
  return [
    variablesCss(settings, scheme),
    schemeCss(scheme),
    `@layer base{${BASE_STYLE}${MANAGED_STYLE}}`,
    layoutCss(settings, assets, scheme),
    ...own,
  ].join('');
};

export const schemeCss = (scheme: ColorScheme): string =>
  `:root{color-scheme:${scheme === 'adaptive' ? 'light dark' : scheme}}`;

const formLogo = (settings: SettingsReader, assets: Assets): FormLogo | undefined => {
  const picture = settings.flag('components.form.logo.enabled') ? assets.picture('FORM_LOGO') : undefined;
  return (
    picture && {
      picture,
      inside: settings.choice('components.form.logo.formInclusion', ['IN', 'OUT']) === 'IN',
      at: settings.choice('components.form.logo.position', ['TOP', 'BOTTOM']),
    }
  );
};

const barOf = (
  settings: SettingsReader,
  assets: Assets,
  bar: 'pageFooter' | 'pageHeader',
  category: string,
): Bar | undefined => {
  if (!settings.flag(`categories.global.${bar}.enabled`)) return undefined;
  return { logo: settings.flag(`components.${bar}.logo.enabled`) ? assets.picture(category) : undefined };
};

const faviconsOf = (settings: SettingsReader, assets: Assets): Favicon[] =>
  ['ICO', 'SVG']
    .filter((type) => settings.list('components.favicon.enabledTypes').includes(type))
    .flatMap((type) => assets.favicons(`FAVICON_${type}`, type === 'ICO' ? 'image/x-icon' : 'image/svg+xml'));

const GRAPHICS: Readonly<Record<Graphic, string>> = {
  AUTH_APP: 'AUTH_APP_GRAPHIC',
  EMAIL: 'EMAIL_GRAPHIC',
  PASSKEY: 'PASSKEY_GRAPHIC',
  PASSWORD: 'PASSWORD_GRAPHIC',
  SMS: 'SMS_GRAPHIC',
};

const graphicsOf = (assets: Assets): Partial<Record<Graphic, Picture>> =>
  Object.fromEntries(
    Object.entries(GRAPHICS).flatMap(([graphic, category]) => {
      const picture = assets.picture(category);
      return picture ? [[graphic, picture]] : [];
    }),
  );

const METHODS: readonly Method[] = ['FEDERATED', 'USERNAME_PASSWORD'];

/** Groups of methods, of which each says how it is offered; those left out come last. */
const methodsOf = (settings: SettingsReader): Pick<Look, 'methods' | 'formBehindButton'> => {
  const given = settings.list('categories.auth.authMethodOrder').flat().filter(isRecord);
  const named = given.flatMap(({ type }) => METHODS.filter((method) => method === type));
  const form = given.find(({ type }) => type === 'USERNAME_PASSWORD');
  return { methods: [...new Set([...named, ...METHODS])], formBehindButton: form?.['display'] === 'BUTTON' };
};

const providersOf = (settings: SettingsReader, assets: Assets): Look['providers'] => ({
  as: settings.choice('categories.auth.federation.interfaceStyle', LIST_STYLES) === 'BUTTON_LIST' ? 'buttons' : 'list',
  order: settings.list('categories.auth.federation.order').filter((name) => typeof name === 'string'),
  icons: settings.flag('componentClasses.idpButtons.icons.enabled'),
  own: assets.byResource('IDP_BUTTON_ICON'),
  classes: new Map(customButtons(settings).map(({ name, className }) => [name, className])),
});

const LIST_STYLES = ['BUTTON_LIST', 'DROPDOWN', 'DROPDOWN_LIST', 'LIST'] as const;

const customButtons = (settings: SettingsReader) =>
  Object.entries(settings.record('components.idpButton.custom'))
    .filter((entry): entry is [string, Readonly<Record<string, unknown>>] => isRecord(entry[1]))
    .map(([name, colors], at) => ({ name, colors, className: `idp-${at}` }));

/** One for a language; the first where a language has none. */
const acceptanceOf = (settings: SettingsReader): AcceptanceElement[] =>
  settings
    .list('categories.signUp.acceptanceElements')
    .filter(isRecord)
    .map(({ enforcement, textKey }) => ({
      language: typeof textKey === 'string' ? textKey : 'en',
      how: acceptedBy(enforcement),
    }));

const acceptedBy = (enforcement: unknown): AcceptanceElement['how'] => {
  if (enforcement === 'NONE') return 'none';
  return CHECKED.has(enforcement) ? 'checkbox' : 'text';
};

const CHECKED: ReadonlySet<unknown> = new Set(['REQUIRED', 'EXPLICIT', 'CHECKBOX']);
