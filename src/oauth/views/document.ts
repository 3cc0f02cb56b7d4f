/** The document around a page: head, bars, form and script. It is the same for both looks. */
import { html, raw } from 'hono/html';
import type { Favicon } from './looks/look.ts';
import type { PageName } from './page.ts';
import { alertOf } from './parts/alert.ts';
import { bannerOf, footerOf, formLogoAt, headerOf } from './parts/bars.ts';
import { given } from './parts/field.ts';
import { doneMark, graphicOf } from './parts/graphic.ts';
import { languageMenu } from './parts/language.ts';
import { timerOf } from './parts/timer.ts';
import { SCRIPT_PATH } from './scripts/script.ts';
import type { Body, Html, View } from './view.ts';

export const documentOf = (view: View, page: PageName, body: Body): Html => html`<!doctype html>
<html lang="${view.frame.language}" dir="ltr">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="${view.look.colorScheme === 'adaptive' ? 'light dark' : view.look.colorScheme}">
    <title>${titleOf(view, body)}</title>
    ${view.look.favicons.map(favicon)}
    <style nonce="${view.frame.nonce}">${raw(view.look.css)}</style>
    <script nonce="${view.frame.nonce}" src="${view.frame.site.basePath}${SCRIPT_PATH}" defer></script>
  </head>
  <body class="${view.look.kind}">
    ${view.look.header ? html`<a class="skip" href="#main">${view.t('page.skip')}</a>` : ''}
    ${headerOf(view)}
    <div class="page">
      ${formLogoAt(view, 'TOP', false)}
      ${mainOf(view, page, body)}
      ${formLogoAt(view, 'BOTTOM', false)}
      ${languageMenu(view, page)}
    </div>
    ${footerOf(view)}
  </body>
</html>`;

const mainOf = (view: View, page: PageName, body: Body): Html => html`
  <main class="card background-customizable page-${page}${body.wide ? ' wide' : ''}" id="main" tabindex="-1">
    ${bannerOf(view)}
    <div class="card-body">
      ${formLogoAt(view, 'TOP', true)}
      ${graphicOf(view, body.graphic)}${doneMark(view, body.done)}
      <h1>${body.title}</h1>
      ${body.description === undefined ? '' : html`<p class="description textDescription-customizable">${body.description}</p>`}
      ${view.look.instructions && body.instructions ? html`<p class="instructions">${body.instructions}</p>` : ''}
      ${alertOf(view, body.problems)}
      ${timerOf(view, body.timed)}
      ${body.content}
      ${body.after ? html`<div class="after">${body.after}</div>` : ''}
      ${formLogoAt(view, 'BOTTOM', true)}
    </div>
  </main>`;

/** Screen readers say the title first. */
const titleOf = (view: View, { title, problems = [] }: Body): string =>
  view.frame.notice?.kind === 'error' || problems.length > 0 ? `${view.t('page.problem')}: ${title}` : title;

const favicon = ({ href, type, scheme }: Favicon): Html =>
  html`<link rel="icon" href="${href}" type="${type}"${given('media', scheme && `(prefers-color-scheme: ${scheme})`)}>`;
