/** Custom scopes: `{resource server}/{scope}`. A scope's name has no slash, a resource server's identifier may have. */
import type { Core } from '../core.ts';

/** Those of the scopes that no resource server of the pool has. */
export const unknownScopes = async (
  core: Pick<Core, 'store'>,
  poolId: string,
  scopes: readonly string[],
): Promise<string[]> => {
  const identifiers = [...new Set(scopes.map(serverOf))];
  const servers = await Promise.all(identifiers.map((id) => core.store.resourceServers.byIdentifier(poolId, id)));
  const known = new Set(
    servers.flatMap((server) => (server?.scopes ?? []).map(({ name }) => `${server?.identifier}/${name}`)),
  );
  return scopes.filter((scope) => !known.has(scope));
};

/** The identifier in a custom scope; empty for a scope of no resource server. */
export const serverOf = (scope: string): string => scope.slice(0, Math.max(scope.lastIndexOf('/'), 0));
