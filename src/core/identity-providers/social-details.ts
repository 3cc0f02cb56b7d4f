/** Providers with known endpoints. Figures of the API reference, CreateIdentityProvider, ProviderDetails. */
import { invalidParameter } from '../errors.ts';
import type { ProviderDetails, ProviderType } from './provider.ts';
import { requireDetails } from './required-details.ts';

type SocialType = Exclude<ProviderType, 'SAML' | 'OIDC'>;
type Given = Readonly<Record<string, string | undefined>>;

const DEFAULT_GRAPH_VERSION = 'v17.0';

const facebook = ({ api_version = DEFAULT_GRAPH_VERSION }: Given): ProviderDetails => {
  if (!/^v\d{1,3}\.\d{1,2}$/.test(api_version)) throw invalidParameter(`Invalid api_version: ${api_version}`);
  return {
    api_version,
    attributes_url: `https://graph.facebook.com/${api_version}/me?fields=`,
    attributes_url_add_attributes: 'true',
    authorize_url: `https://www.facebook.com/${api_version}/dialog/oauth`,
    token_request_method: 'GET',
    token_url: `https://graph.facebook.com/${api_version}/oauth/access_token`,
  };
};

const GOOGLE: ProviderDetails = {
  attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
  attributes_url_add_attributes: 'true',
  authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
  oidc_issuer: 'https://accounts.google.com',
  token_request_method: 'POST',
  token_url: 'https://www.googleapis.com/oauth2/v4/token',
};

const AMAZON: ProviderDetails = {
  attributes_url: 'https://api.amazon.com/user/profile',
  attributes_url_add_attributes: 'false',
  authorize_url: 'https://www.amazon.com/ap/oa',
  token_request_method: 'POST',
  token_url: 'https://api.amazon.com/auth/o2/token',
};

const APPLE: ProviderDetails = {
  attributes_url_add_attributes: 'false',
  authorize_url: 'https://appleid.apple.com/auth/authorize',
  oidc_issuer: 'https://appleid.apple.com',
  token_request_method: 'POST',
  token_url: 'https://appleid.apple.com/auth/token',
};

const ADDED: Readonly<Record<SocialType, (given: Given) => ProviderDetails>> = {
  Facebook: facebook,
  Google: () => GOOGLE,
  LoginWithAmazon: () => AMAZON,
  SignInWithApple: () => APPLE,
};

const WITH_SECRET = ['client_id', 'client_secret', 'authorize_scopes'];
const WITH_KEY = ['client_id', 'team_id', 'key_id', 'private_key', 'authorize_scopes'];

/** Endpoints of these providers are not the owner's to choose: what was given for them is replaced. */
export const socialDetails = (type: SocialType, given: Given): ProviderDetails => {
  requireDetails(given, type === 'SignInWithApple' ? WITH_KEY : WITH_SECRET);
  return { ...(given as ProviderDetails), ...ADDED[type](given) };
};
