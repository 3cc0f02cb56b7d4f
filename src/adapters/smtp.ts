/** E-mail by SMTP. The library is loaded with the first message: most starts never need it. */
import type { SentMessageInfo, Transporter } from 'nodemailer';
import { isLoopback } from '../config/addresses.ts';
import { type Parcel, type Transport, Undeliverable } from './transport.ts';

export interface SmtpOptions {
  /** smtp(s)://user:password@host:port */
  readonly url: string;
  readonly from: string;
}

const TIMEOUT_MS = 15_000;

export const createSmtp = ({ url, from }: SmtpOptions): { send: Transport; close(): void } => {
  let opened: Promise<Transporter> | undefined;
  const send: Transport = async (parcel) => {
    opened ??= open(url);
    try {
      await (await opened).sendMail(letter(parcel, from));
    } catch (error) {
      throw refusedForGood(error) ? new Undeliverable('the mail server refuses the message', { cause: error }) : error;
    }
  };
  return { send, close: () => void opened?.then((transporter) => transporter.close()) };
};

const open = async (url: string): Promise<Transporter<SentMessageInfo>> => {
  const { createTransport } = await import('nodemailer');
  const { hostname } = new URL(url);
  return createTransport({
    url,
    pool: true,
    maxConnections: 4,
    // Codes must not cross a network in clear because someone on the way cut STARTTLS out.
    requireTLS: url.startsWith('smtp:') && !isLoopback(hostname.replace(/^\[|\]$/g, '')),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
};

const letter = ({ id, to, content }: Parcel, from: string) => ({
  from,
  to: { name: '', address: to },
  subject: content.subject ?? '',
  html: content.body,
  text: asText(content.body),
  messageId: `<${id}@${domainOf(from)}>`,
  // Keeps out-of-office robots from answering (RFC 3834 section 5).
  headers: { 'Auto-Submitted': 'auto-generated' },
});

const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';

/** A plain reading of an HTML body: links keep their address. */
const asText = (html: string): string =>
  html
    .replace(/<a\s[^>]*href=["']?([^"'\s>]+)[^>]*>(.*?)<\/a>/gis, '$2 $1')
    .replace(/<br\s*\/?>|<\/(p|div|h\d|li|tr)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '');

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

/** 5yz replies about the recipient or the message (RFC 5321 section 4.2.1); a refused log-in is for the operator. */
const refusedForGood = (error: unknown): boolean => {
  const { responseCode, command } = (error ?? {}) as { responseCode?: number; command?: string };
  return responseCode !== undefined && responseCode >= 550 && responseCode < 560 && /RCPT|DATA/.test(command ?? '');
};
