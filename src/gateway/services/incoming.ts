/**
 * A request as it came over the wire. Nothing here is decoded or normalised, and what could be read in two ways is
 * refused: who verifies, who decides and who is forwarded to must not read it differently.
 * Source: RFC 9110, section 5.3 (a field that comes more than once); RFC 9112, section 6.3 (length of a body).
 */
import type { IncomingMessage } from 'node:http';
import type { HeaderReader } from '../../core/credentials/signature/parts.ts';
import type { RequestFacts } from '../../server/request-env.ts';
import type { Exchange } from './exchange.ts';
import { ServiceRefused } from './refused.ts';

export interface Incoming {
  readonly method: string;
  /** Of the request line, up to the question mark. */
  readonly path: string;
  /** After it, without it. */
  readonly query: string;
  readonly header: HeaderReader;
  /** In lower case. */
  readonly headerNames: readonly string[];
  readonly message: IncomingMessage;
  readonly facts: RequestFacts;
}

/** Throws `ServiceRefused` for a request line or headers that are no sound basis. */
export const incomingOf = ({ incoming: message, facts }: Exchange): Incoming => {
  const [path, query] = splitTarget(message.url ?? '');
  const headers = singleHeaders(message.rawHeaders);
  return {
    method: message.method ?? '',
    path,
    query,
    header: (name) => headers.get(name),
    headerNames: [...headers.keys()],
    message,
    facts,
  };
};

const splitTarget = (target: string): [path: string, query: string] => {
  if (!target.startsWith('/') || /[^\x21-\x7e]/.test(target)) throw malformed("Couldn't parse the specified URI.");
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
};

/** Where several are one list anyway. */
const LISTS = new Set(['accept', 'accept-encoding', 'accept-language', 'cache-control', 'connection', 'via']);

const singleHeaders = (raw: readonly string[]): Map<string, string> => {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    const earlier = headers.get(name);
    if (earlier !== undefined && !LISTS.has(name) && !name.startsWith('x-forwarded-')) {
      throw malformed(`The header ${name} came more than once.`);
    }
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
};

const malformed = (message: string) => new ServiceRefused('InvalidRequest', 400, message);

/** Names and values of a query, decoded once; of a name there is one value. Throws `ServiceRefused`. */
export const singleQuery = (query: string): Map<string, string> => {
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    if (values.has(name)) throw malformed(`The parameter ${name.slice(0, 64)} came more than once.`);
    values.set(name, at < 0 ? '' : decoded(pair.slice(at + 1)));
  }
  return values;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed("Couldn't parse the specified URI.");
  }
};

/** RFC 3986's unreserved characters stay, as in AWS's canonical requests. */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

export const encodedQuery = (query: Iterable<readonly [string, string]>): string =>
  [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
