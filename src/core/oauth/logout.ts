/**
 * Where signing out leads. Sources: developer guide, "The managed login sign-out endpoint" (client_id with logout_uri, or
 * with the parameters of an authorization request); OpenID Connect RP-Initiated Logout 1.0 section 2.
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import { AuthorizationRefused } from './errors.ts';
import { readHint } from './id-token-hint.ts';
import { isRegistered } from './redirect-uri.ts';
import { checkedRequest } from './request.ts';

export type LogoutTarget =
  | { readonly to: 'address'; readonly client: Client; readonly address: string }
  | { readonly to: 'login'; readonly client: Client; readonly query: string }
  /** Nowhere: the person is told that they are signed out. */
  | { readonly to: 'page'; readonly client: Client | undefined };

type LogoutCore = Pick<Core, 'directory' | 'settings' | 'signer' | 'store'>;

/** Throws AuthorizationRefused. */
export const logoutTarget = async (
  core: LogoutCore,
  site: Site,
  parameters: URLSearchParams,
): Promise<LogoutTarget> => {
  assertSingle(parameters);
  const client = await clientOf(core, site, parameters);
  const address = parameters.get('logout_uri') || parameters.get('post_logout_redirect_uri');
  if (address) return { to: 'address', client: known(client), address: addressFor(known(client), address, parameters) };
  if (parameters.get('id_token_hint')) return { to: 'page', client };
  const { request } = await checkedRequest(core, site, parameters);
  return { to: 'login', client: known(client), query: request.query };
};

const assertSingle = (parameters: URLSearchParams): void => {
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) throw new AuthorizationRefused('invalid_request');
};

const known = (client: Client | undefined): Client => {
  if (client) return client;
  throw new AuthorizationRefused('invalid_request', "Required String parameter 'client_id' is not present");
};

const addressFor = ({ settings }: Client, address: string, parameters: URLSearchParams): string => {
  if (!isRegistered(settings.logoutUrls, address)) throw new AuthorizationRefused('redirect_mismatch');
  const state = parameters.get('state');
  if (!state || parameters.get('logout_uri')) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;
};

/** The one that the request names, that its ID token was issued to, or both. */
const clientOf = async (core: LogoutCore, { pool }: Site, parameters: URLSearchParams): Promise<Client | undefined> => {
  const hint = parameters.get('id_token_hint');
  const hinted = hint ? (await readHint(core, pool.id, hint))?.audience : undefined;
  const id = parameters.get('client_id') || hinted;
  if (hint && (hinted === undefined || hinted !== id)) {
    throw new AuthorizationRefused('invalid_request', 'id_token_hint is invalid');
  }
  if (!id) return undefined;
  const client = await core.directory.findClient(id);
  if (client?.poolId === pool.id) return client;
  throw new AuthorizationRefused('invalid_request', `Client ${id} does not exist.`);
};
