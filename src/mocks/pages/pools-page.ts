/** One click gives a pool all of the imitations. */
import { html } from 'hono/html';
import { page } from './show.ts';

export interface PoolRow {
  readonly id: string;
  readonly name: string;
  /** Names of the imitations that it has. */
  readonly mocks: readonly string[];
  /** Of a client that has hosted pages; absent where there is none, or no domain. */
  readonly login?: string | undefined;
}

export interface PoolsPageView {
  readonly pools: readonly PoolRow[];
  readonly nonce: string;
}

export const poolsPage = ({ pools, nonce }: PoolsPageView) =>
  page({
    title: 'Mock providers',
    nonce,
    wide: true,
    body: html`
      <h1>Mock providers</h1>
      <p class="faint">Google, Facebook, Amazon, Apple and a SAML identity provider, as this development server imitates
        them: on their pages you pick who signs in. Nothing leaves this machine.</p>
      ${pools.length === 0 ? html`<p>There is no user pool yet.</p>` : pools.map(row)}`,
  });

const row = ({ id, name, mocks, login }: PoolRow) => html`
  <article>
    <h2>${name} <small>${id}</small></h2>
    <p>${mocks.length === 0 ? 'No mock providers.' : `Has ${mocks.join(', ')}.`}</p>
    <div class="row">
      <form method="post" action="/mocks/${id}"><button class="${mocks.length === 0 ? '' : 'quiet'}">
        ${mocks.length === 0 ? 'Add mock providers' : 'Add them again'}</button></form>
      ${
        mocks.length === 0
          ? ''
          : html`
        <form method="post" action="/mocks/${id}/remove"><button class="quiet">Remove</button></form>`
      }
      ${login === undefined ? '' : html`<a href="${login}">Login page</a>`}
    </div>
  </article>`;
