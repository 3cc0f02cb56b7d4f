/** The address of a pool's sign-in page, as an app would send people there. */
import type { Client } from '../core/clients/client.ts';
import type { CoreSettings } from '../core/core.ts';
import { siteHost } from '../core/domains/site.ts';
import type { Pool } from '../core/pools/pool.ts';

/** The demo app's own client begins there. Undefined where no client of the pool has hosted pages, or the pool has no domain. */
export const loginPage = (settings: CoreSettings, pool: Pool, clients: readonly Client[]): string | undefined => {
  const host = siteHost(settings, pool);
  const demo = `${settings.publicUrl}/demo`;
  if (clients.some((each) => each.settings.callbackUrls?.includes(demo))) return demo;
  const client = clients.find(({ settings: { allowedOAuthFlows } }) => allowedOAuthFlows?.includes('code'));
  const [callback] = client?.settings.callbackUrls ?? [];
  if (host === undefined || !client || callback === undefined) return undefined;
  const { protocol, port } = new URL(settings.publicUrl);
  const query = new URLSearchParams({ client_id: client.id, response_type: 'code', redirect_uri: callback });
  return `${protocol}//${host}${port && `:${port}`}/login?${query}`;
};
