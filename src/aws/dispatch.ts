/**
 * Every request of the AWS APIs passes through here, in AWS's order: a signature is checked before the input is looked
 * at, an access token after it, because the token is part of the input, and so are the resources that policies ask for.
 * Handlers see none of it.
 */
import { addressee } from '../core/auth/challenges/setup-session.ts';
import type { Core } from '../core/core.ts';
import { AccessDenied, encodeRefusal } from '../core/credentials/denied.ts';
import { invalidParameter, notAuthorized, ServiceError } from '../core/errors.ts';
import { roleByArn } from '../core/iam/find.ts';
import { identityPoolNamed } from '../core/identity-pools/named.ts';
import type { Log } from '../core/ports.ts';
import { unverifiedPayload } from '../crypto/jws.ts';
import { type Answer, withHeaders } from './answer.ts';
import { authorizeRequest } from './authorize/index.ts';
import type { Callers } from './callers/caller.ts';
import { answerPreflight, exposeToBrowsers } from './cors.ts';
import { isDeclaredError, undeclaredIn } from './declared.ts';
import { AwsError, internalError } from './errors.ts';
import type { ServiceFacts, ServiceName } from './model/model.ts';
import type { Operation, RequestInfo, SignedCaller, TokenCaller } from './operation.ts';
import { json11 } from './protocols/json-1.1.ts';
import type { Protocol, Route, WireError } from './protocols/protocol.ts';
import { query } from './protocols/query.ts';
import type { RateLimit } from './rate-limit.ts';
import { bodyLimit, readBody } from './read-body.ts';
import { createService, type Operations, type Service } from './service.ts';

export interface DispatcherParts {
  readonly core: Core;
  /** The operations that this version has, by service. */
  readonly services: Readonly<Partial<Record<ServiceName, Operations | (() => Promise<Operations>)>>>;
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
  /** HTTPS all the way from the client. */
  readonly secure: boolean;
  door?: string;
  operation?: string;
  errorCode?: string;
}

export type Dispatch = (request: Request, peer: Peer) => Promise<Answer>;

const PROTOCOLS: readonly Protocol[] = [json11, query];

export const createDispatcher = (parts: DispatcherParts): Dispatch => {
  const services = Object.entries(parts.services).map(([name, table]) => createService(name as ServiceName, table));
  const door: Door = { ...parts, facts: services.map((service) => service.facts), services: byFacts(services) };
  return async (request, peer) => {
    peer.door = 'aws';
    if (request.method === 'OPTIONS') return answerPreflight();
    return exposeToBrowsers(await answer(door, request, peer));
  };
};

interface Door extends Omit<DispatcherParts, 'services'> {
  readonly facts: readonly ServiceFacts[];
  readonly services: ReadonlyMap<ServiceFacts, Service>;
}

const byFacts = (services: readonly Service[]) => new Map(services.map((service) => [service.facts, service]));

/** How far a request has come: an error is written in the form that was reached. */
interface Progress {
  protocol: Protocol;
  route?: Route;
}

const answer = async (door: Door, request: Request, peer: Peer): Promise<Answer> => {
  const progress: Progress = { protocol: json11 };
  try {
    return await pass(door, request, peer, progress);
  } catch (error) {
    const wire = toWireError(door, error, peer, progress.route);
    peer.errorCode = wire.code;
    return withReasons(door, error, progress.protocol.encodeError(wire, peer.id, progress.route));
  }
};

/** Sealed, for DecodeAuthorizationMessage. The body is AWS's, so it goes in a header. */
const REASONS = 'x-poolhouse-authorization-message';

const withReasons = ({ core }: Door, error: unknown, answer: Answer): Answer => {
  const refusal = error instanceof AccessDenied ? error.refusal : undefined;
  const reasons = refusal && encodeRefusal(core, refusal);
  return reasons === undefined ? answer : withHeaders(answer, { [REASONS]: reasons });
};

const pass = async (door: Door, request: Request, peer: Peer, progress: Progress): Promise<Answer> => {
  const { core, callers } = door;
  // 1. Find the operation, as far as the headers say.
  const protocol = PROTOCOLS.find((each) => each.speaks(request));
  if (protocol) progress.protocol = protocol;
  const named = protocol?.operationIn === 'headers' ? protocol.route(request, door.facts) : undefined;
  Object.assign(progress, named && { route: named });
  peer.operation = named?.name;
  // 2. Receive the body, up to the operation's limit.
  const body = await readBody(request, bodyLimit(peer.operation));
  if (!protocol) throw new AwsError('UnknownOperationException', 'Unknown operation');
  // 3. Parse the body's own form; it may name the operation.
  const parsed = protocol.parse(body, request);
  const route = named ?? protocol.route(request, door.facts, parsed);
  progress.route = route;
  peer.operation = route.name;
  const service = serviceOf(door, route);
  // 4. Authenticate the signature.
  const signer = isSigned(route) ? await callers.signed(request, body, route.facts.service) : undefined;
  // 5. Decode the members by their types.
  const input = protocol.decode(route, parsed);
  // 6. Validate.
  service.validator(route.name)(input);
  // 7. Find the handler.
  const operation = await handlerOf(service, route.name);
  // 8. Authenticate the access token.
  const holder = operation.caller === 'token' ? await holderOf(callers, route, input) : undefined;
  // 9. Ask the signer's policies.
  const info = infoOf(request, peer);
  if (signer !== undefined) {
    const service = route.facts.service;
    await authorizeRequest(core, { service, operation: route.name, caller: signer, input, info });
  }
  // 10. Limit the rate.
  door.rateLimit(route.name, await rateOwner(core, input, signer, holder));
  // 11. Handle.
  const output = await handle(core, operation, input, { signer, holder }, info);
  // 12. Encode.
  if (door.strict) assertDeclaredAnswer(route, output);
  return protocol.encode(route, output, peer.id);
};

