/** The ways in through other identity providers. */
import { html } from 'hono/html';
import type { ProviderButton } from '../page.ts';
import type { Html, View } from '../view.ts';

export const providerButtons = (view: View, providers: readonly ProviderButton[]): Html => html`
  <ul class="providers">${providers.map((each) => html`<li>${providerButton(view, each)}</li>`)}</ul>`;

const providerButton = (view: View, { name, href }: ProviderButton): Html => html`
  <a class="provider" href="${href}">${view.t('signIn.with', { provider: name })}</a>`;
