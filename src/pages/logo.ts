/** The logos of classic hosted UIs. Anybody sees them, as they see the pages. */
import { Hono } from 'hono';
import type { Core } from '../core/core.ts';

/** A new image has a new address, so browsers may keep this one. */
const A_YEAR = 'public, max-age=31536000, immutable';

export const logoPages = (core: Pick<Core, 'store'>): Hono => {
  const pages = new Hono();
  pages.get('/:pool/:client/:changed{\\d+}/:file{logo\\.(?:png|jpg)}', async (context) => {
    const { pool, client, changed } = context.req.param();
    const customization = await core.store.uiCustomizations.find(pool, client);
    if (customization?.image === undefined || customization.modifiedAt !== Number(changed)) return context.notFound();
    return context.body(Buffer.from(customization.image.data, 'base64'), 200, {
      'content-type': customization.image.type,
      'cache-control': A_YEAR,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });
  return pages;
};
