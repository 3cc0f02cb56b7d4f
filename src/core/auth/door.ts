/** The client that a request came for, with its pool. */
import type { Core } from '../core.ts';
import { clientNotFound } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import type { Door } from './sign-in.ts';

type Brought = Pick<TriggerCaller, 'clientMetadata' | 'validationData'> & Pick<Door, 'sourceIp'>;

/** A public caller names the client alone. Throws ResourceNotFoundException. */
export const publicDoor = async (
  core: Pick<Core, 'directory'>,
  clientId: string,
  brought: Brought = {},
): Promise<Door> => {
  const client = await core.directory.client(clientId);
  return { client, pool: await core.directory.pool(client.poolId), ...brought };
};

/** An administrator names both; a client of another pool does not exist for this one. */
export const adminDoor = async (
  core: Pick<Core, 'directory'>,
  pool: Pool,
  clientId: string,
  brought: Brought = {},
): Promise<Door> => {
  const client = await core.directory.findClient(clientId);
  if (client?.poolId !== pool.id) throw clientNotFound(clientId);
  return { client, pool, ...brought };
};
