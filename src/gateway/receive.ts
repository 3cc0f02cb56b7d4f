/** From a request line and its headers to a call: which API, which route. Throws `Refused`. */
import type { IncomingMessage } from 'node:http';
import { Refused } from './answers.ts';
import { routeKeyOf } from './api.ts';
import type { Apis, Selected, ServedApi } from './apis.ts';
import { type Call, queryOf } from './call.ts';
import { readTarget, type Target } from './routing/target.ts';
import { readValue } from './values.ts';

export interface Received {
  readonly id: string;
  readonly method: string;
  readonly target: Target;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly secure: boolean;
  readonly at: number;
  readonly httpVersion: string;
}

const badRequest = () => new Refused('BAD_REQUEST_PARAMETERS', { message: 'Bad Request' });

/** Headers of which servers read now the first, now the last: one of them could be authorized and the other be used. */
const SINGLE: ReadonlySet<string> = new Set([
  ...['authorization', 'host', 'content-length', 'content-type', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'],
  ...['x-amz-content-sha256', 'transfer-encoding', 'user-agent', 'referer', 'from', 'proxy-authorization'],
]);

export const targetOf = (raw: string | undefined): Target => {
  const target = readTarget(raw ?? '');
  if (!target) throw badRequest();
  return target;
};

export const checkHeaders = (rawHeaders: readonly string[]): void => {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.has(name) || (name === 'transfer-encoding' && !/^chunked$/i.test(rawHeaders[at + 1] as string)))
      throw badRequest();
    seen.add(name);
  }
};

export const selectApi = (apis: Apis, received: Received, host: string | undefined): Selected => {
  const selected = apis.selector(host, received.target.segments);
  if (selected) return selected;
  const isRest = apis.all.some(({ api }) => api.form === 'rest');
  throw new Refused(isRest ? 'MISSING_AUTHENTICATION_TOKEN' : 'RESOURCE_NOT_FOUND');
};

/** What API Gateway knows; ANY is any of them. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export const routeOf = (served: ServedApi, segments: readonly string[], received: Received): Call => {
  const { api, router } = served;
  const { method, target } = received;
  const found = METHODS.has(method) ? router(method, segments, target.trailingSlash) : 'unknown';
  if (typeof found === 'string') {
    throw new Refused(api.form === 'rest' ? 'MISSING_AUTHENTICATION_TOKEN' : 'RESOURCE_NOT_FOUND');
  }
  const { route, parameters } = found;
  return { ...received, api, route, parameters, segments };
};

export const checkRequired = (call: Call): void => {
  const { required } = call.route;
  if (required.length === 0) return;
  const query = queryOf(call);
  const missing = required.flatMap((source) => {
    if (source.in === 'querystring') return query.has(source.name) ? [] : [source.name];
    return 'name' in source && readValue(call, source) === undefined ? [source.name] : [];
  });
  if (missing.length === 0) return;
  throw new Refused('BAD_REQUEST_PARAMETERS', {
    message: `Missing required request parameters: [${missing.join(', ')}]`,
  });
};

/** In log lines and metrics. */
export const operationOf = ({ api, route }: Call): string => `${api.id} ${routeKeyOf(route)}`;
