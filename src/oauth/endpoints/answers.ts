/** Answers of the endpoints that clients call themselves: JSON that nobody keeps, for browsers of any origin too. */
import { cors } from 'hono/cors';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Core } from '../../core/core.ts';
import type { SiteContext } from '../context.ts';

/**
 * There are no cookies here that a foreign page could borrow: a caller sends what it proves itself with, and beside it
 * whatever headers its library adds (Amplify's X-Amz-User-Agent, tracing).
 */
export const forBrowsers = (methods: string[]) =>
  cors({
    origin: '*',
    allowMethods: methods,
    exposeHeaders: ['WWW-Authenticate'],
    maxAge: 7_200,
  });

/** RFC 6749 section 5.1. */
export const unkept = (context: SiteContext): void => {
  context.header('Cache-Control', 'no-store');
  context.header('Pragma', 'no-cache');
  context.header('X-Content-Type-Options', 'nosniff');
};

export interface Refusal {
  readonly error: string;
  readonly description?: string | undefined;
}

/** RFC 6749 section 5.2. */
export const refused = (
  context: SiteContext,
  status: ContentfulStatusCode,
  { error, description }: Refusal,
): Response => {
  context.env.facts.errorCode = error;
  unkept(context);
  return context.json({ error, ...(description && { error_description: description }) }, status);
};

/** A defect, or a store that does not answer. */
export const failed = (context: SiteContext, core: Pick<Core, 'log'>, error: Error): Response => {
  core.log.error({ err: error, request: context.env.facts.id }, 'request failed');
  return refused(context, 500, { error: 'server_error' });
};

/** For methods that an endpoint does not have. */
export const notAllowed =
  (methods: readonly string[]) =>
  (context: SiteContext): Response => {
    context.header('Allow', methods.join(', '));
    return refused(context, 405, { error: 'invalid_request', description: 'Method not allowed' });
  };
