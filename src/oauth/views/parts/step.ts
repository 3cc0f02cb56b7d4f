/** What the steps of a sign-in have in common: whose it is, and the ways out of it. */
import { html } from 'hono/html';
import type { Html, View } from '../view.ts';
import { linkButton } from './button.ts';
import { field } from './field.ts';
import { firstLetter } from './providers.ts';

/** Browsers that keep passwords take the name from it. */
export const whose = (view: View, name: string): Html => html`
  <p class="whose"><span class="avatar" aria-hidden="true">${firstLetter(name)}</span><span class="whose-name" title="${name}">${name}</span> <a href="${view.to('/login')}">${view.t('step.notYou')}</a></p>`;

export const otherFactors = (view: View, shown: boolean): Html | '' =>
  shown
    ? html`<p class="way">${linkButton(view.t('step.otherFactors'), { name: 'other', value: 'true', anyway: true })}</p>`
    : '';

export const backToSignIn = (view: View): Html => html`
  <p class="way"><a href="${view.to('/login')}">${view.t('page.backToSignIn')}</a></p>`;

export const codeField = (view: View, options: { autofocus?: boolean; maxLength?: number } = {}): Html =>
  field(view, {
    id: 'code',
    name: 'code',
    label: view.t('field.code'),
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    required: true,
    maxLength: options.maxLength,
    autofocus: options.autofocus ?? true,
    className: 'input-code',
  });
