/** A form that the browser sends on at once; by a button where scripts are off. */
import { html, raw } from 'hono/html';
import { page } from './show.ts';

export interface AutoPost {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly nonce: string;
}

export const autoPost = ({ action, fields, nonce }: AutoPost) =>
  page({
    title: 'Going back',
    nonce,
    body: html`
      <h1>Going back</h1>
      <p class="faint">To the service that asked.</p>
      <form method="post" action="${action}">
        ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
        <button>Go on</button>
      </form>
      <script nonce="${nonce}">${raw('document.forms[0].submit();')}</script>`,
  });
