/** The ways in through other identity providers: buttons, or a menu that opens without a script. */
import { html } from 'hono/html';
import type { ProviderButton } from '../page.ts';
import type { Html, View } from '../view.ts';
import { CHEVRON, PROVIDER_ICONS, PROVIDER_NAMES } from './icons.ts';
import { pictureOf } from './picture.ts';

export const providersOf = (view: View, providers: readonly ProviderButton[]): Html => {
  const ordered = inOrder(providers, view.look.providers.order);
  return view.look.providers.as === 'list' && ordered.length > 1 ? menu(view, ordered) : buttons(view, ordered);
};

/** Those that the style names first, then the others as they come. */
const inOrder = (providers: readonly ProviderButton[], order: readonly string[]): readonly ProviderButton[] => {
  const rank = ({ name }: ProviderButton) => (order.includes(name) ? order.indexOf(name) : order.length);
  return providers.toSorted((a, b) => rank(a) - rank(b));
};

const buttons = (view: View, providers: readonly ProviderButton[]): Html => html`
  <ul class="providers">${providers.map((each) => html`<li>${button(view, each)}</li>`)}</ul>`;

const button = (view: View, provider: ProviderButton): Html => {
  const own = view.look.providers.classes.get(provider.name);
  return html`<a class="provider ${classOf(provider)}${own ? ` ${own}` : ''}" href="${provider.href}">${icon(view, provider)}<span>${view.t(
    'signIn.with',
    { provider: nameOf(provider) },
  )}</span></a>`;
};

const menu = (view: View, providers: readonly ProviderButton[]): Html => html`
  <details class="menu">
    <summary class="button secondary"><span>${view.t('signIn.choosePlaceholder')}</span>${CHEVRON}</summary>
    <ul class="menu-list">${providers.map(
      (each) =>
        html`<li><a class="menu-item" href="${each.href}">${icon(view, each)}<span>${nameOf(each)}</span></a></li>`,
    )}</ul>
  </details>`;

/** The classic look's classes tell social providers from those of companies. */
const classOf = ({ type }: ProviderButton): string =>
  type === 'OIDC' || type === 'SAML' ? 'idpButton-customizable' : `socialButton-customizable social-${type}`;

const nameOf = ({ name, type }: ProviderButton): string => PROVIDER_NAMES[type] ?? name;

const icon = (view: View, { name, type }: ProviderButton): Html | '' => {
  const { icons, own } = view.look.providers;
  if (!icons) return '';
  const picture = own.get(name);
  if (picture) return html`<span class="provider-icon">${pictureOf(picture, '')}</span>`;
  const known = PROVIDER_ICONS[type];
  if (known) return html`<span class="provider-icon">${known}</span>`;
  return html`<span class="provider-icon monogram" aria-hidden="true">${firstLetter(name)}</span>`;
};

export const firstLetter = (name: string): string => [...name.trim()][0]?.toUpperCase() ?? '?';
