/**
 * Authorization requests. One is checked when it arrives and again at every step that it is carried along to, for it
 * travels in the address and anybody may have changed it. Sources: developer guide, "The redirect and authorization
 * endpoint"; RFC 6749 section 4.1.1, RFC 7636, RFC 8707, OpenID Connect Core section 3.1.2.1.
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import { AuthorizationRefused } from './errors.ts';
import { checkParameters } from './parameters.ts';
import { answerAddress, defaultRedirect, isRegistered } from './redirect-uri.ts';
import { grantedScopes } from './scopes.ts';

export type Prompt = 'none' | 'login' | 'select_account' | 'consent';

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseType: 'code' | 'token';
  readonly scopes: readonly string[];
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly codeChallenge?: string | undefined;
  readonly codeChallengeMethod?: 'S256' | undefined;
  readonly prompt: readonly Prompt[];
  /** Seconds. */
  readonly maxAge?: number | undefined;
  readonly loginHint?: string | undefined;
  readonly idTokenHint?: string | undefined;
  /** `lang`, as it came. */
  readonly language?: string | undefined;
  readonly identityProvider?: string | undefined;
  readonly idpIdentifier?: string | undefined;
  /** Becomes the audience of the access token (RFC 8707). */
  readonly resource?: string | undefined;
  /** `?…`: all of it, to carry along. */
  readonly query: string;
}

export interface CheckedRequest {
  readonly client: Client;
  readonly request: AuthorizationRequest;
}

/** What is carried along; whatever else stands in an address belongs to the page there. */
const CARRIED: ReadonlySet<string> = new Set([
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'identity_provider',
  'idp_identifier',
  'lang',
  'login_hint',
  'max_age',
  'nonce',
  'prompt',
  'redirect_uri',
  'resource',
  'response_type',
  'scope',
  'state',
  'ui_locales',
]);

/** Throws AuthorizationRefused. */
export const checkedRequest = async (
  core: Pick<Core, 'directory' | 'store'>,
  site: Site,
  parameters: URLSearchParams,
): Promise<CheckedRequest> => {
  const client = await clientOf(core, site, parameters);
  const redirectUri = redirectOf(client, parameters);
  const responseType = parameters.get('response_type') === 'token' ? 'token' : 'code';
  const twice = parameters.getAll('state').length > 1;
  const target = { redirectUri, responseType, state: twice ? undefined : given(parameters, 'state') } as const;
  try {
    const checked = checkParameters(client, parameters);
    const scopes = await grantedScopes(core, client, given(parameters, 'scope'));
    return { client, request: { ...target, ...checked, scopes, query: carried(parameters) } };
  } catch (error) {
    if (!(error instanceof AuthorizationRefused)) throw error;
    throw refusalTo(target, error);
  }
};

/** The refusal as the client hears it. */
export const refusalTo = (
  target: Pick<AuthorizationRequest, 'redirectUri' | 'responseType' | 'state'>,
  { error, description }: Pick<AuthorizationRefused, 'error' | 'description'>,
): AuthorizationRefused =>
  new AuthorizationRefused(error, description, answerAddress(target, { error_description: description, error }));

/** The value, or undefined where it is absent or empty (RFC 6749 section 3.1). */
const given = (parameters: URLSearchParams, name: string): string | undefined => parameters.get(name) || undefined;

const clientOf = async (
  core: Pick<Core, 'directory'>,
  { pool }: Site,
  parameters: URLSearchParams,
): Promise<Client> => {
  const ids = parameters.getAll('client_id');
  const id = ids[0];
  if (!id) throw new AuthorizationRefused('invalid_request', "Required String parameter 'client_id' is not present");
  if (ids.length > 1) throw new AuthorizationRefused('invalid_request', 'client_id is given more than once');
  const client = await core.directory.findClient(id);
  if (client?.poolId !== pool.id) throw new AuthorizationRefused('invalid_request', `Client ${id} does not exist.`);
  return client;
};

const redirectOf = (client: Client, parameters: URLSearchParams): string => {
  const uris = parameters.getAll('redirect_uri');
  if (uris.length > 1) throw new AuthorizationRefused('invalid_request', 'redirect_uri is given more than once');
  const uri = uris[0] || defaultRedirect(client);
  if (!uri)
    throw new AuthorizationRefused('invalid_request', "Required String parameter 'redirect_uri' is not present");
  if (!isRegistered(client.settings.callbackUrls, uri)) throw new AuthorizationRefused('redirect_mismatch');
  return uri;
};

const carried = (parameters: URLSearchParams): string =>
  `?${new URLSearchParams([...parameters].filter(([name]) => CARRIED.has(name)))}`;
