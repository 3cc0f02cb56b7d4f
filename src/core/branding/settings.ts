/** The settings document of a managed login style: JSON in three parts, of which an owner gives what differs. */
import { invalidParameter } from '../errors.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';

export type Settings = Readonly<Record<string, unknown>>;

const PARTS: ReadonlySet<string> = new Set(Object.keys(DEFAULT_SETTINGS));
/** The default document is six levels deep. */
const MAX_DEPTH = 16;

/** Throws InvalidParameterException. */
export const checkSettings = (settings: unknown): void => {
  if (!isRecord(settings)) throw invalidParameter('Settings must be a JSON object.');
  const unknown = Object.keys(settings).find((name) => !PARTS.has(name) || !isRecord(settings[name]));
  if (unknown !== undefined) throw invalidParameter(`Invalid settings: ${unknown}`);
  if (depthOf(settings) > MAX_DEPTH) throw invalidParameter('Invalid settings: nested too deep.');
};

/** Objects are merged name by name, anything else is replaced. */
export const mergeSettings = (base: Settings, over: Settings): Settings => {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = Object.hasOwn(base, name) ? base[name] : undefined;
    merged[name] = isRecord(below) && isRecord(value) ? mergeSettings(below, value) : value;
  }
  return merged;
};

/** As the pages show it. */
export const completeSettings = (own: Settings | undefined): Settings => mergeSettings(DEFAULT_SETTINGS, own ?? {});

const isRecord = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const depthOf = (value: unknown, limit = MAX_DEPTH + 1): number => {
  if (limit === 0 || typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((most, member) => Math.max(most, depthOf(member, limit - 1)), 0);
};
