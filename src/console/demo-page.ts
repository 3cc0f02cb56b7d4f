/** The demo app as a page; demo-script.ts makes it work. */
import { html, raw } from 'hono/html';
import type { DemoPlace } from './demo.ts';
import { DEMO_SCRIPT } from './demo-script.ts';
import { DEMO_STYLE } from './demo-style.ts';

export interface DemoView {
  readonly nonce: string;
  readonly place: DemoPlace | undefined;
  readonly mailbox: boolean;
  readonly mockProviders: boolean;
}

export const demoPage = ({ nonce, place, mailbox, mockProviders }: DemoView) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Demo app · Poolhouse</title>
    <style nonce="${nonce}">${raw(DEMO_STYLE)}</style>
  </head>
  <body>
    <main${place ? data(place) : ''}>
      <h1>Demo app</h1>
      ${place ? body(place, { mailbox, mockProviders }) : missing()}
    </main>
    ${place ? html`<script nonce="${nonce}">${raw(DEMO_SCRIPT)}</script>` : ''}
  </body>
</html>`;

const data = ({ clientId, poolId, site, path, self }: DemoPlace) =>
  html` data-client="${clientId}" data-pool="${poolId}" data-site="${site}" data-path="${path}" data-self="${self}"`;

const missing = () =>
  html`<p>The demo pool, its app client or its domain is gone. A server with an empty data directory makes them anew.</p>`;

const mocksItem = () => html`
  <li><button id="add-mocks" class="link" type="button">Add mock providers</button>
    <span id="added" role="status">to sign in as if with Google, Facebook and others, offline
    (<a href="/mocks" target="_blank">more of them</a>).</span></li>`;

const body = ({ site, poolId, clientId }: DemoPlace, has: Pick<DemoView, 'mailbox' | 'mockProviders'>) => html`
  <p class="lead">What a single-page app does with the login pages of this server: it sends you there, and comes back with
    tokens.</p>
  <noscript><p role="alert">This page needs JavaScript. The login pages do not.</p></noscript>
  <p id="problem" role="alert" hidden></p>
  <section id="start" hidden>
    <div class="row">
      <button id="sign-in" type="button">Sign in</button>
      <button id="sign-up" class="quiet" type="button">Create an account</button>
    </div>
    <ul>
      ${has.mailbox ? html`<li>Codes arrive in the <a href="/mailbox" target="_blank">mailbox</a>.</li>` : ''}
      ${has.mockProviders ? mocksItem() : ''}
      <li>The login pages are at <code>${site}</code>. Where a browser does not find that name,
        <button id="by-path" class="link" type="button">sign in by the pool’s path</button>.</li>
    </ul>
  </section>
  <section id="result" hidden>
    <h2 id="who" tabindex="-1"></h2>
    <div class="row">
      <button id="user-info" class="quiet" type="button">Ask /oauth2/userInfo</button>
      <button id="refresh" class="quiet" type="button">Refresh the tokens</button>
      <button id="sign-out" class="quiet" type="button">Sign out</button>
    </div>
    <div id="tokens" aria-live="polite"></div>
  </section>
  <p class="faint">User pool ${poolId} · app client ${clientId}</p>`;
