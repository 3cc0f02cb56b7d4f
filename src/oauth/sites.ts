/** The endpoints and pages of sites. Loaded with the first request to one: a server that is asked for none stays small. */
import { Hono } from 'hono';
import type { Core } from '../core/core.ts';
import type { Site } from '../core/domains/site.ts';
import type { RequestEnv } from '../server/request-env.ts';
import type { SiteApp, SiteEnv } from './context.ts';
import { endpointRoutes } from './endpoints/index.ts';
import type { Limit } from './limit.ts';
import { pageRoutes } from './pages/index.ts';

/** `sitePath`: of the request, without the site's base path. */
export type Sites = (request: Request, env: RequestEnv, site: Site, sitePath: string) => Response | Promise<Response>;

export const createSites = (core: Core, limit: Limit): Sites => {
  const app: SiteApp = new Hono<{ Bindings: SiteEnv }>({
    getPath: (_request, options) => (options?.env as SiteEnv | undefined)?.sitePath ?? '/',
  });
  app.route('/', endpointRoutes(core));
  app.route('/', pageRoutes(core));
  return (request, env, site, sitePath) => {
    env.facts.door = 'oauth';
    return app.fetch(request, { ...env, site, sitePath, limit });
  };
};
