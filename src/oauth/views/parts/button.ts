import { html } from 'hono/html';
import type { Html } from '../view.ts';

export interface ButtonOptions {
  readonly name?: string;
  readonly value?: string;
  readonly type?: 'button' | 'submit';
  /** Sent although the form's fields are empty. */
  readonly anyway?: boolean;
}

export const primaryButton = (label: string, options: ButtonOptions = {}): Html =>
  button('button primary submitButton-customizable', label, options);

export const secondaryButton = (label: string, options: ButtonOptions = {}): Html =>
  button('button secondary', label, options);

/** Looks like a link, sends its form. */
export const linkButton = (label: string, options: ButtonOptions = {}): Html => button('link-button', label, options);

const button = (className: string, label: string, { name, value, type = 'submit', anyway }: ButtonOptions): Html =>
  html`<button class="${className}" type="${type}"${name === undefined ? '' : html` name="${name}"`}${
    value === undefined ? '' : html` value="${value}"`
  }${anyway ? ' formnovalidate' : ''}>${label}</button>`;
