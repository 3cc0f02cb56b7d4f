/**
 * The colours and radii of a settings document as variables of a style sheet. Which ones there are, Cognito's default
 * document says: `components.primaryButton.lightMode.hover.textColor` becomes `--primaryButton-hover-textColor`.
 */
import { DEFAULT_SETTINGS } from '../../../core/branding/default-settings.ts';
import type { Settings } from '../../../core/branding/settings.ts';
import { colorOf, isRecord, type SettingsReader, valueAt } from './document-reader.ts';
import type { ColorScheme } from './look.ts';

type Mode = 'darkMode' | 'lightMode';

interface Leaf {
  readonly path: string;
  readonly variable: string;
  readonly mode: Mode | undefined;
}

const leavesOf = (value: unknown, path: readonly string[]): Leaf[] => {
  if (isRecord(value)) return Object.entries(value).flatMap(([name, below]) => leavesOf(below, [...path, name]));
  const mode = path.find((name): name is Mode => name === 'lightMode' || name === 'darkMode');
  if (mode === undefined && path.at(-1) !== 'borderRadius') return [];
  const names = path.slice(1).filter((name) => name !== mode);
  return [{ path: path.join('.'), variable: `--${names.join('-')}`, mode }];
};

const LEAVES: readonly Leaf[] = ['components', 'componentClasses'].flatMap((part) =>
  leavesOf(DEFAULT_SETTINGS[part], [part]),
);

/** For tests: a variable that no rule uses would be a setting without effect. */
export const VARIABLES: readonly string[] = [...new Set(LEAVES.map(({ variable }) => variable))];

export const variablesCss = (settings: SettingsReader, scheme: ColorScheme): string => {
  const radii = LEAVES.filter(({ mode }) => mode === undefined);
  const common = radii.map(({ path, variable }) => `${variable}:${settings.radius(path)}px`);
  return themed(
    scheme,
    ':root',
    (mode) => [...(mode === 'lightMode' ? common : []), ...colors(settings, mode)],
    common,
  );
};

const colors = (settings: SettingsReader, mode: Mode): string[] =>
  LEAVES.filter((leaf) => leaf.mode === mode).map(({ path, variable }) => `${variable}:${settings.color(path)}`);

/** Rules for one element in the scheme's colours; `always` where the light ones are left out. */
const themed = (
  scheme: ColorScheme,
  selector: string,
  declarations: (mode: Mode) => readonly string[],
  always: readonly string[] = [],
): string => {
  if (scheme === 'dark') return rule(selector, [...always, ...declarations('darkMode')]);
  const light = rule(selector, declarations('lightMode'));
  if (scheme === 'light') return light;
  return `${light}@media (prefers-color-scheme:dark){${rule(selector, declarations('darkMode'))}}`;
};

const rule = (selector: string, declarations: readonly string[]): string =>
  declarations.length === 0 ? '' : `${selector}{${declarations.join(';')}}`;

const STATES = ['defaults', 'hover', 'active'] as const;
const COLORS = ['backgroundColor', 'borderColor', 'textColor'] as const;

/** The colours of one provider's button: what is given of them takes the place of the standard ones. */
export const providerCss = (own: Settings, className: string, scheme: ColorScheme): string =>
  themed(scheme, `.${className}`, (mode) =>
    STATES.flatMap((state) =>
      COLORS.flatMap((color) => {
        const value = colorOf(valueAt(own, `${mode}.${state}.${color}`));
        return value === undefined ? [] : [`--idpButton-standard-${state}-${color}:${value}`];
      }),
    ),
  );
