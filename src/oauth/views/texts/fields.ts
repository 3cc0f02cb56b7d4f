/** What the fields of attributes are called. */
import type { Field } from '../page.ts';
import type { TextKey, Texts } from './texts.ts';

/** A custom attribute shows the name that the pool's owner gave it. */
export const fieldLabel = (texts: Texts, name: string): string => {
  const key = `field.${name}`;
  return Object.hasOwn(texts, key) ? texts[key as TextKey] : name.replace(/^(dev:)?custom:/, '');
};

/** How to write the value, where that is not plain. */
export const fieldHint = (texts: Texts, { name, input }: Pick<Field, 'name' | 'input'>): string | undefined => {
  const key = HINTS[name] ?? (input === 'url' ? 'field.urlHint' : undefined);
  // A date's field shows by itself what it takes.
  return key === undefined || input === 'date' ? undefined : texts[key];
};

const HINTS: Readonly<Record<string, TextKey>> = {
  birthdate: 'field.birthdateHint',
  locale: 'field.localeHint',
  phone_number: 'field.phoneHint',
  zoneinfo: 'field.zoneinfoHint',
};
