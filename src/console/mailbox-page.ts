/** The mailbox as a page. It works without its script; the script copies codes and looks for new messages. */
import { html, raw } from 'hono/html';
import type { MailboxFilter, MailboxMessage } from './mailbox.ts';
import { MAILBOX_SCRIPT } from './mailbox-script.ts';
import { MAILBOX_STYLE } from './mailbox-style.ts';

export interface MailboxView {
  readonly messages: readonly MailboxMessage[];
  readonly filter: MailboxFilter;
  readonly nonce: string;
}

export const mailboxPage = ({ messages, filter, nonce }: MailboxView) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Mailbox · Poolhouse</title>
    <style nonce="${nonce}">${raw(MAILBOX_STYLE)}</style>
  </head>
  <body>
    <header>
      <h1>Mailbox</h1>
      <p>What this development server would have sent. Nothing leaves this machine.</p>
      ${filterForm(filter)}
    </header>
    <main id="messages" data-newest="${messages[0]?.id ?? ''}" aria-live="polite">
      ${messages.length === 0 ? emptyNote(filter) : messages.map(card)}
    </main>
    <script nonce="${nonce}">${raw(MAILBOX_SCRIPT)}</script>
  </body>
</html>`;

const filterForm = ({ userPoolId, username, to }: MailboxFilter) => html`
  <form method="get">
    ${field('userPoolId', 'User pool', userPoolId)} ${field('username', 'Username', username)} ${field('to', 'To', to)}
    <button>Refresh</button>
  </form>`;

const field = (name: string, label: string, value = '') => html`
  <label><span>${label}</span><input name="${name}" value="${value}" autocomplete="off" spellcheck="false"></label>`;

const emptyNote = (filter: MailboxFilter) =>
  Object.values(filter).some((value) => value !== undefined)
    ? html`<p class="empty">No message matches.</p>`
    : html`<p class="empty">No messages yet. Sign someone up and the code appears here.</p>`;

const card = (message: MailboxMessage) => html`
  <article>
    <p class="meta">
      <span class="badge ${message.channel === 'SMS' ? 'sms' : 'email'}">${message.channel === 'SMS' ? 'SMS' : 'E-mail'}</span>
      <strong>${message.to}</strong>
      <span>${KINDS[message.kind] ?? message.kind}</span>
      <time datetime="${message.sentAt}">${message.sentAt.replace('T', ' ').slice(0, 19)} UTC</time>
    </p>
    ${message.subject ? html`<h2>${message.subject}</h2>` : ''} ${message.code ? codeLine(message.code) : ''}
    ${message.link ? html`<p><a class="link" href="${safeLink(message.link)}" rel="noreferrer" target="_blank">Open the link</a></p>` : ''}
    <details>
      <summary>Message</summary>
      ${message.channel === 'EMAIL' ? frame(message.body) : html`<pre>${message.body}</pre>`}
    </details>
    <p class="owner">${message.username} · ${message.userPoolId}</p>
  </article>`;

const KINDS: Readonly<Record<string, string>> = {
  'sign-up': 'Sign-up',
  'resend-code': 'Code sent again',
  'forgot-password': 'Forgotten password',
  'verify-attribute': 'Verification of an attribute',
  'update-attribute': 'Change of an attribute',
  invitation: 'Invitation',
  authentication: 'Sign-in code',
};

const codeLine = (code: string) => html`
  <p class="code"><output>${code}</output> <button type="button" class="copy" data-copy="${code}" hidden>Copy</button></p>`;

/** Templates are the pool owner's HTML: it runs no script, submits no form and does not see this page. */
const frame = (body: string) => html`
  <iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="Body of the message"
    srcdoc="${`<base target="_blank"><body style="font:16px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff">${body}`}"></iframe>`;

const safeLink = (link: string): string => (/^https?:\/\//i.test(link) ? link : '#');
