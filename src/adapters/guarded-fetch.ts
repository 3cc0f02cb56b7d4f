/**
 * The one client for URLs that pool owners write. A URL may lead back into the network that the service stands in, so
 * names are resolved here, every address is looked at, and the connection goes to the address that was looked at: a
 * name that changes its address in between (DNS rebinding) gains nothing. Redirects pass the same gate.
 */
import { type LookupAddress, lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request as send } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { networkMatcher, plainAddress } from '../config/addresses.ts';
import { type Fetch, type FetchAnswer, FetchFailed, type FetchRequest } from '../core/ports.ts';

export interface GuardedFetchOptions {
  /** Addresses and CIDRs that may be asked although they lie inside. */
  readonly allow?: readonly string[];
  /** PEM certificates of further authorities. */
  readonly ca?: string;
  /** For the whole answer, redirects included. Milliseconds. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** The system's resolver, unless a test has another. */
  readonly resolve?: typeof lookup;
}

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 3;

/** IANA's special-purpose registries for IPv4 (RFC 6890 and later); of IPv6 only global unicast is outside. */
const INSIDE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const GLOBAL_V6 = ['2000::/3'];
/** Within global unicast: tunnels that carry IPv4 addresses, protocol assignments, documentation. */
const INSIDE_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const inside4 = networkMatcher(INSIDE_V4);
const global6 = networkMatcher(GLOBAL_V6);
const inside6 = networkMatcher(INSIDE_V6);

/** True for an address of the public internet. */
export const isPublicAddress = (given: string): boolean => {
  const address = plainAddress(given);
  if (isIP(address) === 4) return !inside4(address);
  return isIP(address) === 6 && global6(address) && !inside6(address);
};

export const createGuardedFetch = (options: GuardedFetchOptions = {}): Fetch => {
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, resolve = lookup } = options;
  const allowed = networkMatcher(options.allow ?? []);
  const mayAsk = (address: string) => isPublicAddress(address) || allowed(plainAddress(address));
  const ca = options.ca === undefined ? undefined : [...rootCertificates, options.ca];
  const ask: Ask = (url, request, signal) =>
    open(url, request, { signal, maxBytes, lookup: checkedLookup(resolve, mayAsk), mayAsk, ...(ca && { ca }) });

  return async (address, request = {}) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await follow(ask, parse(address), request, signal);
    } catch (error) {
      throw named(error, signal);
    }
  };
};

type Ask = (url: URL, request: FetchRequest, signal: AbortSignal) => Promise<FetchAnswer>;

const parse = (address: string, base?: URL): URL => {
  const url = URL.parse(address, base?.href);
  if (url === null) throw new FetchFailed('refused', 'not a URL');
  if (url.protocol !== 'https:') throw new FetchFailed('refused', 'only https is asked');
  if (url.username !== '' || url.password !== '') throw new FetchFailed('refused', 'credentials in the URL');
  return url;
};

/** A redirect is followed for what has neither a body nor a token: a secret is never sent on. */
const follow = async (ask: Ask, first: URL, request: FetchRequest, signal: AbortSignal): Promise<FetchAnswer> => {
  let url = first;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await ask(url, request, signal);
    const next = answer.headers['location'];
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && next !== undefined;
    if (!isRedirect || request.body !== undefined || hasToken(request)) return answer;
    url = parse(next, url);
  }
  throw new FetchFailed('redirects', 'too many redirects');
};

const hasToken = ({ headers = {} }: FetchRequest): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');

interface Gate {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly lookup: LookupFunction;
  readonly mayAsk: (address: string) => boolean;
  readonly ca?: readonly string[];
}

const open = async (url: URL, request: FetchRequest, gate: Gate): Promise<FetchAnswer> => {
  // A literal address is never looked up.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !gate.mayAsk(host)) throw refusedAddress();
  const message = await start(url, request, gate);
  return { status: message.statusCode ?? 0, headers: headersOf(message), body: await read(message, gate.maxBytes) };
};

const start = (url: URL, request: FetchRequest, gate: Gate): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method ?? 'GET',
      headers: { accept: '*/*', 'user-agent': 'poolhouse', ...request.headers },
      signal: gate.signal,
      lookup: gate.lookup,
      // A kept connection would go past the lookup.
      agent: false,
      ...(gate.ca && { ca: [...gate.ca] }),
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(request.body);
  });

const read = async (message: IncomingMessage, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new FetchFailed('too-large', `more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));

/** One address that may not be asked refuses the name: which one a connection takes is not ours to say. */
const checkedLookup =
  (resolve: typeof lookup, mayAsk: Gate['mayAsk']): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const [first] = found ?? [];
      if (error !== null || first === undefined) callback(error ?? new Error('no address'), []);
      else if (!found.every(({ address }) => mayAsk(address))) callback(refusedAddress(), []);
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };

const refusedAddress = () => new FetchFailed('refused', 'the address is not public');

const named = (error: unknown, signal: AbortSignal): FetchFailed => {
  if (error instanceof FetchFailed) return error;
  if (signal.aborted) return new FetchFailed('timeout', 'no answer in time', { cause: error });
  return new FetchFailed('network', error instanceof Error ? error.message : 'failed', { cause: error });
};
