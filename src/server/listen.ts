/**
 * The HTTP listener: binds the addresses, bounds what a client can cost (time, headers, body), tells the doors who
 * calls, writes the access log, drains on close. It knows no route.
 */
import { randomUUID } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Config } from '../config.ts';
import type { Log } from '../core/ports.ts';
import { bindAll, portOf } from './bind.ts';
import { bodyLimitOf, boundBody, boundTime, declaredTooLarge, type UploadRule } from './body-limit.ts';
import { clientAddressReader } from './client-address.ts';
import { closeServers } from './drain.ts';
import { localOnlyCheck } from './local-only.ts';
import type { Fetch, RequestEnv, RequestFacts } from './request-env.ts';
import { readTlsPair, reloadTls } from './tls.ts';
import { answerTlsToo, type ContextFor } from './tls-too.ts';

/** A request whose answer has gone, or whose client has. */
export interface DoneRequest extends RequestFacts {
  readonly method: string;
  /** Without the query: it may carry codes and tokens. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
}

export type ListenConfig = Pick<
  Config,
  | 'host'
  | 'port'
  | 'trustedProxy'
  | 'tlsCertFile'
  | 'tlsKeyFile'
  | 'anyAccessKey'
  | 'publicUrl'
  | 'issuerUrl'
  | 'allowedOrigins'
>;

/**
 * A door that works on Node's own requests: what streams past it has no bound of ours. Whoever sends `Expect:
 * 100-continue` waits until the door says `outgoing.writeContinue()`, or refuses.
 */
export interface RawDoor {
  handle(incoming: IncomingMessage, outgoing: ServerResponse, facts: RequestFacts): void;
  /** WebSockets alone; all other wishes for another protocol are ignored (RFC 9110 section 7.8). */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, facts: RequestFacts): void;
}

export interface ListenOptions {
  /** One of the two. */
  readonly fetch?: Fetch;
  readonly raw?: RawDoor;
  readonly config: ListenConfig;
  readonly log: Log;
  readonly onDone?: (request: DoneRequest) => void;
  /** Bodies that may be larger, and take longer, than others. */
  readonly uploads?: UploadRule;
  /** Addresses (path and query) to which pages of other sites post by design, in `dev` too: identity providers' answers. */
  readonly foreignForms?: RegExp;
  /** HTTPS on the same port, where the service has no certificate of its own. */
  readonly localTls?: ContextFor | undefined;
}

export interface Listener {
  readonly port: number;
  /** Addresses really bound. */
  readonly addresses: readonly string[];
  /** Stops accepting, lets running requests finish for up to `graceMs`, then cuts the rest. */
  close(graceMs: number): Promise<void>;
}

const SERVER_OPTIONS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Bodies have limits of their own (body-limit.ts).
  requestTimeout: 0,
  // Longer than proxies keep theirs (60 s at nginx and AWS load balancers): the proxy closes first, never in a race.
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
};

/** Rejects with Node's own error (EADDRINUSE, EACCES, …) when an address cannot be bound. */
export const listen = async (options: ListenOptions): Promise<Listener> => {
  const { config, log } = options;
  const state = { draining: false };
  const handler = options.raw ? rawHandler(options, options.raw, state) : requestHandler(options, state);
  const upgrade = options.raw && upgradeHandler(options, options.raw);
  const serverOptions = upgrade ? { ...SERVER_OPTIONS, shouldUpgradeCallback: wantsWebSocket } : SERVER_OPTIONS;
  const silence = options.raw ? SILENCE_MS : 0;
  const tls = tlsFilesOf(config);
  const pair = tls && readTlsPair(tls);
  const cutEarly: (() => void)[] = [];
  const make = (): Server => {
    if (pair) {
      const secure = createHttpsServer({ ...serverOptions, ...pair, minVersion: 'TLSv1.2' }, handler);
      secure.timeout = silence;
      return upgrade ? secure.on('upgrade', upgrade).on('checkContinue', handler) : secure;
    }
    const server = createHttpServer(serverOptions, handler);
    server.timeout = silence;
    if (upgrade) server.on('upgrade', upgrade).on('checkContinue', handler);
    if (options.localTls) cutEarly.push(answerTlsToo(server, options.localTls));
    return server;
  };
  const servers = await bindAll(make, config.host, config.port);
  const stopReloading = tls ? reloadTls(servers as TlsServer[], tls, log) : () => undefined;
  return {
    port: portOf(servers),
    addresses: servers.flatMap((server) => addressOf(server)),
    close: async (graceMs) => {
      state.draining = true;
      stopReloading();
      for (const cut of cutEarly) cut();
      await closeServers(servers, graceMs);
    },
  };
};

