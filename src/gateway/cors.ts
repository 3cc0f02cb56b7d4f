/**
 * CORS of HTTP APIs: preflight requests are answered here, and answers carry the headers that the document asks for,
 * whatever the integration says.
 * Source: API Gateway developer guide, "Configure CORS for HTTP APIs in API Gateway".
 */
import type { Cors } from './api.ts';
import { type Call, headerOf } from './call.ts';

type Headers = Record<string, string>;

export const isPreflight = ({ method, headers }: Pick<Call, 'method' | 'headers'>): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

export const preflightHeaders = (cors: Cors, call: Pick<Call, 'headers'>): Headers => {
  const origin = allowedOrigin(cors, headerOf(call, 'origin'));
  if (origin === undefined) return {};
  return {
    ...originHeaders(cors, origin),
    ...(cors.allowMethods.length > 0 && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
    ...(cors.allowHeaders.length > 0 && { 'access-control-allow-headers': cors.allowHeaders.join(',') }),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
};

export const corsHeaders = (cors: Cors, call: Pick<Call, 'headers'>): Headers => {
  const origin = allowedOrigin(cors, headerOf(call, 'origin'));
  if (origin === undefined) return {};
  const expose = cors.exposeHeaders.join(',');
  return { ...originHeaders(cors, origin), ...(expose ? { 'access-control-expose-headers': expose } : NONE) };
};

const originHeaders = ({ allowCredentials }: Cors, origin: string): Headers => ({
  'access-control-allow-origin': origin,
  ...(origin === '*' ? NONE : { vary: 'Origin' }),
  ...(allowCredentials ? { 'access-control-allow-credentials': 'true' } : NONE),
});

const NONE: Headers = {};

const allowedOrigin = ({ allowOrigins }: Cors, origin: string | undefined): string | undefined => {
  if (origin === undefined) return undefined;
  if (allowOrigins.includes('*')) return '*';
  return allowOrigins.some((each) => each === origin || matches(each, origin)) ? origin : undefined;
};

/** `https://*` and `http://*` name every origin of the scheme. */
const matches = (pattern: string, origin: string): boolean =>
  pattern.endsWith('//*') && origin.startsWith(pattern.slice(0, -1));
