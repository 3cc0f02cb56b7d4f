/** Forms: each goes to its page's own address and proves that it came from this site. */
import { html } from 'hono/html';
import { type PageName, pathOf } from '../page.ts';
import type { Html, View } from '../view.ts';

export interface FormOptions {
  /** Sealed state of the step. */
  readonly state?: string;
  /** In the place of the page's own. */
  readonly path?: string;
  readonly className?: string;
  readonly id?: string;
}

export const form = (view: View, page: PageName, content: Html, options: FormOptions = {}): Html => html`
  <form class="${options.className ?? 'form'}" method="post" action="${view.to(options.path ?? pathOf(page))}"${
    options.id === undefined ? '' : html` id="${options.id}"`
  }>
    ${hidden('_csrf', view.frame.csrf)}${options.state === undefined ? '' : hidden('state', options.state)}
    ${content}
  </form>`;

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;
