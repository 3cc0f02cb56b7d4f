/** What every endpoint and page of a pool's site is given: the request, and the site that it came to. */
import type { Context, Hono } from 'hono';
import type { Site } from '../core/domains/site.ts';
import type { RequestEnv } from '../server/request-env.ts';
import type { Limit, LimitedOperation } from './limit.ts';

export interface SiteEnv extends RequestEnv {
  readonly site: Site;
  /** Of the request, without the site's base path. */
  readonly sitePath: string;
  readonly limit: Limit;
}

export type SiteApp = Hono<{ Bindings: SiteEnv }>;
export type SiteContext = Context<{ Bindings: SiteEnv }>;

/** Before the work is done. `apart`: has the quota of the operation for itself. Throws TooManyRequestsException. */
export const countAs = ({ env }: SiteContext, operation: LimitedOperation, apart?: string): void =>
  env.limit(operation, apart === undefined ? env.site.pool.id : `${env.site.pool.id} ${apart}`);

/** An address of this site: `path` begins with a slash. */
export const addressOf = ({ env }: SiteContext, path: string): string => `${env.site.url}${path}`;

/** Epoch and origin alone decide where a browser sends it back: scheme, host and port as it asked. */
export const isSecure = ({ env }: SiteContext): boolean => env.site.url.startsWith('https:');
