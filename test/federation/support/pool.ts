/** A pool with a domain and a client, whose people sign in through providers. */
import {
  AdminGetUserCommand,
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createClient, createPool } from '../../support/builders.ts';
import type { TestApp } from '../../support/test-app.ts';
import type { Browser, Seen } from './browser.ts';
import { CLIENT } from './oidc-upstream.ts';

export const CALLBACK = 'https://app.example.com/callback';

export interface FederatedPool {
  readonly poolId: string;
  readonly clientId: string;
  /** Of the pool's pages. */
  readonly site: string;
  provider(input: Partial<CreateIdentityProviderCommandInput>): Promise<void>;
  /** The address that begins a sign-in through a provider. */
  authorize(provider: string, parameters?: Record<string, string>): string;
  /** A whole sign-in; the answer is the redirect to the client. */
  signIn(browser: Browser, provider: string, parameters?: Record<string, string>): Promise<Outcome>;
  /** Attributes by name, and `status`. */
  user(username: string): Promise<Record<string, string | undefined>>;
}

export interface Outcome {
  readonly code?: string;
  readonly error?: string;
  readonly description?: string;
  readonly state?: string;
  readonly seen: Seen;
}

let count = 0;

export interface PoolOptions {
  readonly pool?: Partial<CreateUserPoolCommandInput>;
  readonly client?: Partial<CreateUserPoolClientCommandInput>;
  /** Names of providers that the client allows, beside the pool's own users. */
  readonly providers?: readonly string[];
}

export const createFederatedPool = async (app: TestApp, options: PoolOptions = {}): Promise<FederatedPool> => {
  const poolId = (await createPool(app, options.pool)).Id;
  count += 1;
  await app.cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: `fed-${process.pid}-${count}` }),
  );
  const site = `${app.endpoint}/${poolId}`;
  const names = options.providers ?? ['Upstream'];
  // Providers must be there before a client may name them: the client is made with the first sign-in.
  let client: Promise<string> | undefined;
  const clientId = () => {
    client ??= createClient(app, poolId, {
      SupportedIdentityProviders: ['COGNITO', ...names],
      CallbackURLs: [CALLBACK],
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      AllowedOAuthFlowsUserPoolClient: true,
      ...options.client,
    }).then(({ ClientId }) => ClientId);
    return client;
  };
  const made = { id: '' };
  const authorize = (provider: string, parameters: Record<string, string> = {}) =>
    `${site}/oauth2/authorize?${new URLSearchParams({
      client_id: made.id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid email',
      state: 'xyz',
      identity_provider: provider,
      ...parameters,
    })}`;
  return {
    poolId,
    get clientId() {
      return made.id;
    },
    site,
    authorize,
    provider: async (input) => {
      await app.cognito.send(
        new CreateIdentityProviderCommand({
          UserPoolId: poolId,
          ProviderName: 'Upstream',
          ProviderType: 'OIDC',
          ProviderDetails: {},
          ...input,
        }),
      );
      const known = await app.core.store.identityProviders.list(poolId, { limit: 60 });
      if (names.every((name) => known.some((one) => one.name === name))) made.id = await clientId();
    },
    signIn: async (browser, provider, parameters) =>
      outcomeOf(await browser.follow(authorize(provider, parameters), isLeaving(site))),
    user: async (Username) => {
      const found = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
      const attributes = (found.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]);
      return { ...Object.fromEntries(attributes), status: found.UserStatus };
    },
  };
};

/** The client's address, or an error page. */
export const isLeaving = (site: string) => (location: string) =>
  location.startsWith(CALLBACK) || location.startsWith(`${site}/error`);

export const outcomeOf = (seen: Seen): Outcome => {
  const { search, hash } = new URL(seen.location ?? 'about:blank');
  const said = new URLSearchParams(hash ? hash.slice(1) : search);
  const of = (name: string) => said.get(name) ?? undefined;
  const [code, error, description, state] = [of('code'), of('error'), of('error_description'), of('state')];
  return {
    seen,
    ...(code !== undefined && { code }),
    ...(error !== undefined && { error }),
    ...(description !== undefined && { description }),
    ...(state !== undefined && { state }),
  };
};

export const oidcDetails = (url: string): Record<string, string> => ({
  ...CLIENT,
  oidc_issuer: url,
  authorize_scopes: 'openid email profile',
  attributes_request_method: 'GET',
});
