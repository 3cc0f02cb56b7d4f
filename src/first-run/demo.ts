/** The pool and app client that a `dev` server starts with, so that the first call of a newcomer has a target. */
import { createClient } from '../core/clients/create.ts';
import type { Core } from '../core/core.ts';
import { createPool } from '../core/pools/create.ts';
import type { Owner } from '../core/pools/owned-pool.ts';

export interface DemoResources {
  readonly poolId: string;
  readonly clientId: string;
}

const NAME = 'demo';

/** Finds the demo pool and client by name; creates both when the owner has no pool at all. */
export const ensureDemo = async (core: Core, owner: Owner): Promise<DemoResources | undefined> => {
  const pools = await core.store.pools.list({ account: owner.account, region: owner.region }, { limit: 60 });
  const pool = pools.find((each) => each.name === NAME);
  if (pool === undefined) return pools.length === 0 ? createDemo(core, owner) : undefined;
  const client = (await core.store.clients.list(pool.id, { limit: 60 })).find((each) => each.name === NAME);
  return client && { poolId: pool.id, clientId: client.id };
};

const createDemo = async (core: Core, { account, region }: Owner): Promise<DemoResources> => {
  const pool = await createPool(
    core,
    { account, region },
    {
      name: NAME,
      usernameAttributes: ['email'],
      caseSensitive: false,
      settings: { autoVerifiedAttributes: ['email'] },
    },
  );
  const client = await createClient(core, pool, {
    name: NAME,
    settings: {
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
    },
  });
  return { poolId: pool.id, clientId: client.id };
};
