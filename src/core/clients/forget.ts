/**
 * What the clients of a pool lose when an identity provider or a resource server is deleted: its name. Cognito lets both
 * go while clients still name them. One that is made later under the same name is another one, and no client may come
 * to trust it by an old list.
 */
import type { Core } from '../core.ts';
import { serverOf } from '../resource-servers/scopes.ts';
import type { Client, ClientSettings } from './client.ts';

type Needs = Pick<Core, 'store' | 'clock'>;

const PAGE = 500;

/**
 * The pool's clients that name the provider, as they are without it. One that named no other keeps an empty list: nobody
 * signs in there until its owner says who may.
 */
export const clientsWithoutProvider = (core: Needs, poolId: string, name: string): Promise<Client[]> =>
  changedClients(core, poolId, ({ supportedIdentityProviders: all }) =>
    all?.includes(name) ? { supportedIdentityProviders: all.filter((each) => each !== name) } : undefined,
  );

/** The pool's clients that are allowed scopes of the resource server, as they are without those. */
export const clientsWithoutScopesOf = (core: Needs, poolId: string, identifier: string): Promise<Client[]> =>
  changedClients(core, poolId, ({ allowedOAuthScopes: all }) =>
    all?.some((scope) => serverOf(scope) === identifier)
      ? { allowedOAuthScopes: all.filter((scope) => serverOf(scope) !== identifier) }
      : undefined,
  );

const changedClients = async (
  core: Needs,
  poolId: string,
  forget: (settings: ClientSettings) => Partial<ClientSettings> | undefined,
): Promise<Client[]> => {
  const changed: Client[] = [];
  for await (const client of everyClient(core, poolId)) {
    const forgetting = forget(client.settings);
    if (forgetting === undefined) continue;
    changed.push({ ...client, settings: { ...client.settings, ...forgetting }, modifiedAt: core.clock.now() });
  }
  return changed;
};

async function* everyClient(core: Needs, poolId: string): AsyncGenerator<Client> {
  let after: string | undefined;
  do {
    const page = await core.store.clients.list(poolId, { limit: PAGE, ...(after !== undefined && { after }) });
    yield* page;
    after = page.length < PAGE ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
}
