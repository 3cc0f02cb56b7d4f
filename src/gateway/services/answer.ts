/** The service's answer on its way back. Its head is changed where it speaks of connections or of the backend itself. */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Exchange } from './exchange.ts';

/** RFC 9110, section 7.6.1, and what is between two parties only. */
const HOP_BY_HOP = new Set([
  'alt-svc',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'set-cookie',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface AnswerRules {
  /** Takes the place of the backend's CORS headers, unless the backend answers browsers itself. */
  readonly cors?: Readonly<Record<string, string>> | undefined;
  /** Where the backend is, and where the client found it: for `Location`. */
  readonly backend: URL;
  readonly origin: string;
}

export const answerHeaders = (answer: IncomingMessage, rules: AnswerRules): Record<string, string | string[]> => {
  const headers: Record<string, string | string[]> = {};
  const named = (answer.headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || HOP_BY_HOP.has(name) || named.includes(name)) continue;
    if (rules.cors !== undefined && name.startsWith('access-control-')) continue;
    const said = name === 'location' ? locationFor(String(value), rules) : value;
    if (said !== undefined) headers[name] = said;
  }
  return { ...headers, ...rules.cors };
};

/** Undefined: it leads past the gateway. */
export const locationFor = (
  location: string,
  { backend, origin }: Pick<AnswerRules, 'backend' | 'origin'>,
): string | undefined => {
  if (!/^[a-z][a-z0-9+.-]*:|^\/\//i.test(location)) return location;
  const found = URL.canParse(location, backend.href) ? new URL(location, backend) : undefined;
  if (found === undefined || found.port !== backend.port) return undefined;
  if (found.hostname === backend.hostname) return origin + found.pathname + found.search;
  if (!found.hostname.endsWith(`.${backend.hostname}`)) return undefined;
  const bucket = found.hostname.slice(0, -backend.hostname.length - 1);
  return `${origin}/${bucket}${found.pathname}${found.search}`;
};

/** Streams the answer; resolves when all of it went, or nobody wants it any more. */
export const passOn = (
  answer: IncomingMessage,
  { incoming, outgoing }: Exchange,
  rules: AnswerRules,
): Promise<'sent'> =>
  new Promise((resolve) => {
    if (!incoming.complete) outgoing.setHeader('connection', 'close');
    outgoing.writeHead(answer.statusCode ?? 502, answerHeaders(answer, rules));
    pipeline(answer, outgoing, () => resolve('sent'));
  });

/** Small answers that are looked into. Throws where they are not small. */
export const wholeAnswer = async (answer: IncomingMessage, most: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw new RangeError('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
};
