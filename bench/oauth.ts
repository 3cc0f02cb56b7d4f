/** The OAuth endpoints: tokens of machines, codes for tokens, and the sign-in page. */

import type { Client } from '../src/core/clients/client.ts';
import { createClient } from '../src/core/clients/create.ts';
import { openClientSecrets } from '../src/core/clients/secrets.ts';
import type { Core } from '../src/core/core.ts';
import { createDomain } from '../src/core/domains/write.ts';
import { sealCode } from '../src/core/oauth/code.ts';
import { createPool } from '../src/core/pools/create.ts';
import { createResourceServer } from '../src/core/resource-servers/write.ts';
import { aliasWrites } from '../src/core/users/aliases.ts';
import type { User } from '../src/core/users/user.ts';
import { fetchPage, postForm } from './load.ts';
import type { Scenario } from './scenarios.ts';
import { userWithPassword } from './seed.ts';

const OWNER = { account: '000000000000', region: 'us-east-1' };
const CALLBACK = 'https://app.example.com/callback';
const USERS = 100;
/** A code works once: enough for the warm-up and the longest run that is usual. */
const CODES = 60_000;

export interface OauthSeed {
  readonly poolId: string;
  readonly machine: { readonly id: string; readonly secret: string };
  readonly clientId: string;
  readonly codes: readonly string[];
}

/** In a pool of their own, which has a domain. */
export const seedOauth = async (core: Core): Promise<OauthSeed> => {
  const { id: poolId } = await createPool(core, OWNER, { name: 'bench-oauth', settings: {} });
  await createDomain(core, OWNER, poolId, `bench-${core.random.string(8, 'abcdefgh')}`, {});
  await createResourceServer(core, poolId, 'orders', { name: 'orders', scopes: [{ name: 'read', description: 'x' }] });
  const pool = await core.directory.pool(poolId);
  const machine = await createClient(core, pool, {
    name: 'machine',
    generateSecret: true,
    settings: {
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['client_credentials'],
      allowedOAuthScopes: ['orders/read'],
    },
  });
  const client = await createClient(core, pool, {
    name: 'app',
    settings: {
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid', 'email'],
      callbackUrls: [CALLBACK],
      supportedIdentityProviders: ['COGNITO'],
    },
  });
  const names = Array.from({ length: USERS }, (_, index) => `oauth-${index}`);
  const users = await Promise.all(names.map((name) => userWithPassword(core, pool, name)));
  await core.store.commit(
    users.flatMap((user) => [core.store.users.insert(user), ...aliasWrites(core, pool, undefined, user)]),
  );
  const [secret = ''] = openClientSecrets(core, machine);
  return { poolId, machine: { id: machine.id, secret }, clientId: client.id, codes: codesFor(core, client, users) };
};

/** They are good until tomorrow: the server that redeems them is not running yet. */
const codesFor = (core: Core, client: Client, users: readonly User[]): string[] => {
  const clock = { now: () => core.clock.now() + 86_400_000 };
  const request = {
    clientId: client.id,
    redirectUri: CALLBACK,
    responseType: 'code' as const,
    scopes: ['openid', 'email'],
    prompt: [],
    query: '',
  };
  const now = core.clock.now();
  return Array.from({ length: CODES }, (_, index) => {
    const user = users[index % users.length] as User;
    return sealCode({ ...core, clock }, client, request, { user, authTime: now, instant: now });
  });
};

export const oauthScenarios = (endpoint: string, { poolId, machine, clientId, codes }: OauthSeed): Scenario[] => {
  const site = `${endpoint}/${poolId}`;
  const tokens = `${site}/oauth2/token`;
  const { id, secret } = machine;
  const ofMachine = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const login = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: 'openid email',
  });
  let next = 0;
  return [
    {
      name: 'client_credentials',
      powers: 0,
      signatures: 1,
      aim: 0.8,
      one: () => postForm(tokens, ofMachine.toString()),
    },
    {
      name: 'authorization code',
      powers: 0,
      signatures: 2,
      aim: 0.8,
      one: () => {
        const code = codes[next++];
        if (code === undefined) throw new Error('no codes are left: measure for a shorter time');
        const exchange = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: CALLBACK, code };
        return postForm(tokens, new URLSearchParams(exchange).toString());
      },
    },
    {
      name: 'login page',
      powers: 0,
      signatures: 0,
      alone: true,
      one: () => fetchPage(`${site}/login?${login}`),
    },
  ];
};