const tlsFilesOf = ({ tlsCertFile: certFile, tlsKeyFile: keyFile }: ListenConfig) =>
  certFile && keyFile ? { certFile, keyFile } : undefined;

const addressOf = (server: Server): string[] => {
  const address = server.address();
  return typeof address === 'object' && address ? [address.address] : [];
};

const requestHandler = (
  { fetch, config, log, onDone, uploads, foreignForms }: ListenOptions,
  state: { draining: boolean },
) => {
  const clientAddress = clientAddressReader(config.trustedProxy);
  const refusal = config.anyAccessKey ? localOnlyCheck(config) : () => undefined;
  const facts = new WeakMap<IncomingMessage, RequestFacts>();
  const respond = getRequestListener(
    (request, env) => {
      const { incoming } = env as RequestEnv;
      const known = facts.get(incoming);
      if (!known || !fetch) throw new Error('request without facts');
      return fetch(boundBody(request, incoming, bodyLimitOf(incoming, uploads)), {
        ...(env as RequestEnv),
        facts: known,
      });
    },
    { overrideGlobalObjects: false, errorHandler: (error) => failed(error, log) },
  );
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const started = performance.now();
    const known: RequestFacts = { id: randomUUID(), ...clientAddress(incoming) };
    facts.set(incoming, known);
    outgoing.once('close', () => done(incoming, outgoing, known, performance.now() - started, onDone));
    const limit = bodyLimitOf(incoming, uploads);
    boundTime(incoming, outgoing, limit);
    if (state.draining) outgoing.setHeader('connection', 'close');
    const fromAnywhere = incoming.method === 'POST' && foreignForms?.test(incoming.url ?? '');
    const refused = refusal(incoming.headers.host, fromAnywhere ? undefined : incoming.headers.origin);
    if (refused) refuse(outgoing, 403, refused);
    else if (declaredTooLarge(incoming.headers['content-length'], limit))
      refuse(outgoing, 413, 'Request body too large.');
    else void respond(incoming, outgoing);
  };
};

const wantsWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.trim().toLowerCase() === 'websocket';

/** Of connections whose requests and answers stream: longer than the slowest function may take. Milliseconds. */
const SILENCE_MS = 16 * 60_000;

/** For a client that is still sending when its answer has gone. Milliseconds. */
const LINGER_MS = 500;

const rawHandler = ({ config, onDone }: ListenOptions, raw: RawDoor, state: { draining: boolean }) => {
  const clientAddress = clientAddressReader(config.trustedProxy);
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const started = performance.now();
    const known: RequestFacts = { id: randomUUID(), ...clientAddress(incoming) };
    outgoing.once('close', () => {
      done(incoming, outgoing, known, performance.now() - started, onDone);
      if (!incoming.complete) setTimeout(() => incoming.destroy(), LINGER_MS).unref();
    });
    if (state.draining) outgoing.setHeader('connection', 'close');
    raw.handle(incoming, outgoing, known);
  };
};

const upgradeHandler = ({ config, onDone }: ListenOptions, raw: RawDoor) => {
  const clientAddress = clientAddressReader(config.trustedProxy);
  return (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const started = performance.now();
    const known: RequestFacts = { id: randomUUID(), ...clientAddress(incoming) };
    socket.once('close', () => {
      const status = known.errorCode === undefined ? 101 : 400;
      onDone?.({ ...known, ...methodAndPath(incoming), status, durationMs: performance.now() - started });
    });
    raw.upgrade(incoming, socket, head, known);
  };
};

const methodAndPath = ({ method = '', url = '' }: IncomingMessage) => ({ method, path: url.split('?', 1)[0] ?? '' });

const refuse = (outgoing: ServerResponse, status: number, message: string): void => {
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  outgoing.end(`${message}\n`);
};

const failed = (error: unknown, log: Log): Response => {
  const ofRequest = error instanceof Error && error.constructor.name === 'RequestError';
  if (!ofRequest) log.error({ err: error }, 'request failed');
  return new Response(null, { status: ofRequest ? 400 : 500 });
};

const done = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  facts: RequestFacts,
  durationMs: number,
  onDone: ListenOptions['onDone'],
): void => {
  const status = outgoing.writableFinished ? outgoing.statusCode : 499;
  onDone?.({ ...facts, ...methodAndPath(incoming), status, durationMs });
};
