/** The preview's own page: what to show on the left, the page itself in a frame. It works without its script, too. */
import { html, raw } from 'hono/html';
import type { Client } from '../../../core/clients/client.ts';
import type { Site } from '../../../core/domains/site.ts';
import { LANGUAGES } from '../texts/index.ts';
import type { Html } from '../view.ts';
import { SAMPLES } from './samples.ts';
import { PREVIEW_SCRIPT, PREVIEW_STYLE } from './tool.ts';

export interface PreviewView {
  readonly site: Site;
  readonly clients: readonly Client[];
  readonly nonce: string;
  readonly query: Readonly<Record<string, string>>;
}

export const previewTool = ({ site, clients, nonce, query }: PreviewView): Html => {
  const asked = { page: 'sign-in/plain', client: clients[0]?.id ?? '', ...query };
  const { page, ...rest } = asked;
  const address = `${site.basePath}/preview/${page.split('/').map(encodeURIComponent).join('/')}?${new URLSearchParams(rest)}`;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Preview · ${site.pool.name}</title>
    <style nonce="${nonce}">${raw(PREVIEW_STYLE)}</style>
  </head>
  <body>
    <form method="get" class="tools" data-state="${site.basePath}/preview/state">
      <h1>${site.pool.name}</h1>
      ${select('Page', 'page', pages(page))}
      ${select(
        'App client',
        'client',
        clients.map(({ id, name }) => option(id, name, asked.client)),
      )}
      ${select('Look', 'look', options({ '': 'Of the domain', managed: 'Managed login', classic: 'Classic hosted UI' }, query['look']))}
      ${select('Colours', 'scheme', options({ '': 'Of the style', light: 'Light', dark: 'Dark', adaptive: 'As the browser' }, query['scheme']))}
      ${select('Language', 'lang', options(LANGUAGES, query['lang'] ?? 'en'))}
      ${select('Width', 'width', options({ '': 'Desktop', 768: 'Tablet', 390: 'Phone' }, query['width']))}
      <button>Show</button>
      <p><a href="${address}" target="_blank">Open by itself</a></p>
      <p class="live" role="status"></p>
    </form>
    <div class="stage"><iframe class="w${query['width'] ?? ''}" title="Page" src="${address}"></iframe></div>
    <script nonce="${nonce}">${raw(PREVIEW_SCRIPT)}</script>
  </body>
</html>`;
};

const select = (label: string, name: string, of: Html | readonly Html[]): Html =>
  html`<label>${label}<select name="${name}">${of}</select></label>`;

const options = (values: Readonly<Record<string, string>>, chosen = ''): Html[] =>
  Object.entries(values).map(([value, label]) => option(value, label, chosen));

const option = (value: string, label: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? ' selected' : ''}>${label}</option>`;

const pages = (chosen: string): Html[] =>
  Object.entries(SAMPLES).map(
    ([name, variants]) =>
      html`<optgroup label="${name}">${Object.keys(variants).map((each) => option(`${name}/${each}`, `${name}: ${each}`, chosen))}</optgroup>`,
  );
