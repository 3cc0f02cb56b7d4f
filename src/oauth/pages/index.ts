/** The pages of a site: a file has what belongs to one step; how they look is views/. */
import { Hono } from 'hono';
import type { Core } from '../../core/core.ts';
import type { SiteApp, SiteEnv } from '../context.ts';

export const pageRoutes = (_core: Core): SiteApp => new Hono<{ Bindings: SiteEnv }>();
