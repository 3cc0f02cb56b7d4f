import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import type { IdentityProvider } from './provider.ts';

export const providerNotFound = (name: string) =>
  new ServiceError('ResourceNotFoundException', `Identity provider ${name} does not exist.`);

/** Throws ResourceNotFoundException. */
export const requireProvider = async (
  core: Pick<Core, 'store'>,
  poolId: string,
  name: string,
): Promise<IdentityProvider> => {
  const provider = await core.store.identityProviders.byName(poolId, name);
  if (provider === undefined) throw providerNotFound(name);
  return provider;
};

/** Throws ResourceNotFoundException. */
export const providerByIdentifier = async (
  core: Pick<Core, 'store'>,
  poolId: string,
  identifier: string,
): Promise<IdentityProvider> => {
  const provider = await core.store.identityProviders.byIdentifier(poolId, identifier);
  if (provider === undefined) throw providerNotFound(identifier);
  return provider;
};

/** By name. Throws InvalidParameterException for a token that is not this list's. */
export const listProviders = (
  core: Pick<Core, 'store' | 'sealer'>,
  poolId: string,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<IdentityProvider>> =>
  listPage(core, {
    ...page,
    scope: `ListIdentityProviders ${poolId}`,
    keyOf: (provider: IdentityProvider) => provider.name,
    read: (keys) => core.store.identityProviders.list(poolId, keys),
  });
