import type { Core } from '../core.ts';
import { clientNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { Client } from './client.ts';

/** A client as its pool's owner sees it, past the cache. Throws ResourceNotFoundException. */
export const poolClient = async (core: Pick<Core, 'store'>, pool: Pool, clientId: string): Promise<Client> => {
  const client = await core.store.clients.byId(clientId);
  if (client === undefined || client.poolId !== pool.id) throw clientNotFound(clientId);
  return client;
};
