/**
 * The preview of a development server: every page with made-up data, through the very render that people's pages go
 * through, and anew as soon as the look changes. Its pages post nowhere.
 */
import { createHash } from 'node:crypto';
import type { Client } from '../../../core/clients/client.ts';
import type { Core } from '../../../core/core.ts';
import type { SiteApp, SiteContext } from '../../context.ts';
import { freshLook, type LookOptions } from '../look.ts';
import type { Frame } from '../page.ts';
import { render } from '../render.ts';
import { languageOf } from '../texts/index.ts';
import { previewTool } from './page.ts';
import { sampleOf } from './samples.ts';

export const addPreview = (app: SiteApp, core: Core): void => {
  if (!core.settings.pagePreview) return;
  app.get('/preview', async (context) => {
    const nonce = newNonce(core);
    setHeaders(context, nonce, "frame-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'");
    const clients = await clientsOf(core, context.env.site.pool.id);
    return context.html(previewTool({ site: context.env.site, clients, nonce, query: context.req.query() }));
  });
  app.get('/preview/state', async (context) => {
    context.header('Cache-Control', 'no-store');
    return context.text(await stateOf(core, context));
  });
  app.get('/preview/:page/:variant?', (context) => samplePage(core, context));
};

const samplePage = async (core: Core, context: SiteContext): Promise<Response> => {
  const { page = '', variant } = context.req.param();
  const sample = sampleOf(page, variant);
  if (!sample) return context.notFound();
  const { client, options } = await askedOf(core, context);
  const nonce = newNonce(core);
  setHeaders(context, nonce, "form-action 'none'; frame-ancestors 'self'");
  const look = await freshLook(core, context.env.site, client, options);
  const frame: Frame = { ...frameOf(context, nonce), client, notice: sample.notice };
  return context.html(await render(core, frame, sample.page, look));
};

const frameOf = ({ env, req }: SiteContext, nonce: string): Omit<Frame, 'client' | 'notice'> => ({
  site: env.site,
  language: languageOf(req.query('lang'), req.header('Accept-Language')),
  query: '',
  csrf: '',
  nonce,
});

/** Changes whenever the look does. */
const stateOf = async (core: Core, context: SiteContext): Promise<string> => {
  const { client, options } = await askedOf(core, context);
  const look = await freshLook(core, context.env.site, client, options);
  return createHash('sha256')
    .update(JSON.stringify(look, (_name, value) => (value instanceof Map ? [...value] : value)))
    .digest('base64url');
};

const askedOf = async (
  core: Core,
  { req, env }: SiteContext,
): Promise<{ client: Client | undefined; options: LookOptions }> => {
  const { client: id, look, scheme } = req.query();
  const named = id ? await core.directory.findClient(id) : undefined;
  return {
    client: named?.poolId === env.site.pool.id ? named : undefined,
    options: {
      kind: look === 'classic' || look === 'managed' ? look : undefined,
      scheme: scheme === 'light' || scheme === 'dark' || scheme === 'adaptive' ? scheme : undefined,
    },
  };
};

const MOST_CLIENTS = 60;

const clientsOf = (core: Core, poolId: string): Promise<readonly Client[]> =>
  core.store.clients.list(poolId, { limit: MOST_CLIENTS });

const newNonce = (core: Core): string => Buffer.from(core.random.bytes(18)).toString('base64');

const setHeaders = (context: SiteContext, nonce: string, rest: string): void => {
  context.header('Cache-Control', 'no-store');
  context.header(
    'Content-Security-Policy',
    `default-src 'none'; base-uri 'none'; img-src 'self' data:; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; ${rest}`,
  );
  context.header('Referrer-Policy', 'same-origin');
  context.header('X-Content-Type-Options', 'nosniff');
};
