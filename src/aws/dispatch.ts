/**
 * Every request of the AWS APIs passes through here, in AWS's order: a signature is checked before the input is looked
 * at, an access token after it, because the token is part of the input. Handlers see neither.
 */
import type { Core } from '../core/core.ts';
import { invalidParameter, ServiceError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import type { Callers } from './callers/caller.ts';
import { answerPreflight, exposeToBrowsers } from './cors.ts';
import { isDeclaredError, undeclaredIn } from './declared.ts';
import { AwsError, internalError } from './errors.ts';
import type { ServiceFacts, ServiceName } from './model/model.ts';
import type { Operation, RequestInfo, SignedCaller, TokenCaller } from './operation.ts';
import { json11 } from './protocols/json-1.1.ts';
import type { Protocol, Route, WireError } from './protocols/protocol.ts';
import type { RateLimit } from './rate-limit.ts';
import { readBody } from './read-body.ts';
import { createService, type Service } from './service.ts';

export interface DispatcherParts {
  readonly core: Core;
  /** The operations that this version has, by service. */
  readonly services: Readonly<Partial<Record<ServiceName, Readonly<Record<string, Operation>>>>>;
  readonly callers: Callers;
  readonly rateLimit: RateLimit;
  /** Hears of defects only; every request's own line is the listener's. */
  readonly log: Log;
  /** Tests: an answer or error that the model does not declare becomes a 500 that says so. */
  readonly strict?: boolean;
}

/** What the listener knows of a request; the rest is filled in here for its access log and metrics. */
export interface Peer {
  readonly id: string;
  readonly sourceIp: string;
  door?: string;
  operation?: string;
  errorCode?: string;
}

export type Dispatch = (request: Request, peer: Peer) => Promise<Response>;

const PROTOCOLS: readonly Protocol[] = [json11];

export const createDispatcher = (parts: DispatcherParts): Dispatch => {
  const services = Object.entries(parts.services).map(([name, table]) => createService(name as ServiceName, table));
  return async (request, peer) => {
    peer.door = 'aws';
    if (request.method === 'OPTIONS') return answerPreflight();
    return exposeToBrowsers(await answer(parts, services, request, peer));
  };
};

/** A request on its way: filled phase by phase, so that an error can be written in the form that was reached. */
interface Journey {
  protocol: Protocol;
  route?: Route;
}

const answer = async (parts: DispatcherParts, services: readonly Service[], request: Request, peer: Peer): Promise<Response> => {
  const journey: Journey = { protocol: json11 };
  try {
    return await pass(parts, services, request, peer, journey);
  } catch (error) {
    const wire = toWireError(parts, error, peer, journey);
    peer.errorCode = wire.code;
    return journey.protocol.encodeError(wire, peer.id, journey.route);
  }
};

const pass = async (
  parts: DispatcherParts,
  services: readonly Service[],
  request: Request,
  peer: Peer,
  journey: Journey,
): Promise<Response> => {
  const { core, callers } = parts;
  // 1. Receive: the body, up to its limit.
  const body = await readBody(request);
  // 2. Find the operation.
  const { protocol, route } = findRoute(request, services.map((service) => service.facts));
  journey.protocol = protocol;
  journey.route = route;
  peer.operation = route.name;
  const service = serviceOf(services, route.facts);
  const info: RequestInfo = { id: peer.id, sourceIp: peer.sourceIp, userAgent: request.headers.get('user-agent') ?? '' };
  // 3. Parse the body's form.
  const parsed = protocol.parse(body);
  // 4. Authenticate the signature.
  const signer = route.operation.caller === 'signed' ? await callers.signed(request, body, route.facts.service) : undefined;
  // 5. Decode the members' types.
  const input = protocol.decode(route, parsed);
  // 6. Validate.
  service.validator(route.name)(input);
  // 7. Is it built?
  const operation = service.operations[route.name];
  if (operation === undefined) throw notBuilt(route.name);
  // 8. Authenticate the access token.
  const holder = operation.caller === 'token' ? await callers.token(accessTokenOf(input)) : undefined;
  // 9. Limit the rate.
  parts.rateLimit(route.name, await rateOwner(core, input, signer, holder));
  // 10. Handle.
  const output = await handle(core, operation, input, signer, holder, info);
  // 11. Encode.
  if (parts.strict) assertDeclaredAnswer(route, output);
  return protocol.encode(route, output, peer.id);
};

const findRoute = (request: Request, services: readonly ServiceFacts[]): { protocol: Protocol; route: Route } => {
  for (const protocol of PROTOCOLS) {
    const route = protocol.route(request, services);
    if (route !== undefined) return { protocol, route };
  }
  throw new AwsError('UnknownOperationException', 'Unknown operation');
};

const serviceOf = (services: readonly Service[], facts: ServiceFacts): Service => {
  const service = services.find((candidate) => candidate.facts === facts);
  if (service === undefined) throw new Error(`no service ${facts.service}`);
  return service;
};

const notBuilt = (operation: string) =>
  new AwsError('UnsupportedOperationException', `Operation ${operation} is not supported by this version of Poolhouse.`);

/** Two operations call it optional although they do nothing without it (GetDevice, ForgetDevice). */
const accessTokenOf = (input: object): string => {
  const token = (input as { AccessToken?: string }).AccessToken;
  if (token !== undefined) return token;
  throw invalidParameter(
    "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
  );
};

/** Signed calls count for their account and region, all others for their pool; an unknown client's for that id. */
const rateOwner = async (
  core: Pick<Core, 'directory'>,
  input: object,
  signer: SignedCaller | undefined,
  holder: TokenCaller | undefined,
): Promise<string> => {
  if (signer !== undefined) return `${signer.account}/${signer.region}`;
  if (holder !== undefined) return holder.pool.id;
  const clientId = (input as { ClientId?: string }).ClientId;
  if (clientId === undefined) return 'anonymous';
  return (await core.directory.findClient(clientId))?.poolId ?? clientId;
};

const handle = (
  core: Core,
  operation: Operation,
  input: object,
  signer: SignedCaller | undefined,
  holder: TokenCaller | undefined,
  info: RequestInfo,
): Promise<object> => {
  if (operation.caller === 'public') return operation.handle(core, input, info);
  if (operation.caller === 'signed' && signer !== undefined) return operation.handle(core, input, signer, info);
  if (operation.caller === 'token' && holder !== undefined) return operation.handle(core, input, holder, info);
  throw new Error('the caller was not authenticated');
};

const assertDeclaredAnswer = ({ facts, name, operation }: Route, output: object): void => {
  const undeclared = undeclaredIn(facts, operation, output);
  if (undeclared.length > 0) throw new Undeclared(`${name} answered what the model does not declare: ${undeclared.join(', ')}`);
};

/** Only in strict mode: its message goes to the caller, and names members, never values. */
class Undeclared extends Error {}

const toWireError = (parts: DispatcherParts, error: unknown, peer: Peer, { route }: Journey): WireError => {
  if (error instanceof AwsError) return error;
  if (error instanceof ServiceError && isDeclared(route, error)) return wireOf(error);
  const { log } = parts;
  if (error instanceof ServiceError && !parts.strict) {
    log.warn({ requestId: peer.id, operation: peer.operation, code: error.code }, 'answered an undeclared error');
    return wireOf(error);
  }
  log.error({ requestId: peer.id, operation: peer.operation, err: error }, 'request failed');
  return internalError(parts.strict ? explain(route, error) : undefined);
};

const isDeclared = (route: Route | undefined, error: ServiceError): boolean =>
  route === undefined || isDeclaredError(route.operation, error.code);

const wireOf = ({ code, message }: ServiceError): WireError => ({
  code,
  message,
  status: code === 'InternalErrorException' ? 500 : 400,
});

const explain = (route: Route | undefined, error: unknown): string | undefined => {
  if (error instanceof Undeclared) return error.message;
  if (error instanceof ServiceError) return `${route?.name} answered ${error.code}, which the model does not declare`;
  return undefined;
};
