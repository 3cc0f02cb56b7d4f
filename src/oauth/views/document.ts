/** The document around a page. */
import { html, raw } from 'hono/html';
import { alertOf } from './parts/alert.ts';
import type { Body, Html, View } from './view.ts';

export const documentOf = (view: View, body: Body): Html => html`<!doctype html>
<html lang="${view.frame.language}" dir="ltr">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${titleOf(view, body)}</title>
    <style nonce="${view.frame.nonce}">${raw(view.look.css)}</style>
  </head>
  <body>
    <main>
      <h1>${body.title}</h1>
      ${body.description === undefined ? '' : html`<p class="description textDescription-customizable">${body.description}</p>`}
      ${alertOf(view, body.problems)}
      ${body.content}
      ${body.after ?? ''}
    </main>
  </body>
</html>`;

const titleOf = (view: View, { title }: Body): string =>
  view.frame.notice?.kind === 'error' ? `${view.t('page.problem')}: ${title}` : title;
