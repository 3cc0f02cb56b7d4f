/** What texts are, and how values come into them. */
import type { en } from './en.ts';

export type TextKey = keyof typeof en;
export type Texts = Readonly<Record<TextKey, string>>;

/** One text with its values in their places. */
export const t = (texts: Texts, key: TextKey, values: Readonly<Record<string, string | number>> = {}): string =>
  texts[key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
