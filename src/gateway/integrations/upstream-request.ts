/** What an HTTP integration asks its upstream for: address, method, headers. */

import { Refused } from '../answers.ts';
import type { HttpIntegration, ParameterSource } from '../api.ts';
import type { Call, Identity } from '../call.ts';
import { headerOf } from '../call.ts';
import { identityHeaders, isIdentityHeader } from '../identity.ts';
import { encodeSegment, readTarget } from '../routing/target.ts';
import { readValue } from '../values.ts';
import { addHeader, endToEnd, type HeaderMap, headerValue } from './headers.ts';

export interface UpstreamRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: HeaderMap;
}

/** Throws `Refused` where what a mapping makes is no path. */
export const upstreamRequest = (integration: HttpIntegration, call: Call, identity: Identity): UpstreamRequest => {
  const { mappings } = integration;
  const path = new Map<string, string>();
  const passed = passedSearch(call, identity);
  const query = new URLSearchParams(mappings.length > 0 ? passed : '');
  const headers = passedHeaders(call, identity);
  let whole: string | undefined;
  let queryChanged = false;
  for (const { to, action, from } of mappings) {
    const value = action === 'remove' ? undefined : readValue(call, from, identity);
    if (value === undefined && action === 'append') continue;
    if (to.in === 'path' && to.name === '') whole = value ?? whole;
    else if (to.in === 'path') path.set(to.name, isPath(from) ? encodePath(value ?? '') : encodeSegment(value ?? ''));
    else if (to.in === 'header') setHeader(headers, to.name.toLowerCase(), action, value);
    else {
      queryChanged = true;
      setQuery(query, to.name, action, value);
    }
  }
  const search = queryChanged ? asSearch(query) : passed;
  const address = addressOf(integration.uri, call, path, whole, search);
  return { ...address, method: integration.method ?? call.method, headers };
};

/** Only a part of a path may hold several segments: a claim or a header is one, whatever stands in it. */
const isPath = ({ in: place }: ParameterSource): boolean => place === 'path' || place === 'static';

type Action = 'append' | 'overwrite' | 'remove';

/** Who was let in is ours to say, and how long the body is the connection's. */
const isReserved = (name: string): boolean =>
  isIdentityHeader(name) || /^(host|content-length|transfer-encoding|connection|upgrade)$/.test(name);

const setHeader = (headers: HeaderMap, name: string, action: Action, value: string | undefined): void => {
  if (isReserved(name)) return;
  // Where there is no value, the one that the client made up does not stand in its place, however it is written.
  if (action !== 'append')
    for (const each of Object.keys(headers)) if (dashed(each) === dashed(name)) delete headers[each];
  if (value !== undefined) addHeader(headers, name, headerValue(value));
};

const setQuery = (query: URLSearchParams, name: string, action: Action, value: string | undefined): void => {
  if (action === 'remove' || value === undefined) query.delete(name);
  else if (action === 'append') query.append(name, value);
  else query.set(name, value);
};

const asSearch = (query: URLSearchParams): string => (query.size > 0 ? `?${query}` : '');

const addressOf = (
  uri: string,
  call: Call,
  given: ReadonlyMap<string, string>,
  whole: string | undefined,
  search: string,
): { readonly origin: string; readonly path: string } => {
  const [, origin = '', rest = ''] = /^([a-z]+:\/\/[^/?]+)(.*)$/i.exec(uri) ?? [];
  const [template = '', fixed] = rest.split('?', 2) as [string, string?];
  const value = (name: string): string =>
    given.get(name) ?? (Object.hasOwn(call.parameters, name) ? encodePath(call.parameters[name] ?? '') : '');
  const filled = whole ?? template.replace(/\{([^}+]+)\+?\}/g, (_, name: string) => value(name));
  const path = filled === '' ? '/' : filled;
  // A mapped value may hold anything: what comes of it is looked at like a client's own path.
  if (readTarget(path) === undefined) throw new Refused('BAD_REQUEST_PARAMETERS', { message: 'Bad Request' });
  const own = fixed?.replace(/\{([^}+]+)\+?\}/g, (_, name: string) =>
    encodeURIComponent(decodeURIComponent(value(name))),
  );
  return { origin, path: path + (own ? `?${own}${without(search, own)}` : search) };
};

/** The client's parameters, but for those that the document sets: a second value would be the one that counts. */
const without = (search: string, own: string): string => {
  const taken = new URLSearchParams(own);
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && ![...new URLSearchParams(pair).keys()].some((name) => taken.has(name)));
  return kept.map((pair) => `&${pair}`).join('');
};

const encodePath = (value: string): string => value.split('/').map(encodeSegment).join('/');

/**
 * Beside what concerns a connection: names under which some server would see another client, another path or another
 * method than were authorized, or (`proxy`, as CGI hands it on) send its own requests elsewhere.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'proxy', 'forwarded', 'x-real-ip', 'x-client-ip', 'client-ip'],
  ...['true-client-ip', 'cf-connecting-ip', 'x-cluster-client-ip', 'x-rewrite-url', 'x-http-method-override'],
  ...['x-http-method', 'x-method-override', 'x-amzn-apigateway-api-id'],
]);

const FAMILIES = /^x-(?:forwarded|original|poolhouse)-/;

/** Servers that make variables of headers take `_` and `-` for one. */
const dashed = (name: string): string => (name.includes('_') ? name.replaceAll('_', '-') : name);

const isLeftOut = (given: string): boolean => {
  const name = dashed(given);
  return LEFT_OUT.has(name) || FAMILIES.test(name);
};

/** A signature was for us: nobody behind us needs it, and who has it could use it once more while its time lasts. */
const SIGNATURE = ['authorization', 'x-amz-security-token'];

const passedSearch = ({ target }: Call, { kind }: Identity): string => {
  if (kind !== 'iam' || !/[?&]X-Amz-/i.test(target.search)) return target.search;
  const kept = target.search
    .slice(1)
    .split('&')
    .filter((pair) => !/^X-Amz-/i.test(pair));
  return kept.length > 0 ? `?${kept.join('&')}` : '';
};

const passedHeaders = (call: Call, identity: Identity): HeaderMap => {
  const headers: HeaderMap = Object.create(null);
  for (const [name, value] of endToEnd(call.rawHeaders, isLeftOut)) addHeader(headers, name, value);
  if (identity.kind === 'iam') for (const name of SIGNATURE) delete headers[name];
  const host = headerOf(call, 'host');
  headers['x-forwarded-for'] = call.sourceIp;
  headers['x-forwarded-proto'] = call.secure ? 'https' : 'http';
  if (host !== undefined) headers['x-forwarded-host'] = host;
  headers['x-amzn-apigateway-api-id'] = call.api.id;
  if (call.api.identityHeaders) Object.assign(headers, told(identity));
  return headers;
};

/** Empty ones are not sent. */
const told = (identity: Identity): Record<string, string> =>
  Object.fromEntries(Object.entries(identityHeaders(identity)).filter(([, value]) => value !== ''));
