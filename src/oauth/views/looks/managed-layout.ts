/** Where things are and what lies behind them: the rules that no colour variable can say. */
import type { Assets } from './assets.ts';
import type { SettingsReader } from './document-reader.ts';
import type { ColorScheme, Picture } from './look.ts';

const SIDES = ['START', 'CENTER', 'END'] as const;
const HEIGHTS = ['START', 'CENTER', 'END', 'TOP', 'BOTTOM'] as const;

export const layoutCss = (settings: SettingsReader, assets: Assets, scheme: ColorScheme): string =>
  [
    formPlace(settings),
    settings.choice('categories.global.spacingDensity', ['REGULAR', 'COMPACT']) === 'COMPACT'
      ? ':root{--space:.7}'
      : '',
    logoPlace(settings, 'components.form.logo', '.form-logo'),
    logoPlace(settings, 'components.pageHeader.logo', '.page-header'),
    logoPlace(settings, 'components.pageFooter.logo', '.page-footer'),
    ...BACKGROUNDS.map(({ enabled, category, selector }) =>
      settings.flag(enabled) ? backgroundCss(selector, assets.picture(category), scheme) : '',
    ),
    settings.flag('components.pageBackground.image.enabled') && !assets.picture('PAGE_BACKGROUND')
      ? OWN_BACKGROUND
      : '',
  ].join('');

const formPlace = (settings: SettingsReader): string => {
  const across = SIDE_CSS[settings.choice('categories.form.location.horizontal', SIDES)];
  const down = HEIGHT_CSS[settings.choice('categories.form.location.vertical', HEIGHTS)];
  return `@media (min-width:30.01rem){.page{justify-items:${across};align-content:${down}}}`;
};

const SIDE_CSS = { START: 'start', CENTER: 'center', END: 'end' } as const;
const HEIGHT_CSS = { START: 'start', TOP: 'start', CENTER: 'center', END: 'end', BOTTOM: 'end' } as const;

const logoPlace = (settings: SettingsReader, path: string, selector: string): string =>
  `${selector}{justify-content:${SIDE_CSS[settings.choice(`${path}.location`, SIDES)]}}`;

const BACKGROUNDS = [
  { enabled: 'components.pageBackground.image.enabled', category: 'PAGE_BACKGROUND', selector: 'body' },
  { enabled: 'components.form.backgroundImage.enabled', category: 'FORM_BACKGROUND', selector: '.card' },
  {
    enabled: 'components.pageHeader.backgroundImage.enabled',
    category: 'PAGE_HEADER_BACKGROUND',
    selector: '.page-header',
  },
  {
    enabled: 'components.pageFooter.backgroundImage.enabled',
    category: 'PAGE_FOOTER_BACKGROUND',
    selector: '.page-footer',
  },
] as const;

/** Addresses are ours (assets.ts): letters, digits, `/`, `-`, `_` and `.` alone. */
const backgroundCss = (selector: string, picture: Picture | undefined, scheme: ColorScheme): string => {
  if (picture?.light === undefined) return '';
  const light = `${selector}{background-image:url("${picture.light}")}`;
  if (scheme !== 'adaptive' || picture.dark === undefined) return light;
  return `${light}@media (prefers-color-scheme:dark){${selector}{background-image:url("${picture.dark}")}}`;
};

/** Behind the form of a style that has no image of its own: its own colours, faintly. */
const OWN_BACKGROUND = `body{background-image:
radial-gradient(70rem 45rem at 8% -12%,color-mix(in oklab,var(--primaryButton-defaults-backgroundColor) 26%,transparent),transparent 68%),
radial-gradient(60rem 46rem at 104% 108%,color-mix(in oklab,color-mix(in oklch,var(--primaryButton-defaults-backgroundColor),var(--link-defaults-textColor)) 20%,transparent),transparent 66%),
radial-gradient(40rem 30rem at 92% -8%,color-mix(in oklab,var(--focusState-borderColor) 12%,transparent),transparent 70%)}`;
