/** Links to the page in its other languages. Steps of a sign-in have none: a link would lose where they stand. */
import { html } from 'hono/html';
import { type PageName, pathOf } from '../page.ts';
import { LANGUAGES } from '../texts/index.ts';
import type { Html, View } from '../view.ts';
import { CHEVRON } from './icons.ts';

const WITHOUT_STATE: ReadonlySet<PageName> = new Set(['sign-in', 'sign-up', 'forgot-password']);

export const languageMenu = (view: View, page: PageName): Html | '' =>
  view.look.languageSelector && WITHOUT_STATE.has(page) ? menu(view, page) : '';

const menu = (view: View, page: PageName): Html => html`
  <nav class="language" aria-label="${view.t('page.language')}">
    <details class="menu language">
      <summary><span><span class="visually-hidden">${view.t('page.changeLanguage')}: </span>${nameOf(view.frame.language)}</span>${CHEVRON}</summary>
      <ul class="menu-list">${Object.entries(LANGUAGES).map(([tag, name]) => html`<li>${item(view, page, tag, name)}</li>`)}</ul>
    </details>
  </nav>`;

const item = (view: View, page: PageName, tag: string, name: string): Html =>
  html`<a class="menu-item" lang="${tag}" hreflang="${tag}" href="${inLanguage(view, page, tag)}"${
    tag === view.frame.language ? ' aria-current=true' : ''
  }>${name}</a>`;

const nameOf = (language: string): string => (LANGUAGES as Readonly<Record<string, string>>)[language] ?? language;

const inLanguage = ({ frame }: View, page: PageName, language: string): string => {
  const query = new URLSearchParams(frame.query);
  query.set('lang', language);
  return `${frame.site.basePath}${pathOf(page)}?${query}`;
};
