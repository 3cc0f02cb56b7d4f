/**
 * What the pages load from their own site: their script, and the images of a style or of the classic look. Addresses
 * name contents, so browsers keep what they have; an image is shown and does nothing else.
 */
import type { Core } from '../../core/core.ts';
import type { SiteApp, SiteContext } from '../context.ts';
import { imageName } from './looks/assets.ts';
import { SCRIPT, SCRIPT_PATH } from './scripts/script.ts';

const FOR_GOOD = 'public, max-age=31536000, immutable';

const TYPES: Readonly<Record<string, string>> = {
  ICO: 'image/x-icon',
  JPEG: 'image/jpeg',
  PNG: 'image/png',
  SVG: 'image/svg+xml',
  WEBP: 'image/webp',
};

export const addPageFiles = (app: SiteApp, core: Pick<Core, 'store'>): void => {
  app.get(SCRIPT_PATH, (context) => context.body(SCRIPT, 200, headersFor('text/javascript; charset=utf-8')));
  app.get('/assets/logo/:client/:changed{\\d+}/:file{logo\\.(?:png|jpg)}', async (context) => {
    const { client, changed } = context.req.param();
    const customization = await core.store.uiCustomizations.find(context.env.site.pool.id, client);
    if (customization?.image === undefined || customization.modifiedAt !== Number(changed)) return context.notFound();
    return image(context, customization.image.data, customization.image.type);
  });
  app.get('/assets/:style{[0-9a-f-]{36}}/:file{[\\w-]{22}\\.[a-z]{3,4}}', async (context) => {
    const { style: id, file } = context.req.param();
    const style = await core.store.managedLoginBrandings.byId(id);
    if (style?.poolId !== context.env.site.pool.id) return context.notFound();
    const asset = style.assets.find(({ data, extension }) => data && imageName({ data, extension }) === file);
    return asset?.data ? image(context, asset.data, TYPES[asset.extension] ?? '') : context.notFound();
  });
};

const image = (context: SiteContext, data: string, type: string): Response =>
  context.body(new Uint8Array(Buffer.from(data, 'base64')), 200, headersFor(type));

/** Opened by itself, an SVG is a document: it runs nothing, loads nothing and has no origin. */
const headersFor = (type: string): Record<string, string> => ({
  'Content-Type': type,
  'Cache-Control': FOR_GOOD,
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
});
