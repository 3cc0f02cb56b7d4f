/**
 * Door 4: authorization in front of a backend. A request is read, finds its API and its route, is authorized, and goes
 * on to the route's integration; nothing goes on that was not authorized in the very form in which it goes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Core } from '../core/core.ts';
import type { RequestFacts } from '../server/request-env.ts';
import { Refused } from './answers.ts';
import type { Api, HttpIntegration } from './api.ts';
import type { Apis } from './apis.ts';
import { type AuthorizerCore, type AuthorizerOptions, createAuthorizers } from './authorizers/index.ts';
import { readAll, readBody } from './body.ts';
import type { Call, Identity } from './call.ts';
import { isPreflight, preflightHeaders } from './cors.ts';
import { createForwardAuth, type ForwardAuth } from './forward-auth/door.ts';
import { answerHeaders, type Body, createUpstreams, streamBack, type Upstreams } from './integrations/http.ts';
import { askFunction } from './integrations/lambda.ts';
import { answerFrom, mappedAnswer, mockAnswer } from './integrations/mock.ts';
import { upstreamRequest } from './integrations/upstream-request.ts';
import { checkHeaders, checkRequired, operationOf, type Received, routeOf, selectApi, targetOf } from './receive.ts';
import {
  type Failure,
  failureAnswer,
  gatewayHeaders,
  ownHeaders,
  refusalOf,
  writeFailure,
  writeWhole,
} from './reply.ts';
import { acceptUpgrade, isWebSocket, refuseSocket } from './websocket.ts';

/** A door within the door: requests for AWS services, by what their signature names. */
export interface InnerDoor {
  /** Decides by the head alone. */
  claims(incoming: IncomingMessage): boolean;
  handle(incoming: IncomingMessage, outgoing: ServerResponse, facts: RequestFacts): void;
}

export interface GatewayParts extends AuthorizerOptions {
  readonly core: AuthorizerCore & Pick<Core, 'log'>;
  /** As they stand with each request. */
  readonly apis: () => Apis;
  /** Addresses and networks that may ask for forward authentication. */
  readonly forwardAuth: readonly string[];
  readonly services?: InnerDoor | undefined;
  /** Live and ready, for load balancers. */
  readonly health: (path: string) => Promise<{ readonly status: number; readonly body: string } | undefined>;
}

export interface GatewayDoor {
  handle(incoming: IncomingMessage, outgoing: ServerResponse, facts: RequestFacts): void;
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, facts: RequestFacts): void;
  /** WebSockets end with the service: they would never end by themselves. */
  endSockets(): void;
  close(): void;
}

export const createGatewayDoor = (parts: GatewayParts): GatewayDoor => {
  const upstreams = createUpstreams();
  const authorizers = createAuthorizers(parts.core, parts);
  const forwardAuth = createForwardAuth({ ...parts, authorizers });
  const sockets = new Set<Duplex>();
  const gateway: Gateway = { ...parts, upstreams, authorizers, forward: forwardAuth };
  return {
    handle(incoming, outgoing, facts) {
      facts.door = 'gateway';
      if (parts.services?.claims(incoming)) return parts.services.handle(incoming, outgoing, facts);
      const state: Progress = { id: facts.id };
      serve(gateway, incoming, outgoing, facts, state).catch((error: unknown) => {
        const refused = told(parts.core, error, facts);
        if (!incoming.complete) outgoing.setHeader('connection', 'close');
        writeFailure(outgoing, { ...state, refused });
      });
    },
    upgrade(incoming, socket, head, facts) {
      facts.door = 'gateway';
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      const state: Progress = { id: facts.id };
      upgrade(gateway, incoming, socket, head, facts, state).catch((error: unknown) => {
        const { status, headers, body } = failureAnswer({ ...state, refused: told(parts.core, error, facts) });
        refuseSocket(socket, status, headers, body);
      });
    },
    endSockets() {
      for (const socket of sockets) socket.destroy();
    },
    close: () => upstreams.close(),
  };
};

