/**
 * HTTP integrations: the request streams to the upstream, the answer streams back, each no faster than its reader
 * takes it. WebSockets pass through as they are.
 */
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { Refused } from '../answers.ts';
import { endToEnd, type HeaderMap } from './headers.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/** What the request's body is by now: still to come, or read already. */
export type Body =
  | { readonly kind: 'stream'; readonly from: IncomingMessage }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface Upstreams {
  /** The upstream's answer, its body still to come. Ends with the client. Throws `Refused`. */
  send(request: UpstreamRequest, body: Body, timeoutMs: number, client: ServerResponse): Promise<IncomingMessage>;
  /** Asks for another protocol; the answer is the upstream's connection, or its refusal. */
  upgrade(request: UpstreamRequest, timeoutMs: number): Promise<Upgraded>;
  close(): void;
}

export type Upgraded =
  | { readonly kind: 'upgraded'; readonly answer: IncomingMessage; readonly socket: Duplex; readonly head: Buffer }
  | { readonly kind: 'refused'; readonly answer: IncomingMessage };

const AGENT = {
  keepAlive: true,
  keepAliveMsecs: 30_000,
  maxSockets: 1_024,
  maxFreeSockets: 256,
  scheduling: 'lifo',
  timeout: 0,
} as const;

export const createUpstreams = (): Upstreams => {
  const http = new HttpAgent(AGENT);
  const https = new HttpsAgent(AGENT);
  const origins = new Map<
    string,
    { readonly secure: boolean; readonly hostname: string; readonly port: string; readonly host: string }
  >();
  const originOf = (origin: string) => {
    const known = origins.get(origin);
    if (known) return known;
    const { protocol, hostname, port, host } = new URL(origin);
    const made = { secure: protocol === 'https:', hostname: hostname.replace(/^\[|\]$/g, ''), port, host };
    origins.set(origin, made);
    return made;
  };
  const open = ({ origin, path, method, headers }: UpstreamRequest, own: HeaderMap): ClientRequest => {
    const { secure, hostname, port, host } = originOf(origin);
    const options = { hostname, port, path, method, headers: { ...headers, host, ...own }, setHost: false };
    return secure ? httpsRequest({ ...options, agent: https }) : httpRequest({ ...options, agent: http });
  };
  return {
    async send(request, body, timeoutMs, client) {
      const framing = framingOf(request.method, body);
      try {
        return await exchange(open(request, framing), body, timeoutMs, client);
      } catch (error) {
        // The upstream had closed the kept connection: nothing of the request was read.
        if (!(error instanceof Stale) || hasBody(body) || !REPEATABLE.has(request.method)) throw failed(error);
      }
      return exchange(open(request, framing), body, timeoutMs, client).catch((error) => {
        throw failed(error);
      });
    },
    upgrade: (request, timeoutMs) =>
      exchangeUpgrade(open(request, { connection: 'Upgrade', upgrade: 'websocket' }), timeoutMs),
    close() {
      http.destroy();
      https.destroy();
    },
  };
};

class Stale extends Error {}
class TimedOut extends Error {}

const failed = (error: unknown): Refused => {
  if (error instanceof Refused) return error;
  if (error instanceof TimedOut) return new Refused('INTEGRATION_TIMEOUT', { cause: error });
  return new Refused('INTEGRATION_FAILURE', { cause: error });
};

const hasBody = (body: Body): boolean => (body.kind === 'bytes' ? body.bytes.byteLength > 0 : isComing(body.from));

const isComing = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/** What may be sent twice (RFC 9110 section 9.2.2). */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** Framed anew: what the upstream reads as the end of the body is what was read as its end here. */
const framingOf = (method: string, body: Body): HeaderMap => {
  if (!hasBody(body)) return BODILESS.has(method) ? {} : { 'content-length': '0' };
  if (body.kind === 'bytes') return { 'content-length': String(body.bytes.byteLength) };
  const length = body.from.headers['content-length'];
  return length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': length };
};

const exchange = (
  request: ClientRequest,
  body: Body,
  timeoutMs: number,
  client: ServerResponse,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => request.destroy(new TimedOut('no answer in time')), timeoutMs);
    const leave = (): void => void request.destroy(new Error('the client went away'));
    const settle = (): void => {
      clearTimeout(late);
      client.off('close', leave);
    };
    client.once('close', leave);
    request.once('response', (answer) => {
      settle();
      resolve(answer);
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(isStale ? new Stale('kept connection was closed', { cause: error }) : error);
    });
    // Later errors are the answer's, which its reader sees.
    request.on('error', () => undefined);
    sendBody(request, body);
  });

/** A body of which nothing more comes, or which nobody takes. */
const STALLED_MS = 120_000;

const sendBody = (request: ClientRequest, body: Body): void => {
  if (body.kind === 'bytes' || !isComing(body.from)) {
    request.end(body.kind === 'bytes' ? body.bytes : undefined);
    return;
  }
  const { from } = body;
  const stalled = setTimeout(() => from.destroy(), STALLED_MS);
  from.on('data', () => stalled.refresh());
  // A client that goes away in the middle leaves no half request that looks whole.
  from.once('close', () => {
    clearTimeout(stalled);
    if (!from.complete) request.destroy(new Error('the client went away'));
  });
  from.pipe(request);
};

const exchangeUpgrade = (request: ClientRequest, timeoutMs: number): Promise<Upgraded> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => request.destroy(new TimedOut('no answer in time')), timeoutMs);
    const settle = (): void => clearTimeout(late);
    request.once('upgrade', (answer, socket, head) => {
      settle();
      resolve({ kind: 'upgraded', answer, socket, head });
    });
    request.once('response', (answer) => {
      settle();
      resolve({ kind: 'refused', answer });
    });
    request.on('error', (error) => {
      settle();
      reject(failed(error));
    });
    request.end();
  });

/** Headers of the upstream's answer; those of `own` stand above them. */
export const answerHeaders = (
  answer: IncomingMessage,
  own: HeaderMap,
  leftOut: (name: string) => boolean,
): HeaderMap => {
  const headers: HeaderMap = Object.create(null);
  for (const [name, value] of endToEnd(answer.rawHeaders, (each) => leftOut(each) || Object.hasOwn(own, each))) {
    const known = headers[name];
    headers[name] = known === undefined ? value : [...[known].flat(), value];
  }
  return Object.assign(headers, own);
};

/** The answer's body to the client. One that breaks off breaks the client's connection off: it never looks whole. */
export const streamBack = (answer: IncomingMessage, outgoing: ServerResponse): void => {
  answer.once('close', () => {
    if (!answer.complete) outgoing.destroy();
  });
  answer.once('error', () => outgoing.destroy());
  outgoing.once('close', () => {
    if (!answer.complete) answer.destroy();
  });
  answer.pipe(outgoing);
};
