/**
 * The OAuth and OpenID Connect door: the documents that verifiers of a pool's tokens read, below `/{pool id}`, and the
 * sites of pools that have a domain (endpoints/, pages/), each on the host of its domain and below `/{pool id}` too.
 */
import { Hono } from 'hono';
import type { Core } from '../core/core.ts';
import { type Site, siteAtHost, siteOfPool } from '../core/domains/site.ts';
import type { RequestEnv } from '../server/request-env.ts';
import { documentRoutes } from './documents.ts';
import { identityIssuerRoutes } from './identity-issuer.ts';
import type { Limit } from './limit.ts';
import type { Sites } from './sites.ts';

export interface OauthDoor {
  /** Routes below `/{pool id}`. */
  readonly routes: Hono<{ Bindings: RequestEnv }>;
  /** Undefined: the host is not one of a pool's domain. */
  atHost(request: Request, env: RequestEnv): Promise<Response | undefined>;
  /** Loads what the first request to a site would wait for. */
  warm(): Promise<void>;
}

export const createOauthDoor = (core: Core, limit: Limit): OauthDoor => {
  const sites = whenAsked(core, limit);
  const routes = new Hono<{ Bindings: RequestEnv }>();
  routes.route('/', identityIssuerRoutes(core));
  routes.route('/', documentRoutes(core));
  routes.all('/:poolId{[a-z]{2}(?:-[a-z]+)+-\\d+_[A-Za-z0-9]+}/*', async (context, next) => {
    const { origin, pathname } = new URL(context.req.url);
    const site = await siteOfPool(core, context.req.param('poolId'), ownOrigin(origin, context.env));
    if (!site) return next();
    return (await sites())(context.req.raw, context.env, site, pathname.slice(site.basePath.length));
  });
  return {
    routes,
    atHost: async (request, env) => {
      const host = env.incoming.headers.host;
      const site = host && (await siteAtHost(core, host));
      if (!site) return undefined;
      return (await sites())(request, env, withScheme(site, env), new URL(request.url).pathname);
    },
    warm: async () => void (await sites()),
  };
};

const whenAsked = (core: Core, limit: Limit): (() => Promise<Sites>) => {
  let sites: Promise<Sites> | undefined;
  return () => {
    sites ??= import('./sites.ts').then(({ createSites }) => createSites(core, limit));
    return sites;
  };
};

/** The scheme is the one between the browser and us, or the trusted proxy. */
const ownOrigin = (origin: string, { facts }: RequestEnv): string =>
  facts.secure ? origin.replace(/^http:/, 'https:') : origin.replace(/^https:/, 'http:');

const withScheme = (site: Site, env: RequestEnv): Site => ({ ...site, url: ownOrigin(site.url, env) });
