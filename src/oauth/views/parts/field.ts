/** One field with its label, hint and problem, tied together for screen readers. */
import { html } from 'hono/html';
import type { Html, View } from '../view.ts';

export interface FieldOptions {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly value?: string | undefined;
  readonly autocomplete?: string;
  readonly inputMode?: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly required?: boolean;
  /** Fields that need not be filled say so. */
  readonly optional?: boolean;
  readonly maxLength?: number | undefined;
  readonly autofocus?: boolean;
  readonly placeholder?: string;
  /** Ids of what else describes it. */
  readonly describedBy?: readonly string[];
  readonly className?: string;
}

export const field = (view: View, options: FieldOptions): Html =>
  html`<div class="field">${labelOf(view, options)}${hintOf(options)}${input(withAlert(view, options))}${problemOf(options)}</div>`;

/** Whoever is put into a field after an error hears the error with it. */
export const withAlert = (view: View, options: FieldOptions): FieldOptions =>
  options.autofocus && view.frame.notice?.kind === 'error'
    ? { ...options, describedBy: [...(options.describedBy ?? []), 'alert'] }
    : options;

export const labelOf = (view: View, { id, label, optional }: FieldOptions): Html =>
  html`<label class="label label-customizable" for="${id}">${label}${
    optional ? html` <span class="optional">(${view.t('page.optional')})</span>` : ''
  }</label>`;

export const hintOf = ({ id, hint }: FieldOptions): Html | '' =>
  hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`;

export const problemOf = ({ id, problem }: FieldOptions): Html | '' =>
  problem === undefined ? '' : html`<p class="problem" id="${id}-problem">${problem}</p>`;

export const input = (options: FieldOptions): Html =>
  html`<input class="input inputField-customizable${options.className ? ` ${options.className}` : ''}" id="${options.id}" name="${
    options.name
  }" type="${options.type ?? 'text'}"${attributes(options)}>`;

const attributes = (options: FieldOptions): Html => {
  const { value, autocomplete, inputMode, problem, required, maxLength, autofocus, placeholder } = options;
  const described = describedBy(options);
  return html`${given('value', value)}${given('autocomplete', autocomplete)}${given('inputmode', inputMode)}${given(
    'maxlength',
    maxLength,
  )}${given('placeholder', placeholder)}${given('aria-describedby', described)}${
    problem === undefined ? '' : ' aria-invalid=true'
  }${required ? ' required' : ''}${autofocus ? ' autofocus' : ''}${
    isWords(options.type) ? '' : ' autocapitalize=none spellcheck=false'
  }`;
};

const isWords = (type: string | undefined): boolean => type === 'date' || type === 'number';

export const describedBy = ({ id, hint, problem, describedBy = [] }: FieldOptions): string | undefined => {
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(problem === undefined ? [] : [`${id}-problem`])];
  return [...ids, ...describedBy].join(' ') || undefined;
};

export const given = (name: string, value: string | number | undefined): Html | '' =>
  value === undefined ? '' : html` ${name}="${value}"`;
