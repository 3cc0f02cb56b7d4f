/**
 * The words by which documents name parts of a request and of an answer.
 * Source: API Gateway developer guide, "API Gateway mapping template and access logging variable reference",
 * "Request and response data mapping", and "Transform API requests and responses" (HTTP APIs).
 */
import type { Mapping, ParameterSource } from '../api.ts';
import type { Node } from './fields.ts';

const REQUEST = /^method\.request\.(header|querystring|path|multivalueheader|multivaluequerystring)\.(.+)$/;
const HTTP_REQUEST = /^\$request\.(header|querystring|path)\.(.+)$/;

/** Undefined: no expression that is known. */
export const sourceOf = (text: string): ParameterSource | undefined => {
  const literal = /^'(.*)'$/s.exec(text);
  if (literal) return { in: 'static', value: literal[1] ?? '' };
  if (text === 'method.request.body' || text === '$request.body') return { in: 'body' };
  const request = REQUEST.exec(text) ?? HTTP_REQUEST.exec(text);
  if (request) {
    const place = (request[1] ?? '').replace('multivalue', '') as 'header' | 'querystring' | 'path';
    return { in: place, name: place === 'header' ? (request[2] ?? '').toLowerCase() : (request[2] ?? '') };
  }
  const other = /^\$?(context|stageVariables)\.(.+)$/.exec(text);
  if (other) return { in: other[1] as 'context' | 'stageVariables', name: other[2] ?? '' };
  return undefined;
};

export const readSource = (node: Node): ParameterSource | undefined => {
  const text = node.needText();
  const source = sourceOf(text);
  return source ?? node.fault(`${JSON.stringify(text)} is no expression that is known`);
};

/** `integration.request.header.X: method.request.header.Y` */
const readRestMapping = (key: string, node: Node): Mapping | undefined => {
  const to = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(key);
  if (!to) return node.fault('only integration.request.header, querystring and path can be mapped');
  const from = readSource(node);
  return from && { to: { in: to[1] as 'header', name: to[2] ?? '' }, action: 'overwrite', from };
};

/** `append:header.X: $request.querystring.y`, `overwrite:path: /a` (its whole value may also be plain text). */
const readHttpMapping = (key: string, node: Node): Mapping | undefined => {
  const to = /^(append|overwrite|remove):(?:(header|querystring)\.(.+)|(path))$/.exec(key);
  if (!to) return node.fault('is no parameter mapping');
  const text = node.needText();
  const from = sourceOf(text) ?? (text.includes('$') ? undefined : { in: 'static' as const, value: text });
  if (!from) return node.fault(`${JSON.stringify(text)} is no expression that is known`);
  const place = (to[2] ?? to[4]) as 'header' | 'querystring' | 'path';
  return { to: { in: place, name: to[3] ?? '' }, action: to[1] as Mapping['action'], from };
};

export const readMappings = (node: Node): Mapping[] =>
  node.entries().flatMap(([key, each]) => {
    const read = key.startsWith('integration.') ? readRestMapping : readHttpMapping;
    return read(key, each) ?? [];
  });
