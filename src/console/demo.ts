/**
 * The demo app of a `dev` server: what a single-page app does with the demo pool's login pages (authorization code with
 * PKCE, RFC 7636), so that a newcomer can sign up, sign in and see tokens before writing a line.
 */
import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Core } from '../core/core.ts';
import { siteHost } from '../core/domains/site.ts';
import { demoPage } from './demo-page.ts';
import { setPrivate } from './private-page.ts';

export interface DemoParts {
  readonly core: Pick<Core, 'directory' | 'settings'>;
  readonly demo?: { readonly poolId: string; readonly clientId: string } | undefined;
  readonly mailbox: boolean;
  readonly mockProviders: boolean;
}

/** Also the redirect address of the demo client. */
export const DEMO_PATH = '/demo';

/** Mounted at `/`. */
export const createDemoApp = (parts: DemoParts): Hono => {
  const app = new Hono();
  app.get(DEMO_PATH, async (c) => {
    const nonce = randomBytes(18).toString('base64');
    setHeaders(c, nonce);
    const { mailbox, mockProviders } = parts;
    return c.html(demoPage({ nonce, place: await placeOf(parts), mailbox, mockProviders }));
  });
  return app;
};

export interface DemoPlace {
  readonly clientId: string;
  readonly poolId: string;
  /** Where the login pages are: on the domain's host, and below the pool's path for browsers that do not find it. */
  readonly site: string;
  readonly path: string;
  /** This page, as the client knows it. */
  readonly self: string;
}

/** Undefined where there is no demo pool, or it has no domain any more. */
const placeOf = async ({ core, demo }: DemoParts): Promise<DemoPlace | undefined> => {
  const pool = demo && (await core.directory.findPool(demo.poolId));
  if (!pool || !demo || !pool.domains) return undefined;
  const { protocol, port } = new URL(core.settings.publicUrl);
  const host = siteHost(core.settings, pool);
  const path = `${core.settings.publicUrl}/${pool.id}`;
  const site = host === undefined ? path : `${protocol}//${host}${port && `:${port}`}`;
  return { ...demo, site, path, self: `${core.settings.publicUrl}${DEMO_PATH}` };
};

/** The address has a code. */
const setHeaders = (c: Context, nonce: string): void => {
  c.header('Content-Security-Policy', contentPolicy(nonce));
  setPrivate(c);
};

const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
