/** Making, changing, deleting and listing resource servers. */
import { clientsWithoutScopesOf } from '../clients/forget.ts';
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { type Listing, listPage } from '../paging.ts';
import { GuardFailed } from '../ports.ts';
import { assertBelowLimit } from '../record-limit.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { requireResourceServer } from './find.ts';
import type { ResourceScope, ResourceServer } from './resource-server.ts';

type Parts = Pick<Core, 'store' | 'clock'>;
type CachedParts = Parts & Pick<Core, 'directory'>;

/** https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const MAX_PER_POOL = 300;

export interface ResourceServerMembers {
  readonly name: string;
  readonly scopes: readonly ResourceScope[];
}

/** Throws InvalidParameterException, LimitExceededException. */
export const createResourceServer = async (
  core: Parts,
  poolId: string,
  identifier: string,
  members: ResourceServerMembers,
): Promise<ResourceServer> => {
  assertScopes(members);
  await assertBelowLimit(MAX_PER_POOL, 'resource servers', (page) => core.store.resourceServers.list(poolId, page));
  const now = core.clock.now();
  const server: ResourceServer = { poolId, identifier, ...members, createdAt: now, modifiedAt: now, version: 1 };
  try {
    await core.store.commit([core.store.resourceServers.insert(server)]);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'resource-server.exists')) throw error;
    throw invalidParameter(`${identifier} already exists in user pool ${poolId}.`);
  }
  return server;
};

/** Name and scopes are replaced: left out, there are no scopes. Throws ResourceNotFoundException. */
export const updateResourceServer = (
  core: CachedParts,
  poolId: string,
  identifier: string,
  members: ResourceServerMembers,
): Promise<ResourceServer> => {
  assertScopes(members);
  return retryOn('resource-server.changed', tooManyWriters, async () => {
    const before = await requireResourceServer(core, poolId, identifier);
    const after = { ...before, ...members, modifiedAt: core.clock.now() };
    await core.store.commit([core.store.resourceServers.update(after)]);
    core.directory.forgetResourceServer(poolId, identifier);
    return after;
  });
};

/** App clients lose its scopes (clients/forget.ts says why). Throws ResourceNotFoundException. */
export const deleteResourceServer = (core: CachedParts, poolId: string, identifier: string): Promise<void> =>
  retryOn('client.changed', tooManyWriters, () =>
    retryOn('resource-server.changed', tooManyWriters, async () => {
      const server = await requireResourceServer(core, poolId, identifier);
      const clients = await clientsWithoutScopesOf(core, poolId, identifier);
      const { store } = core;
      const forgetting = clients.map((client) => store.clients.update(client));
      await store.commit([store.resourceServers.delete(server), ...forgetting]);
      core.directory.forgetResourceServer(poolId, identifier);
      for (const { id } of clients) core.directory.forgetClient(id);
    }),
  );

/** By identifier. Throws InvalidParameterException for a token that is not this list's. */
export const listResourceServers = (
  core: Pick<Core, 'store' | 'sealer'>,
  poolId: string,
  page: { readonly limit: number; readonly token: string | undefined },
): Promise<Listing<ResourceServer>> =>
  listPage(core, {
    ...page,
    scope: `ListResourceServers ${poolId}`,
    keyOf: (server: ResourceServer) => server.identifier,
    read: (keys) => core.store.resourceServers.list(poolId, keys),
  });

const assertScopes = ({ scopes }: ResourceServerMembers): void => {
  const names = scopes.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalidParameter(`Duplicate scope name ${twice} in the resource server.`);
};