interface Gateway extends GatewayParts {
  readonly upstreams: Upstreams;
  readonly authorizers: ReturnType<typeof createAuthorizers>;
  readonly forward: ForwardAuth;
}

/** How far a request has come: a refusal is answered in its API's manner. */
type Progress = { -readonly [Key in keyof Omit<Failure, 'refused'>]: Failure[Key] };

const told = ({ log }: Pick<Core, 'log'>, error: unknown, facts: RequestFacts): Refused => {
  const refused = refusalOf(error);
  facts.errorCode = refused.type;
  if (!(error instanceof Refused)) log.error({ err: error, requestId: facts.id }, 'the gateway failed');
  else if (refused.type.startsWith('INTEGRATION')) log.warn({ err: refused.cause, requestId: facts.id }, refused.type);
  return refused;
};

const serve = async (
  gateway: Gateway,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  facts: RequestFacts,
  state: Progress,
): Promise<void> => {
  const health = incoming.url?.startsWith('/health/') ? await gateway.health(incoming.url) : undefined;
  if (health) return plainAnswer(outgoing, facts, health);
  if (gateway.forward.claims(incoming)) return gateway.forward.handle(incoming, outgoing, facts);
  const received = receive(gateway, incoming, facts);
  const call = place(gateway, received, state);
  if (typeof call === 'function') return writeWhole(outgoing, call(), {});
  facts.operation = operationOf(call);
  let whole: Buffer | undefined;
  const read = async (): Promise<Buffer> => {
    if (whole === undefined) letCome(incoming, outgoing);
    whole ??= await readBody(incoming);
    return whole;
  };
  const identity = await gateway.authorizers.check(call, async () => ({ bytes: await payloadOf(gateway, call, read) }));
  checkRequired(call);
  await integrate(gateway, call, identity, { incoming, outgoing, read, whole: () => whole });
};

/** Who asks before they send (RFC 9110 section 10.1.1) are told to when they may pass. */
const letCome = ({ headers }: IncomingMessage, outgoing: ServerResponse): void => {
  if (headers.expect?.toLowerCase() === '100-continue') outgoing.writeContinue();
};

/** A body that is said not to be signed stays where it is: it may stream. */
const payloadOf = async (
  { unsignedPayload }: Gateway,
  { headers }: Call,
  read: () => Promise<Buffer>,
): Promise<Buffer> =>
  unsignedPayload && headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD' ? Buffer.alloc(0) : read();

const plainAnswer = (
  outgoing: ServerResponse,
  facts: RequestFacts,
  { status, body }: { readonly status: number; readonly body: string },
): void => {
  facts.door = 'health';
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  writeWhole(outgoing, { status, headers, body: Buffer.from(body) }, {});
};

const receive = ({ core }: Gateway, incoming: IncomingMessage, facts: RequestFacts): Received => {
  const { method = '', url, headers, rawHeaders, httpVersion } = incoming;
  const target = targetOf(url);
  checkHeaders(rawHeaders);
  const { id, sourceIp, secure } = facts;
  return { id, method, target, headers, rawHeaders, sourceIp, secure, httpVersion, at: core.clock.now() };
};

type Ready = () => { status: number; headers: Record<string, string>; body: Uint8Array };

/** The call; or an answer that needs neither route nor authorizer (preflight requests of HTTP APIs). */
const place = (gateway: Gateway, received: Received, state: Progress): Call | Ready => {
  const { served, segments } = selectApi(gateway.apis(), received, received.headers.host);
  state.api = served.api;
  if (!served.mayPass()) throw new Refused('THROTTLED');
  const { cors } = served.api;
  if (cors && isPreflight(received)) {
    const headers = { ...preflightHeaders(cors, received), ...ownHeaders('http', received.id) };
    return () => ({ status: 204, headers, body: new Uint8Array() });
  }
  const call = routeOf(served, segments, received);
  state.call = call;
  return call;
};

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly read: () => Promise<Buffer>;
  /** What has been read of the body already. */
  readonly whole: () => Buffer | undefined;
}

