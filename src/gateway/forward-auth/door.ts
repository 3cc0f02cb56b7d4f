/**
 * Forward authentication: a proxy that stands in front of its own backends asks here whether a request may pass (nginx
 * auth_request, Traefik ForwardAuth, Caddy forward_auth, Envoy ext_authz over HTTP). 200 with identity headers, or 401,
 * or 403. What applies is the route's authorizer in the API documents; or, with `?pool=…` in the address that the proxy
 * is configured with, tokens of that pool.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkMatcher, plainAddress } from '../../config/addresses.ts';
import type { Core } from '../../core/core.ts';
import type { RequestFacts } from '../../server/request-env.ts';
import { Refused } from '../answers.ts';
import type { Apis } from '../apis.ts';
import type { Authorizers } from '../authorizers/index.ts';
import type { Call, Identity } from '../call.ts';
import { isPreflight } from '../cors.ts';
import { identityHeaders } from '../identity.ts';
import { checkHeaders, operationOf, type Received, routeOf, selectApi, targetOf } from '../receive.ts';
import { failureAnswer, refusalOf, writeWhole } from '../reply.ts';
import { checkByQuery } from './by-query.ts';
import { type Original, originalOf } from './original.ts';

export const FORWARD_AUTH_PATH = '/_poolhouse/authorize';

export interface ForwardAuthParts {
  readonly core: Pick<Core, 'clock' | 'log'>;
  readonly apis: () => Apis;
  readonly authorizers: Authorizers;
  /** Addresses and networks of the proxies that may ask. */
  readonly forwardAuth: readonly string[];
}

export interface ForwardAuth {
  claims(incoming: IncomingMessage): boolean;
  handle(incoming: IncomingMessage, outgoing: ServerResponse, facts: RequestFacts): Promise<void>;
}

export const createForwardAuth = (parts: ForwardAuthParts): ForwardAuth => {
  const isTrusted = networkMatcher(parts.forwardAuth);
  return {
    claims: ({ url = '' }) =>
      url.startsWith(FORWARD_AUTH_PATH) && /^(?:$|[/?])/.test(url.slice(FORWARD_AUTH_PATH.length)),
    async handle(incoming, outgoing, facts) {
      facts.operation = 'forward-auth';
      incoming.resume();
      try {
        if (!isTrusted(plainAddress(incoming.socket.remoteAddress ?? ''))) throw new Refused('WAF_FILTERED');
        const identity = await decide(parts, incoming, facts);
        const headers = { 'cache-control': 'no-store', ...identityHeaders(identity) };
        writeWhole(outgoing, { status: 200, headers, body: new Uint8Array() }, {});
      } catch (error) {
        refuse(parts, outgoing, facts, error);
      }
    },
  };
};

const decide = async (parts: ForwardAuthParts, incoming: IncomingMessage, facts: RequestFacts): Promise<Identity> => {
  const [path = '', query = ''] = (incoming.url ?? '').slice(FORWARD_AUTH_PATH.length).split(/\?(.*)/s, 2);
  checkHeaders(incoming.rawHeaders);
  // What stands below our path is the client's, its query too.
  const wanted = new URLSearchParams(path === '' ? query : '');
  if (wanted.has('pool')) return checkByQuery(parts.authorizers, incoming, wanted);
  const below = path === '' ? '' : (incoming.url ?? '').slice(FORWARD_AUTH_PATH.length);
  const original = originalOf(incoming, below);
  if (!original) {
    parts.core.log.warn(
      { requestId: facts.id },
      'forward authentication: the original method and URI are not told by one voice',
    );
    throw new Refused('WAF_FILTERED');
  }
  return byDocuments(parts, incoming, facts, original);
};

const byDocuments = async (
  parts: ForwardAuthParts,
  incoming: IncomingMessage,
  facts: RequestFacts,
  { method, target, host, sourceIp, secure }: Original,
): Promise<Identity> => {
  const received: Received = {
    id: facts.id,
    method,
    target: targetOf(target),
    headers: { ...incoming.headers, host },
    rawHeaders: incoming.rawHeaders,
    sourceIp: plainAddress(sourceIp ?? facts.sourceIp),
    secure,
    at: parts.core.clock.now(),
    httpVersion: incoming.httpVersion,
  };
  const { served, segments } = selectApi(parts.apis(), received, host);
  if (!served.mayPass()) throw new Refused('THROTTLED');
  if (served.api.cors && isPreflight(received)) return { kind: 'none' };
  const call: Call = routeOf(served, segments, received);
  facts.operation = `forward-auth ${operationOf(call)}`;
  // The body goes by another way: the signature holds for the hash that it states.
  return parts.authorizers.check(call, async () => 'stated');
};

/** Proxies know 401 and 403; an authorizer that failed is an error of ours. */
const refuse = ({ core }: ForwardAuthParts, outgoing: ServerResponse, facts: RequestFacts, error: unknown): void => {
  const refused = refusalOf(error);
  facts.errorCode = refused.type;
  if (!(error instanceof Refused)) core.log.error({ err: error, requestId: facts.id }, 'forward authentication failed');
  const { status, headers, body } = failureAnswer({ id: facts.id, refused });
  const told = status === 401 || status >= 500 ? status : 403;
  const challenge: Record<string, string> = told === 401 ? { 'www-authenticate': 'Bearer' } : {};
  writeWhole(
    outgoing,
    { status: told, headers: { 'cache-control': 'no-store', ...challenge, ...headers }, body: Buffer.from(body) },
    {},
  );
};
