/**
 * Reads a settings document of managed login as the pages need it. Owners write what they like into it: a value of the
 * wrong kind counts as not given, and Cognito's own stands in its place.
 */
import { DEFAULT_SETTINGS } from '../../../core/branding/default-settings.ts';
import { completeSettings, type Settings } from '../../../core/branding/settings.ts';

export interface SettingsReader {
  flag(path: string): boolean;
  /** In capitals, as the API writes it. */
  choice<const T extends string>(path: string, allowed: readonly T[]): T;
  list(path: string): readonly unknown[];
  record(path: string): Settings;
  /** Pixels. */
  radius(path: string): number;
  /** `#rrggbbaa`. */
  color(path: string): string;
}

const MOST_PIXELS = 100;

export const readSettings = (own: Settings | undefined): SettingsReader => {
  const complete = completeSettings(own);
  const read = <T>(path: string, as: (value: unknown) => T | undefined): T =>
    as(valueAt(complete, path)) ?? (as(valueAt(DEFAULT_SETTINGS, path)) as T);
  return {
    flag: (path) => read(path, (value) => (typeof value === 'boolean' ? value : undefined)),
    choice: (path, allowed) => read(path, (value) => allowed.find((each) => each === value)),
    list: (path) => read(path, (value) => (Array.isArray(value) ? value : undefined)),
    record: (path) => read(path, (value) => (isRecord(value) ? value : undefined)),
    radius: (path) => read(path, pixels),
    color: (path) => read(path, colorOf),
  };
};

export const valueAt = (document: Settings, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      document,
    );

export const isRecord = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Six or eight hex digits; nothing else gets into a style sheet. */
export const colorOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^#?[0-9a-f]{6}(?:[0-9a-f]{2})?$/i.test(value)
    ? `#${value.replace('#', '').toLowerCase()}`
    : undefined;

const pixels = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d+(?:px)?$/.test(value) ? Number.parseInt(value, 10) : value;
  return typeof number === 'number' && number >= 0 ? Math.min(number, MOST_PIXELS) : undefined;
};
