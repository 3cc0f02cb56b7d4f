/**
 * The pool and app client that a `dev` server starts with, so that the first call of a newcomer has a target, and the
 * login pages somebody to send people to them.
 */
import { createClient } from '../core/clients/create.ts';
import { updateClient } from '../core/clients/update.ts';
import type { Core } from '../core/core.ts';
import { createDomain } from '../core/domains/write.ts';
import { ServiceError } from '../core/errors.ts';
import { createPool } from '../core/pools/create.ts';
import { type Owner, storedPool } from '../core/pools/owned-pool.ts';

export interface DemoResources {
  readonly poolId: string;
  readonly clientId: string;
  /** The client may send people to login pages, and the pool has some. */
  readonly loginPages: boolean;
}

const NAME = 'demo';
const MANAGED_LOGIN = 2;

/** Where the frameworks of the day run on a developer's machine, and where Auth.js is sent back to. */
const LOCAL_APPS = ['http://localhost:3000', 'http://localhost:5173', 'http://localhost:4173', 'http://localhost:8080'];
const AUTH_JS = 'http://localhost:3000/api/auth/callback/cognito';

const rootsOf = (origins: readonly string[]): string[] => origins.flatMap((origin) => [origin, `${origin}/`]);

/** Finds the demo pool and client by name; creates both when the owner has no pool at all. */
export const ensureDemo = async (core: Core, owner: Owner): Promise<DemoResources | undefined> => {
  const pools = await core.store.pools.list({ account: owner.account, region: owner.region }, { limit: 60 });
  const pool = pools.find((each) => each.name === NAME);
  if (pool === undefined) return pools.length === 0 ? createDemo(core, owner) : undefined;
  const client = (await core.store.clients.list(pool.id, { limit: 60 })).find((each) => each.name === NAME);
  if (!client) return undefined;
  const loginPages = pool.domains !== undefined && client.settings.allowedOAuthFlowsUserPoolClient;
  return { poolId: pool.id, clientId: client.id, loginPages };
};

const createDemo = async (core: Core, { account, region }: Owner): Promise<DemoResources> => {
  const owner = { account, region };
  const pool = await createPool(core, owner, {
    name: NAME,
    usernameAttributes: ['email'],
    caseSensitive: false,
    settings: { autoVerifiedAttributes: ['email'] },
  });
  await createDomain(core, owner, pool.id, NAME, { managedLoginVersion: MANAGED_LOGIN }).catch((error: unknown) => {
    // Another account's pool has the name: this one has no pages.
    if (!(error instanceof ServiceError)) throw error;
  });
  const client = await createClient(core, pool, {
    name: NAME,
    settings: {
      explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      supportedIdentityProviders: ['COGNITO'],
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid', 'email', 'profile', 'phone', 'aws.cognito.signin.user.admin'],
      callbackUrls: [...rootsOf(LOCAL_APPS), AUTH_JS],
      logoutUrls: rootsOf(LOCAL_APPS),
    },
  });
  return { poolId: pool.id, clientId: client.id, loginPages: true };
};

/** The demo page's own address, which has the port that was really taken, becomes one of the client's. */
export const allowDemoPage = async (core: Core, owner: Owner, demo: DemoResources, address: string): Promise<void> => {
  const client = await core.directory.client(demo.clientId);
  const { callbackUrls = [], logoutUrls = [], allowedOAuthFlowsUserPoolClient } = client.settings;
  if (!allowedOAuthFlowsUserPoolClient || (callbackUrls.includes(address) && logoutUrls.includes(address))) return;
  const settings = {
    ...client.settings,
    callbackUrls: [...new Set([...callbackUrls, address])],
    logoutUrls: [...new Set([...logoutUrls, address])],
  };
  try {
    await updateClient(core, await storedPool(core, owner, demo.poolId), demo.clientId, { settings });
  } catch (error) {
    // A public URL in plain http of another name is no callback that a client may have.
    if (!(error instanceof ServiceError)) throw error;
  }
};
