/**
 * The mailbox of a `dev` server: what would have gone out by e-mail or SMS, as a page and as JSON for tests. It shows
 * codes, so other sites may neither read nor frame it.
 */
import { randomBytes } from 'node:crypto';
import { type Context, Hono, type Next } from 'hono';
import type { Message } from '../core/messages/message.ts';
import { openContent } from '../core/messages/outbox.ts';
import type { Sealer, Store } from '../core/ports.ts';
import type { RequestEnv } from '../server/request-env.ts';
import { mailboxPage } from './mailbox-page.ts';
import { setPrivate } from './private-page.ts';

export interface MailboxMessage {
  readonly id: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly to: string;
  readonly kind: string;
  readonly code?: string;
  readonly link?: string;
  readonly subject?: string;
  readonly body: string;
  readonly userPoolId: string;
  readonly username: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

export interface MailboxFilter {
  readonly userPoolId?: string;
  readonly username?: string;
  readonly to?: string;
}

export interface MailboxParts {
  readonly store: { readonly messages: Pick<Store['messages'], 'list'> };
  readonly sealer: Pick<Sealer, 'open'>;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** Routes relative to where it is mounted (`/mailbox`). */
export const createMailbox = (parts: MailboxParts): Hono<{ Bindings: RequestEnv }> => {
  const mailbox = new Hono<{ Bindings: RequestEnv }>();
  mailbox.use((c, next) => {
    c.env.facts.door = 'mailbox';
    return next();
  });
  mailbox.use(privacy);
  mailbox.get('/messages', async (c) => {
    if (!isOwnRequest(c, ['same-origin', 'none'])) return c.json({ message: 'Not for other sites.' }, 403);
    const limit = readLimit(c.req.query('limit'));
    if (limit === undefined) return c.json({ message: `limit must be a number from 1 to ${MAX_LIMIT}` }, 400);
    return c.json(await readMessages(parts, readFilter(c), limit));
  });
  mailbox.get('/', async (c) => {
    const nonce = randomBytes(18).toString('base64');
    c.header('Content-Security-Policy', contentPolicy(nonce));
    const filter = readFilter(c);
    return c.html(mailboxPage({ messages: await readMessages(parts, filter, DEFAULT_LIMIT), filter, nonce }));
  });
  return mailbox;
};

const readMessages = async ({ store, sealer }: MailboxParts, filter: MailboxFilter, limit: number) => {
  const { userPoolId: poolId, username, to } = filter;
  const messages = await store.messages.list({ poolId, username, to }, limit);
  return messages.map((message) => shown(sealer as Sealer, message));
};

const shown = (sealer: Sealer, message: Message): MailboxMessage => {
  const { id, channel, to, kind, poolId: userPoolId, username, createdAt } = message;
  const { code, link, subject, body } = openContent(sealer, message);
  const sentAt = new Date(createdAt).toISOString();
  return { id, channel, to, kind, code, link, subject, body, userPoolId, username, sentAt };
};

/** Empty fields of the page's form mean no filter. */
const readFilter = (c: Context): MailboxFilter => {
  const read = (name: string) => c.req.query(name)?.trim() || undefined;
  return { userPoolId: read('userPoolId'), username: read('username'), to: read('to') };
};

const readLimit = (text: string | undefined): number | undefined => {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : undefined;
};

/** Browsers tell where a request comes from; other programs send no such header. */
const isOwnRequest = (c: Context, allowed: readonly string[]): boolean => {
  const site = c.req.header('sec-fetch-site');
  return (site === undefined || allowed.includes(site)) && c.req.header('origin') === undefined;
};

const privacy = async (c: Context, next: Next): Promise<void> => {
  await next();
  setPrivate(c);
};

/** Bodies of messages inherit this in their frames: style attributes work there, scripts and loads do not. */
const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src-elem 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
