/**
 * Answers of the endpoints that clients call themselves: JSON that nobody keeps, for browsers of any origin too. Machines
 * call these all day, so an answer is written to its connection at once; a Response that is read again for it costs as
 * much as everything else that is done for a token, but for its signature.
 */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Core } from '../../core/core.ts';
import { ServiceError } from '../../core/errors.ts';
import type { SiteContext } from '../context.ts';

/**
 * There are no cookies here that a foreign page could borrow: a caller sends what it proves itself with, and beside it
 * whatever headers its library adds (Amplify's X-Amz-User-Agent, tracing).
 */
const FOR_BROWSERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'WWW-Authenticate',
};

/** RFC 6749 section 5.1. */
const UNKEPT = { 'cache-control': 'no-store', pragma: 'no-cache', 'x-content-type-options': 'nosniff' };

type Headers = Readonly<Record<string, string>>;

export const answered = ({ env }: SiteContext, body: object, status = 200, headers: Headers = {}): Response => {
  const text = JSON.stringify(body);
  env.outgoing.writeHead(status, {
    ...FOR_BROWSERS,
    ...UNKEPT,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  });
  env.outgoing.end(text);
  return RESPONSE_ALREADY_SENT;
};

export const nothing = (): Response => new Response(null, { status: 200, headers: { ...FOR_BROWSERS, ...UNKEPT } });

/** The answer to a preflight (Fetch standard, "CORS-preflight request"). */
export const preflight =
  (methods: readonly string[]) =>
  ({ req }: SiteContext): Response =>
    new Response(null, {
      status: 204,
      headers: {
        ...FOR_BROWSERS,
        'access-control-allow-headers': req.header('Access-Control-Request-Headers') ?? 'authorization, content-type',
        'access-control-allow-methods': methods.join(', '),
        'access-control-max-age': '7200',
        vary: 'Access-Control-Request-Headers',
      },
    });

export interface Refusal {
  readonly error: string;
  readonly description?: string | undefined;
}

/** RFC 6749 section 5.2. */
export const refused = (
  context: SiteContext,
  status: number,
  { error, description }: Refusal,
  headers?: Headers,
): Response => {
  context.env.facts.errorCode = error;
  return answered(context, { error, ...(description && { error_description: description }) }, status, headers);
};

/** Too many requests of this kind, or too much to do. Undefined: something else. */
export const tooMany = (context: SiteContext, error: unknown): Response | undefined =>
  error instanceof ServiceError && error.code === 'TooManyRequestsException'
    ? refused(context, 429, { error: 'temporarily_unavailable', description: error.message })
    : undefined;

/** A defect, or a store that does not answer. */
export const failed = (context: SiteContext, core: Pick<Core, 'log'>, error: Error): Response => {
  core.log.error({ err: error, request: context.env.facts.id }, 'request failed');
  return refused(context, 500, { error: 'server_error' });
};

/** For methods that an endpoint does not have. */
export const notAllowed =
  (methods: readonly string[]) =>
  (context: SiteContext): Response =>
    refused(
      context,
      405,
      { error: 'invalid_request', description: 'Method not allowed' },
      { allow: methods.join(', ') },
    );
