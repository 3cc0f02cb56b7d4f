/** A pool with pages, a client that uses them, and somebody at the door. */
import {
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createClient, createPool } from '../../support/builders.ts';
import type { TestApp } from '../../support/test-app.ts';
import { type Shown, TestBrowser } from './browser.ts';

export const CALLBACK = 'https://app.example.com/callback';

export interface House {
  readonly poolId: string;
  readonly clientId: string;
  readonly prefix: string;
  /** In the path form: needs no DNS. */
  readonly url: string;
  /** By the host of the domain: browsers find it by themselves. */
  readonly hostUrl: string;
  /** `?…` of an authorization request. */
  query(more?: Readonly<Record<string, string>>): string;
}

export interface HouseOptions {
  readonly pool?: Partial<CreateUserPoolCommandInput>;
  readonly client?: Partial<CreateUserPoolClientCommandInput>;
  /** Managed login (2) unless given. */
  readonly version?: 1 | 2;
}

export const makeHouse = async (app: TestApp, { pool, client, version = 2 }: HouseOptions = {}): Promise<House> => {
  const { Id: poolId } = await createPool(app, { PoolName: 'Example', AutoVerifiedAttributes: ['email'], ...pool });
  const { ClientId: clientId } = await createClient(app, poolId, {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code', 'implicit'],
    AllowedOAuthScopes: ['openid', 'email'],
    CallbackURLs: [CALLBACK],
    LogoutURLs: [CALLBACK],
    SupportedIdentityProviders: ['COGNITO'],
    PreventUserExistenceErrors: 'ENABLED',
    ...client,
  });
  const prefix = `pages-${crypto.randomUUID().slice(0, 8)}`;
  await app.cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: prefix, ManagedLoginVersion: version }),
  );
  const url = `${app.endpoint}/${poolId}`;
  const { port } = new URL(app.endpoint);
  return {
    poolId,
    clientId,
    prefix,
    url,
    hostUrl: `http://${prefix}.auth.localhost:${port}`,
    query: (more = {}) =>
      `?${new URLSearchParams({
        client_id: clientId,
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid',
        state: 'state-of-the-app',
        ...more,
      })}`,
  };
};

/** The browser comes as an application sends it. */
export const arrive = async (
  { url, query }: House,
  { at = '/oauth2/authorize', more }: { at?: string; more?: Readonly<Record<string, string>> } = {},
): Promise<{ browser: TestBrowser; page: Shown }> => {
  const browser = new TestBrowser();
  return { browser, page: await browser.visit(`${url}${at}${query(more)}`) };
};

/** The code that came to the callback. Throws for anything else. */
export const codeAt = ({ location, status, text }: Shown): string => {
  const code = location?.searchParams.get('code');
  if (!location?.href.startsWith(CALLBACK) || !code) {
    throw new Error(`no code: ${status} ${location?.href ?? ''} ${text.slice(0, 400)}`);
  }
  return code;
};

/** The newest message to an address. */
export const messageTo = async (app: TestApp, to: string) => {
  const [message] = await app.mailbox({ to });
  if (!message) throw new Error(`no message to ${to}`);
  return message;
};

export const codeTo = async (app: TestApp, to: string): Promise<string> => {
  const { code, body } = await messageTo(app, to);
  if (!code) throw new Error(`no code in: ${body}`);
  return code;
};
