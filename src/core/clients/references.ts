/** What a client's settings name in its pool and the pool does not have. */
import type { Core } from '../core.ts';
import { OWN_USERS } from '../identity-providers/provider.ts';
import type { Pool } from '../pools/pool.ts';
import { unknownScopes } from '../resource-servers/scopes.ts';
import type { ClientSettings } from './client.ts';
import { isStandardScope } from './oauth-rules.ts';

export interface ClientReferences {
  readonly unknownScopes: readonly string[];
  readonly unknownProviders: readonly string[];
}

/** Reads nothing for a client that names only what every pool has. */
export const unknownReferences = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  settings: ClientSettings,
): Promise<ClientReferences> => {
  const scopes = (settings.allowedOAuthScopes ?? []).filter((scope) => !isStandardScope(scope));
  const providers = (settings.supportedIdentityProviders ?? []).filter((name) => name !== OWN_USERS);
  const found = await Promise.all(providers.map((name) => core.store.identityProviders.byName(pool.id, name)));
  return {
    unknownScopes: scopes.length === 0 ? [] : await unknownScopes(core, pool.id, scopes),
    unknownProviders: providers.filter((_, at) => found[at] === undefined),
  };
};
