/**
 * The classic hosted UI: a banner above one or two columns, and the owner's CSS over everything.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
 */
import type { UiCustomization } from '../../../core/branding/ui-customization.ts';
import { readSettings } from './document-reader.ts';
import type { ColorScheme, Look } from './look.ts';
import { schemeCss } from './managed.ts';
import { CLASSIC_COLORS, CLASSIC_STYLE } from './style/classic.ts';
import { BASE_STYLE } from './style/index.ts';
import { variablesCss } from './variables.ts';

export const classicLook = (
  customization: UiCustomization | undefined,
  basePath: string,
  options: { readonly scheme?: ColorScheme | undefined } = {},
): Look => {
  // Colours and logos of owners are made for a light page.
  const scheme = customization?.css || customization?.image ? 'light' : (options.scheme ?? 'adaptive');
  return {
    kind: 'classic',
    css: cssOf(customization?.css, scheme),
    colorScheme: scheme,
    favicons: [],
    banner: { logo: logoOf(customization, basePath) },
    instructions: false,
    languageSelector: false,
    timer: false,
    methods: ['FEDERATED', 'USERNAME_PASSWORD'],
    formBehindButton: false,
    providers: { as: 'buttons', order: [], icons: true, own: new Map(), classes: new Map() },
    acceptance: [],
    phone: 'text',
  };
};

/** What is in no layer wins over what is in one, so the owner's single classes win over ours (core/branding/css.ts). */
const cssOf = (own: string | undefined, scheme: ColorScheme): string =>
  [
    variablesCss(readSettings(CLASSIC_COLORS), scheme),
    schemeCss(scheme),
    `@layer base{${BASE_STYLE}${CLASSIC_STYLE}}`,
    own ?? '',
  ].join('');

const logoOf = (customization: UiCustomization | undefined, basePath: string) => {
  if (!customization?.image) return undefined;
  const extension = customization.image.type === 'image/png' ? 'png' : 'jpg';
  return { light: `${basePath}/assets/logo/${customization.clientId}/${customization.modifiedAt}/logo.${extension}` };
};