const integrate = async (gateway: Gateway, call: Call, identity: Identity, exchange: Exchange): Promise<void> => {
  const { integration } = call.route;
  switch (integration?.kind) {
    case 'http':
      return throughHttp(gateway, integration, call, identity, exchange);
    case 'lambda': {
      const answer = await askFunction(gateway.core, integration, call, identity, await exchange.read());
      return writeWhole(exchange.outgoing, answer, gatewayHeaders(call));
    }
    case 'mock':
      return writeWhole(exchange.outgoing, mockAnswer(integration, call, identity), gatewayHeaders(call));
    default:
      throw new Refused('API_CONFIGURATION_ERROR');
  }
};

const throughHttp = async (
  { upstreams }: Gateway,
  integration: HttpIntegration,
  call: Call,
  identity: Identity,
  { incoming, outgoing, whole }: Exchange,
): Promise<void> => {
  const request = upstreamRequest(integration, call, identity);
  const bytes = whole();
  const body: Body = bytes === undefined ? { kind: 'stream', from: incoming } : { kind: 'bytes', bytes };
  if (bytes === undefined) letCome(incoming, outgoing);
  const answer = await upstreams.send(request, body, integration.timeoutMs, outgoing);
  if (outgoing.destroyed) return void answer.destroy();
  const own = gatewayHeaders(call);
  if (!integration.proxy) return mapAnswer(integration, call, identity, answer, outgoing);
  outgoing.writeHead(answer.statusCode ?? 502, answerHeaders(answer, own, isCorsHeader(call.api)));
  streamBack(answer, outgoing);
};

/** HTTP APIs with CORS of their own leave nothing of the upstream's. */
const isCorsHeader =
  ({ cors }: Api) =>
  (name: string): boolean =>
    cors !== undefined && name.startsWith('access-control-');

/** `http`: the document says what of the answer goes back. */
const mapAnswer = async (
  { answers }: HttpIntegration,
  call: Call,
  identity: Identity,
  answer: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const mapped = mappedAnswer(answers, String(answer.statusCode));
  if (!mapped) {
    answer.destroy();
    throw new Refused('INTEGRATION_FAILURE');
  }
  const header = (name: string): string | undefined => [answer.headers[name] ?? []].flat()[0];
  const body = await readAll(answer);
  const whole = answerFrom(mapped, call, identity, header, '');
  const isTemplate = Object.keys(mapped.templates).length > 0;
  if (isTemplate) {
    return writeWhole(outgoing, answerFrom(mapped, call, identity, header, body.toString()), gatewayHeaders(call));
  }
  const type = header('content-type');
  const headers = { ...(type !== undefined && { 'content-type': type }), ...whole.headers };
  writeWhole(outgoing, { status: whole.status, headers, body }, gatewayHeaders(call));
};

const upgrade = async (
  gateway: Gateway,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  facts: RequestFacts,
  state: Progress,
): Promise<void> => {
  socket.on('error', () => socket.destroy());
  const received = receive(gateway, incoming, facts);
  const call = place(gateway, received, state);
  if (typeof call === 'function' || !isWebSocket(incoming))
    throw new Refused('BAD_REQUEST_PARAMETERS', { message: 'Bad Request' });
  facts.operation = operationOf(call);
  const { integration } = call.route;
  if (integration?.kind !== 'http' || !integration.proxy) {
    throw new Refused('BAD_REQUEST_PARAMETERS', { message: 'Bad Request' });
  }
  const identity = await gateway.authorizers.check(call, async () => ({ bytes: new Uint8Array() }));
  checkRequired(call);
  const request = upstreamRequest(integration, call, identity);
  const upgraded = await gateway.upstreams.upgrade({ ...request, method: 'GET' }, integration.timeoutMs);
  if (socket.destroyed) return void (upgraded.kind === 'upgraded' ? upgraded.socket : upgraded.answer).destroy();
  if (upgraded.kind === 'upgraded') return acceptUpgrade(socket, head, upgraded);
  const { answer } = upgraded;
  const body = await readAll(answer);
  refuseSocket(
    socket,
    answer.statusCode ?? 502,
    { 'content-type': answer.headers['content-type'] ?? 'text/plain' },
    body.toString(),
  );
};
