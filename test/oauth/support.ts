/** A pool with a domain, its clients and people, and a browser that is signed in through the core or not at all. */
import { createHash, randomBytes } from 'node:crypto';
import {
  CreateResourceServerCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { sealSession } from '../../src/core/oauth/sso-session.ts';
import { type ConfirmedUser, createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../support/test-app.ts';

export const CALLBACK = 'https://app.example.com/callback';
export const SIGNED_OUT = 'https://app.example.com/signed-out';
export const ALL_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin', 'orders/read'];

export interface World {
  readonly app: TestApp;
  readonly poolId: string;
  /** Where the pool's endpoints are, by the path form. */
  readonly site: string;
  readonly user: ConfirmedUser;
  /** A public one, for codes. */
  readonly clientId: string;
  stop(): Promise<void>;
}

export const codeClient = (overrides: Partial<CreateUserPoolClientCommandInput> = {}) => ({
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ALL_SCOPES,
  CallbackURLs: [CALLBACK],
  LogoutURLs: [SIGNED_OUT],
  SupportedIdentityProviders: ['COGNITO'],
  ...overrides,
});

export const startWorld = async (
  options: TestAppOptions = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<World> => {
  const app = await startTestApp(options);
  const { Id: poolId } = await createPool(app, { AutoVerifiedAttributes: ['email'], ...pool });
  const Domain = `d${randomBytes(6).toString('hex')}`;
  await app.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain }));
  await app.cognito.send(
    new CreateResourceServerCommand({
      UserPoolId: poolId,
      Identifier: 'orders',
      Name: 'orders',
      Scopes: [
        { ScopeName: 'read', ScopeDescription: 'Read orders' },
        { ScopeName: 'write', ScopeDescription: 'Write orders' },
      ],
    }),
  );
  const { ClientId: clientId } = await createClient(app, poolId, codeClient());
  const user = await createConfirmedUser(app, poolId, {
    username: 'jane',
    attributes: {
      email: 'jane@example.com',
      email_verified: 'true',
      phone_number: '+15550100',
      name: 'Jane Doe',
      updated_at: '1700000000',
    },
  });
  return { app, poolId, site: `${app.endpoint}/${poolId}`, user, clientId, stop: app.stop };
};

/** The Cookie header of a browser in which the user has signed in now, or when told. */
export const sessionOf = async (
  { app, poolId }: Pick<World, 'app' | 'poolId'>,
  sub: string,
  { authTime = app.clock.now(), provider }: { authTime?: number; provider?: string } = {},
): Promise<string> => {
  const pool = await app.core.directory.pool(poolId);
  const user = await app.core.store.users.bySub(poolId, sub);
  if (!user) throw new Error('no such user');
  const instant = Math.max(authTime, user.tokensValidAfter);
  return `cognito=${sealSession(app.core, pool, { user, authTime, instant, provider })}`;
};

export type Parameters = Readonly<Record<string, string | undefined>>;

export const search = (parameters: Parameters): URLSearchParams =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );

/** A sound request for a code, but for the overrides; `undefined` takes a parameter out. */
export const authorizationRequest = (
  { clientId }: Pick<World, 'clientId'>,
  overrides: Parameters = {},
): Parameters => ({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: CALLBACK,
  state: 'af0ifjsldkj',
  scope: 'openid email',
  ...overrides,
});

/** Without following redirects. */
export const authorize = (
  { site }: Pick<World, 'site'>,
  parameters: Parameters | URLSearchParams | string,
  cookie?: string,
): Promise<Response> => {
  const query =
    typeof parameters === 'string' || parameters instanceof URLSearchParams ? parameters : search(parameters);
  return fetch(`${site}/oauth2/authorize?${query}`, { redirect: 'manual', headers: cookie ? { cookie } : {} });
};

/** Where an answer sends the browser; throws when it does not. */
export const locationOf = (response: Response): URL => {
  const location = response.headers.get('location');
  if (response.status !== 302 || location === null) throw new Error(`no redirect but ${response.status}`);
  return new URL(location);
};

export const answerIn = (response: Response): Record<string, string> => {
  const { searchParams, hash } = locationOf(response);
  return Object.fromEntries(hash ? new URLSearchParams(hash.slice(1)) : searchParams);
};

/** A fresh code for the world's user. */
export const codeFor = async (world: World, overrides: Parameters = {}, cookie?: string): Promise<string> => {
  const session = cookie ?? (await sessionOf(world, world.user.sub));
  const { code } = answerIn(await authorize(world, authorizationRequest(world, overrides), session));
  if (!code) throw new Error('no code');
  return code;
};

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, string>> & { readonly expires_in?: number };
}

export const token = async (
  { site }: Pick<World, 'site'>,
  parameters: Parameters | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> => {
  const body = parameters instanceof URLSearchParams ? parameters : search(parameters);
  const response = await fetch(`${site}/oauth2/token`, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') };
};

export const exchange = (world: World, code: string, overrides: Parameters = {}): Promise<TokenAnswer> =>
  token(world, {
    grant_type: 'authorization_code',
    client_id: world.clientId,
    code,
    redirect_uri: CALLBACK,
    ...overrides,
  });

export const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

export const payloadOf = (jwt: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString());

export const pkcePair = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

export const userInfo = (world: Pick<World, 'site'>, accessToken: string): Promise<Response> =>
  fetch(`${world.site}/oauth2/userInfo`, { headers: { authorization: `Bearer ${accessToken}` } });
