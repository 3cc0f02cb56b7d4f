/**
 * The authorization request to a provider of OAuth 2.0 or OpenID Connect. Source: developer guide, "Using OIDC identity
 * providers with a user pool" and "The redirect and authorization endpoint" (`login_hint` and `prompt` are passed on).
 */
import { createHash } from 'node:crypto';
import type { Site } from '../domains/site.ts';
import type { IdentityProvider, ProviderType } from '../identity-providers/provider.ts';
import type { AuthorizationRequest, Prompt } from '../oauth/request.ts';
import { ProviderFailed } from '../ports.ts';
import type { FederationState } from './state.ts';

/** Where providers send people back to; registered with each of them. */
export const answerUri = (site: Site): string => `${site.url}/oauth2/idpresponse`;

/** Facebook and Sign in with Apple have no PKCE for clients with a secret. */
export const usesPkce = ({ type }: Pick<IdentityProvider, 'type'>): boolean =>
  type === 'OIDC' || type === 'Google' || type === 'LoginWithAmazon';

/** Which of the prompts a provider knows; what it does not know it may refuse. `none` stays with us. */
const PROMPTS: Readonly<Partial<Record<ProviderType, readonly Prompt[]>>> = {
  OIDC: ['login', 'select_account', 'consent'],
  Google: ['select_account', 'consent'],
};

const HINTED: ReadonlySet<ProviderType> = new Set(['OIDC', 'Google', 'LoginWithAmazon']);

/** Throws ProviderFailed where no authorization endpoint is known. */
export const authorizationUrl = (
  site: Site,
  provider: IdentityProvider,
  request: Pick<AuthorizationRequest, 'loginHint' | 'maxAge' | 'prompt'>,
  state: FederationState,
  sealed: string,
): string => {
  const { type, details } = provider;
  const url = URL.parse(details['authorize_url'] ?? '');
  if (!url) throw new ProviderFailed(`No authorization endpoint is known of ${provider.name}`);
  const parameters = {
    client_id: details['client_id'],
    redirect_uri: answerUri(site),
    response_type: 'code',
    scope: scopesOf(provider),
    state: sealed,
    nonce: isOpenId(provider) ? state.nonce : undefined,
    ...(usesPkce(provider) && { code_challenge: challengeOf(state.verifier), code_challenge_method: 'S256' }),
    prompt: promptsFor(type, request.prompt),
    max_age: type === 'OIDC' ? request.maxAge?.toString() : undefined,
    login_hint: HINTED.has(type) ? request.loginHint : undefined,
    // Apple sends names and e-mail addresses in the body of a form alone.
    response_mode: type === 'SignInWithApple' ? 'form_post' : undefined,
  };
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return url.href;
};

/** Facebook's are separated by commas, in the lists of owners too; spaces are what all take. */
const scopesOf = ({ details }: IdentityProvider): string =>
  (details['authorize_scopes'] ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .join(' ');

/** Whether an ID token comes with the answer. */
export const isOpenId = (provider: IdentityProvider): boolean => {
  if (provider.type === 'OIDC' || provider.type === 'SignInWithApple') return true;
  return provider.type === 'Google' && scopesOf(provider).split(' ').includes('openid');
};

const promptsFor = (type: ProviderType, asked: readonly Prompt[]): string =>
  asked.filter((prompt) => PROMPTS[type]?.includes(prompt)).join(' ');

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
