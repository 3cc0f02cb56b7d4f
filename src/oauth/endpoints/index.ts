/** The endpoints of a site, one file each. */
import { Hono } from 'hono';
import type { Core } from '../../core/core.ts';
import type { SiteApp, SiteEnv } from '../context.ts';

export const endpointRoutes = (_core: Core): SiteApp => new Hono<{ Bindings: SiteEnv }>();
