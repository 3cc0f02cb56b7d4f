/** What a provider sent a browser back with: its word for a person, or its refusal. */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import { allowedProvider } from '../oauth/allowed.ts';
import { type AuthorizationError, AuthorizationRefused } from '../oauth/errors.ts';
import { reachedProvider } from './endpoints.ts';
import { type ProviderProfile, profileOf } from './profile.ts';
import type { FederationState } from './state.ts';

export interface FederationAnswer {
  readonly provider: IdentityProvider;
  readonly profile: ProviderProfile;
}

/** `state` is spent already. Throws AuthorizationRefused (without an address) and ProviderFailed. */
export const federationAnswer = async (
  core: Pick<Core, 'clock' | 'fetch' | 'oidc' | 'sealer' | 'settings' | 'store'>,
  site: Site,
  client: Client,
  state: FederationState,
  parameters: URLSearchParams,
): Promise<FederationAnswer> => {
  const provider = await allowedProvider(core, client, { name: state.provider });
  if (!provider || provider.type === 'SAML') {
    throw new AuthorizationRefused('invalid_request', `Identity provider ${state.provider} is not allowed.`);
  }
  const error = only(parameters, 'error');
  if (error) throw providerRefusal(error, only(parameters, 'error_description'));
  const code = only(parameters, 'code');
  if (!code) throw new AuthorizationRefused('invalid_request', 'The identity provider sent no code');
  const answer = { code, issuer: only(parameters, 'iss'), user: only(parameters, 'user') };
  const reached = reachedProvider(core.settings, provider);
  return { provider, profile: await profileOf(core, site, reached, state, answer) };
};

/** A parameter that is there twice could be read in two ways (RFC 6749 section 3.1). */
const only = (parameters: URLSearchParams, name: string): string | undefined => {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new AuthorizationRefused('invalid_request', `${name} is given more than once`);
  return values[0] || undefined;
};

/** What clients hear under the provider's own name for it; everything else is an invalid request. */
const PASSED_ON: Readonly<Record<string, AuthorizationError>> = {
  access_denied: 'access_denied',
  account_selection_required: 'account_selection_required',
  login_required: 'login_required',
  server_error: 'server_error',
  temporarily_unavailable: 'temporarily_unavailable',
  // Sign in with Apple.
  user_cancelled_authorize: 'access_denied',
};

const providerRefusal = (error: string, description: string | undefined): AuthorizationRefused => {
  const known = Object.hasOwn(PASSED_ON, error) ? PASSED_ON[error] : undefined;
  return new AuthorizationRefused(known ?? 'invalid_request', printable(description ?? error));
};

const MOST = 300;

/** The provider's words travel in an address: RFC 6749 section 4.1.2.1 says of which characters. */
const printable = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ').slice(0, MOST);
