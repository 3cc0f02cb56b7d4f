/**
 * A phone number with a list of country codes before it. The script shows the list and puts the number together;
 * without it people write the number as a whole.
 */
import { html } from 'hono/html';
import type { Html, View } from '../view.ts';
import { CALLING_CODES } from './calling-codes.ts';
import { type FieldOptions, hintOf, input, labelOf, problemOf } from './field.ts';

export const phoneField = (view: View, options: FieldOptions): Html => html`
  <div class="field">
    ${labelOf(view, options)}${hintOf(options)}
    <div class="phone">
      <select class="input country" data-for="${options.id}" aria-label="${view.t('field.countryCode')}" hidden>${countries(
        view.frame.language,
      )}</select>
      ${input(options)}
    </div>
    ${problemOf(options)}
  </div>`;

const countries = (language: string): Html[] => {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return Object.entries(CALLING_CODES)
    .map(([region, code]) => ({ name: names.of(region) ?? region, code, first: region === firstRegion(language) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, language))
    .map(
      ({ name, code, first }) => html`<option value="+${code}"${first ? ' selected' : ''}>+${code} ${name}</option>`,
    );
};

/** Where a language is spoken most: `pt-BR` in Brazil, `de` in Germany. */
const firstRegion = (language: string): string | undefined => new Intl.Locale(language).maximize().region;
