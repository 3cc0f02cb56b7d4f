/**
 * The OAuth and OpenID Connect door: the documents that verifiers of a pool's tokens read, below `/{pool id}`, and the
 * sites of pools that have a domain (endpoints/, pages/), each on the host of its domain and below `/{pool id}` too.
 */
import { Hono } from 'hono';
import type { Core } from '../core/core.ts';
import { type Site, siteAtHost, siteOfPool } from '../core/domains/site.ts';
import type { RequestEnv } from '../server/request-env.ts';
import type { SiteApp, SiteEnv } from './context.ts';
import { documentRoutes } from './documents.ts';
import { endpointRoutes } from './endpoints/index.ts';
import { pageRoutes } from './pages/index.ts';

export interface OauthDoor {
  /** Routes below `/{pool id}`. */
  readonly routes: Hono<{ Bindings: RequestEnv }>;
  /** Undefined: the host is not one of a pool's domain. */
  atHost(request: Request, env: RequestEnv): Promise<Response | undefined>;
}

export const createOauthDoor = (core: Core): OauthDoor => {
  const sites = createSites(core);
  const routes = new Hono<{ Bindings: RequestEnv }>();
  routes.route('/', documentRoutes(core));
  routes.all('/:poolId{[a-z]{2}(?:-[a-z]+)+-\\d+_[A-Za-z0-9]+}/*', async (context, next) => {
    const { origin, pathname } = new URL(context.req.url);
    const site = await siteOfPool(core, context.req.param('poolId'), ownOrigin(origin, context.env));
    if (!site) return next();
    return sites(context.req.raw, context.env, site, pathname.slice(site.basePath.length));
  });
  return {
    routes,
    atHost: async (request, env) => {
      const host = env.incoming.headers.host;
      const site = host && (await siteAtHost(core, host));
      return site ? sites(request, env, withScheme(site, env), new URL(request.url).pathname) : undefined;
    },
  };
};

/** The scheme is the one between the browser and us, or the trusted proxy. */
const ownOrigin = (origin: string, { facts }: RequestEnv): string =>
  facts.secure ? origin.replace(/^http:/, 'https:') : origin.replace(/^https:/, 'http:');

const withScheme = (site: Site, env: RequestEnv): Site => ({ ...site, url: ownOrigin(site.url, env) });

type Sites = (request: Request, env: RequestEnv, site: Site, sitePath: string) => Response | Promise<Response>;

const createSites = (core: Core): Sites => {
  const app: SiteApp = new Hono<{ Bindings: SiteEnv }>({
    getPath: (_request, options) => (options?.env as SiteEnv | undefined)?.sitePath ?? '/',
  });
  app.route('/', endpointRoutes(core));
  app.route('/', pageRoutes(core));
  return (request, env, site, sitePath) => {
    env.facts.door = 'oauth';
    return app.fetch(request, { ...env, site, sitePath });
  };
};
