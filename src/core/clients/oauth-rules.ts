/** Rules on the authorization-server half of a client: grants, scopes, redirects. */
import { invalidParameter, ServiceError } from '../errors.ts';
import type { ClientSettings } from './client.ts';

const STANDARD_SCOPES: ReadonlySet<string> = new Set([
  'phone',
  'email',
  'openid',
  'profile',
  'aws.cognito.signin.user.admin',
]);
export const isStandardScope = (scope: string): boolean => STANDARD_SCOPES.has(scope);

export interface OAuthFacts {
  readonly hasSecret: boolean;
  /** Scopes that are neither standard nor of a resource server of the pool. */
  readonly unknownScopes: readonly string[];
}

const LOCAL_HTTP = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?([/?]|$)/i;

/** Throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException. */
export const checkOAuth = (settings: ClientSettings, { hasSecret, unknownScopes }: OAuthFacts): void => {
  for (const url of [...(settings.callbackUrls ?? []), ...(settings.logoutUrls ?? [])]) assertRedirect(url);
  assertDefaultRedirect(settings);
  assertScopes(unknownScopes);
  if (settings.allowedOAuthFlowsUserPoolClient) assertComplete(settings);
  assertClientCredentials(settings, hasSecret);
};

/** What browsers themselves run or show: a code that goes there goes to no application. */
const OF_BROWSERS = /^(?:blob|data|javascript|vbscript):/i;

/** RFC 6749 section 3.1.2: absolute, no fragment. Plain http only where it never leaves the machine. */
const assertRedirect = (url: string): void => {
  const isAddress = /^[a-z][a-z0-9+.-]*:./i.test(url) && !OF_BROWSERS.test(url) && URL.canParse(url);
  if (!isAddress) throw invalidParameter(`${url} is not a valid URI.`);
  if (url.includes('#')) throw invalidParameter(`${url} cannot include a fragment.`);
  if (/^http:/i.test(url) && !LOCAL_HTTP.test(url)) throw invalidParameter(`${url} cannot use the HTTP protocol.`);
};

const assertDefaultRedirect = ({ defaultRedirectUri, callbackUrls = [] }: ClientSettings): void => {
  if (defaultRedirectUri !== undefined && !callbackUrls.includes(defaultRedirectUri)) {
    throw invalidParameter(`The default redirect URI ${defaultRedirectUri} is not in the callback URIs list.`);
  }
};

const assertScopes = ([unknown]: readonly string[]): void => {
  if (unknown !== undefined) {
    throw new ServiceError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  }
};

const assertComplete = ({ allowedOAuthFlows, allowedOAuthScopes, callbackUrls }: ClientSettings): void => {
  if (allowedOAuthFlows === undefined || allowedOAuthScopes === undefined) {
    throw invalidParameter(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  if (allowedOAuthFlows.some((flow) => flow !== 'client_credentials') && callbackUrls === undefined) {
    throw invalidOAuthFlow('CallbackUrls can not be empty when code flow or implicit flow is selected');
  }
};

const assertClientCredentials = ({ allowedOAuthFlows = [] }: ClientSettings, hasSecret: boolean): void => {
  if (!allowedOAuthFlows.includes('client_credentials')) return;
  if (new Set(allowedOAuthFlows).size > 1) {
    throw invalidOAuthFlow('client_credentials flow can not be selected along with code flow or implicit flow.');
  }
  if (!hasSecret) {
    throw invalidOAuthFlow('client_credentials flow can not be selected if client does not have a client secret.');
  }
};

const invalidOAuthFlow = (message: string) => new ServiceError('InvalidOAuthFlowException', message);
