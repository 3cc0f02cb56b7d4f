/** Through whom people may sign in at a client. */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { type IdentityProvider, OWN_USERS } from '../identity-providers/provider.ts';
import type { Person } from './person.ts';

/** A client that names no providers has the pool's own users. */
export const allowsOwnUsers = ({ settings }: Client): boolean =>
  settings.supportedIdentityProviders?.includes(OWN_USERS) ?? true;

/** The external providers that the client allows and the pool has, in the client's order. */
export const providersOf = async (core: Pick<Core, 'store'>, client: Client): Promise<IdentityProvider[]> => {
  const found = await Promise.all(
    externalNames(client).map((name) => core.store.identityProviders.byName(client.poolId, name)),
  );
  return found.filter((provider) => provider !== undefined);
};

/** Undefined unless the client allows it and the pool has it. */
export const allowedProvider = async (
  core: Pick<Core, 'store'>,
  client: Client,
  by: { readonly name: string } | { readonly identifier: string },
): Promise<IdentityProvider | undefined> => {
  const { byName, byIdentifier } = core.store.identityProviders;
  const provider = await ('name' in by ? byName(client.poolId, by.name) : byIdentifier(client.poolId, by.identifier));
  return provider && externalNames(client).includes(provider.name) ? provider : undefined;
};

/** Whether the way in which somebody signed in elsewhere is one of this client's too. */
export const allowsPerson = (client: Client, { provider }: Pick<Person, 'provider'>): boolean =>
  provider === undefined ? allowsOwnUsers(client) : externalNames(client).includes(provider);

const externalNames = ({ settings }: Client): string[] =>
  (settings.supportedIdentityProviders ?? []).filter((name) => name !== OWN_USERS);
