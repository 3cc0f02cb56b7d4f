import type { Core } from '../core.ts';
import { type Listing, listPage } from '../paging.ts';
import type { Pool } from '../pools/pool.ts';
import type { Client } from './client.ts';

/** A pool's clients, by id. Throws InvalidParameterException for a token that is not this list's. */
export const listClients = (
  core: Pick<Core, 'store' | 'sealer'>,
  pool: Pool,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<Client>> =>
  listPage(core, {
    ...page,
    scope: `ListUserPoolClients ${pool.id}`,
    keyOf: (client: Client) => client.id,
    read: (keys) => core.store.clients.list(pool.id, keys),
  });