/** Not every operation declares that its token's user or client is gone: there the token counts as revoked. */
const holderOf = async (callers: Callers, route: Route, input: object): Promise<TokenCaller> => {
  try {
    return await callers.token(accessTokenOf(input));
  } catch (error) {
    if (!(error instanceof ServiceError) || isDeclaredError(route.operation, error.code)) throw error;
    throw notAuthorized('Access Token has been revoked');
  }
};

const isSigned = (route: Route): boolean => route.operation.caller === 'signed';

export const infoOf = (request: Request, peer: Peer): RequestInfo => ({
  id: peer.id,
  sourceIp: peer.sourceIp,
  userAgent: request.headers.get('user-agent') ?? '',
  referer: request.headers.get('referer') ?? undefined,
  secure: peer.secure,
});

const serviceOf = (door: Door, { facts }: Route): Service => {
  const service = door.services.get(facts);
  if (service === undefined) throw new Error(`no service ${facts.service}`);
  return service;
};

/** Known to the model, but not built: told apart from what AWS does not know either. */
const handlerOf = async (service: Service, name: string): Promise<Operation> => {
  const operation = await service.operation(name);
  if (operation !== undefined) return operation;
  throw new AwsError(
    'UnsupportedOperationException',
    `Operation ${name} is not supported by this version of Poolhouse.`,
  );
};

/** Two operations call it optional although they do nothing without it (GetDevice, ForgetDevice). */
const accessTokenOf = (input: object): string => {
  const token = (input as { AccessToken?: string }).AccessToken;
  if (token !== undefined) return token;
  throw invalidParameter(
    "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
  );
};

/** All that names no client of ours shares one limit: made-up ids would each get their own otherwise. */
const NOBODY = 'nobody';

/** Signed calls count for their account and region, all others for their pool. */
const rateOwner = async (
  core: Pick<Core, 'clock' | 'directory' | 'store'>,
  input: object,
  signer: SignedCaller | undefined,
  holder: TokenCaller | undefined,
): Promise<string> => {
  if (signer !== undefined) return `${signer.account}/${signer.region}`;
  if (holder !== undefined) return holder.pool.id;
  const identityPool = await identityPoolNamed(core, input);
  if (identityPool !== undefined) return identityPool;
  const role = await roleByArn(core, (input as { RoleArn?: string }).RoleArn ?? '');
  if (role !== undefined) return role.account;
  const clientId = clientIn(input as Claims);
  const client = clientId === undefined ? undefined : await core.directory.findClient(clientId);
  return client?.poolId ?? NOBODY;
};

interface Claims {
  readonly ClientId?: string;
  readonly Session?: string;
  readonly AccessToken?: string;
}

/** As the caller says; nothing is believed of it but whose limit the call counts for. */
const clientIn = ({ ClientId, Session, AccessToken }: Claims): string | undefined => {
  if (ClientId !== undefined) return ClientId;
  if (Session !== undefined) return addressee(Session);
  const claimed = AccessToken === undefined ? undefined : unverifiedPayload(AccessToken)?.['client_id'];
  return typeof claimed === 'string' ? claimed : undefined;
};

interface Proved {
  readonly signer: SignedCaller | undefined;
  readonly holder: TokenCaller | undefined;
}

const handle = (core: Core, operation: Operation, input: object, { signer, holder }: Proved, info: RequestInfo) => {
  if (operation.caller === 'public') return operation.handle(core, input, info);
  if (operation.caller === 'signed' && signer !== undefined) return operation.handle(core, input, signer, info);
  if (operation.caller === 'token' && holder !== undefined) return operation.handle(core, input, holder, info);
  throw new Error('the caller was not authenticated');
};

const assertDeclaredAnswer = ({ facts, name, operation }: Route, output: object): void => {
  const undeclared = undeclaredIn(facts, operation, output);
  if (undeclared.length === 0) return;
  throw new Undeclared(`${name} answered what the model does not declare: ${undeclared.join(', ')}`);
};

/** Only in strict mode: its message goes to the caller, and names members, never values. */
class Undeclared extends Error {}

const toWireError = (door: Door, error: unknown, peer: Peer, route: Route | undefined): WireError => {
  if (error instanceof AwsError)
    return { code: error.code, message: error.message, status: error.status, byDoor: true };
  const { log, strict } = door;
  const fields = { requestId: peer.id, operation: peer.operation };
  if (error instanceof ServiceError) {
    if (route === undefined || isDeclaredError(route.operation, error.code)) return wireOf(error);
    log.warn({ ...fields, errorCode: error.code }, 'the model does not declare this error');
    if (!strict) return wireOf(error);
    return internalError(`${route.name} answered ${error.code}, which the model does not declare: ${error.message}`);
  }
  log.error({ ...fields, error: describe(error) }, 'request failed');
  return internalError(error instanceof Undeclared ? error.message : undefined);
};

/** No more of a foreign error than this: a database's own fields may quote the row. */
const describe = (error: unknown) =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : { name: typeof error };

const wireOf = ({ code, message }: ServiceError): WireError => ({
  code,
  message,
  status: code === 'InternalErrorException' ? 500 : 400,
});
