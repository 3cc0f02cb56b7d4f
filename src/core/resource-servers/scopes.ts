/** Custom scopes: `{resource server}/{scope}`. A scope's name has no slash, a resource server's identifier may have. */
import type { Core } from '../core.ts';
import type { ResourceServer } from './resource-server.ts';

/** Those of the scopes that no resource server of the pool has. */
export const unknownScopes = (
  core: Pick<Core, 'store'>,
  poolId: string,
  scopes: readonly string[],
): Promise<string[]> => scopesBeyond((id) => core.store.resourceServers.byIdentifier(poolId, id), scopes);

/** The same for scopes that a client was configured with, whose resource servers may have gone since. */
export const lapsedScopes = (
  core: Pick<Core, 'directory'>,
  poolId: string,
  scopes: readonly string[],
): Promise<string[]> => scopesBeyond((id) => core.directory.findResourceServer(poolId, id), scopes);

const scopesBeyond = async (
  find: (identifier: string) => Promise<ResourceServer | undefined>,
  scopes: readonly string[],
): Promise<string[]> => {
  const servers = await Promise.all([...new Set(scopes.map(serverOf))].map(find));
  const known = new Set(
    servers.flatMap((server) => (server?.scopes ?? []).map(({ name }) => `${server?.identifier}/${name}`)),
  );
  return scopes.filter((scope) => !known.has(scope));
};

/** The identifier in a custom scope; empty for a scope of no resource server. */
export const serverOf = (scope: string): string => scope.slice(0, Math.max(scope.lastIndexOf('/'), 0));
