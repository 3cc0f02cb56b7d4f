/** Passwords: the field, and the rules of the pool, which the script checks while somebody writes. */
import { html } from 'hono/html';
import type { PasswordRules } from '../page.ts';
import type { TextKey } from '../texts/index.ts';
import type { Html, View } from '../view.ts';
import { type FieldOptions, hintOf, input, labelOf, problemOf, withAlert } from './field.ts';

export const passwordField = (view: View, options: FieldOptions): Html => html`
  <div class="field">
    ${labelOf(view, options)}${hintOf(options)}
    <div class="password">
      ${input({ ...withAlert(view, options), type: 'password', className: 'input-password' })}
      <button class="reveal" type="button" hidden aria-controls="${options.id}" aria-pressed="false" data-show="${view.t(
        'field.showPassword',
      )}" data-hide="${view.t('field.hidePassword')}" aria-label="${view.t('field.showPassword')}">${eye}</button>
    </div>
    ${problemOf(options)}
  </div>`;

const eye = html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor"
  stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"><path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5
  12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="3"/><path class="slash" d="M4 20 20 4"/></svg>`;

export interface NewPassword {
  readonly rules: PasswordRules;
  readonly label: string;
  readonly required?: boolean;
  readonly confirmed?: boolean;
  readonly autofocus?: boolean;
}

/** A password that is chosen: with its rules, and a second time where the page asks for that. */
export const newPassword = (view: View, options: NewPassword): Html => html`
  ${passwordField(view, {
    id: 'password',
    name: 'password',
    label: options.label,
    autocomplete: 'new-password',
    required: options.required ?? true,
    optional: options.required === false,
    autofocus: options.autofocus,
    describedBy: ['password-rules'],
  })}
  ${rulesOf(view, options.rules, options.confirmed ?? false)}
  ${options.confirmed ? confirmField(view) : ''}`;

const confirmField = (view: View): Html =>
  passwordField(view, {
    id: 'confirm_password',
    name: 'confirm_password',
    label: view.t('field.confirmPassword'),
    autocomplete: 'new-password',
    required: true,
  });

const rulesOf = (view: View, rules: PasswordRules, confirmed: boolean): Html => html`
  <div class="rules" id="password-rules" data-met="${view.t('rules.met')}" data-not-met="${view.t('rules.notMet')}">
    <p class="rules-title">${view.t('rules.title')}</p>
    <ul>
      ${rule(view, 'length', 'rules.length', rules.minimumLength)}
      ${rules.lowercase ? rule(view, 'lowercase', 'rules.lowercase') : ''}
      ${rules.uppercase ? rule(view, 'uppercase', 'rules.uppercase') : ''}
      ${rules.numbers ? rule(view, 'numbers', 'rules.numbers') : ''}
      ${rules.symbols ? rule(view, 'symbols', 'rules.symbols') : ''}
      ${confirmed ? rule(view, 'same', 'rules.same') : ''}
    </ul>
  </div>`;

const rule = (view: View, name: string, key: TextKey, count = 0): Html =>
  html`<li class="rule" data-rule="${name}" data-count="${count}"><span>${view.t(key, { count })}<span class="state visually-hidden"></span></span></li>`;
