import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { ResourceServer } from './resource-server.ts';

export const resourceServerNotFound = (identifier: string) =>
  new ServiceError('ResourceNotFoundException', `Resource server ${identifier} does not exist.`);

/** Throws ResourceNotFoundException. */
export const requireResourceServer = async (
  core: Pick<Core, 'store'>,
  poolId: string,
  identifier: string,
): Promise<ResourceServer> => {
  const server = await core.store.resourceServers.byIdentifier(poolId, identifier);
  if (server === undefined) throw resourceServerNotFound(identifier);
  return server;
};
