/**
 * OpenID Connect Discovery 1.0 section 3, RFC 8414: what is on, and nothing else. A pool without a domain has no
 * endpoints, and says so by naming none.
 */
import { type CoreSettings, issuerOf } from '../core/core.ts';
import { siteUrl } from '../core/domains/site.ts';
import { clientAuthMethods } from '../core/oauth/client-auth/registry.ts';
import { grantTypes } from '../core/oauth/grants/registry.ts';
import type { Pool } from '../core/pools/pool.ts';
import { LANGUAGES } from './views/texts/languages.ts';

export const discoveryDocument = (settings: CoreSettings, pool: Pool): object => {
  const issuer = issuerOf(settings, pool.id);
  const site = siteUrl(settings, pool);
  return {
    ...(site && endpointsOf(site)),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['public'],
  };
};

const endpointsOf = (site: string) => ({
  authorization_endpoint: `${site}/oauth2/authorize`,
  claims_parameter_supported: false,
  claims_supported: CLAIMS,
  code_challenge_methods_supported: ['S256'],
  end_session_endpoint: `${site}/logout`,
  grant_types_supported: [...grantTypes, 'implicit'],
  prompt_values_supported: ['none', 'login', 'select_account'],
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  response_modes_supported: ['query', 'fragment'],
  revocation_endpoint: `${site}/oauth2/revoke`,
  revocation_endpoint_auth_methods_supported: clientAuthMethods,
  scopes_supported: ['openid', 'email', 'phone', 'profile'],
  token_endpoint: `${site}/oauth2/token`,
  token_endpoint_auth_methods_supported: clientAuthMethods,
  ui_locales_supported: Object.keys(LANGUAGES),
  userinfo_endpoint: `${site}/oauth2/userInfo`,
});

/** Those of every pool; attributes of the pool's own come on top. */
const CLAIMS = [
  ...['aud', 'auth_time', 'at_hash', 'exp', 'iat', 'iss', 'jti', 'nonce', 'sub', 'token_use', 'origin_jti', 'event_id'],
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale'],
  ...['middle_name', 'name', 'nickname', 'phone_number', 'phone_number_verified', 'picture', 'preferred_username'],
  ...['profile', 'updated_at', 'website', 'zoneinfo', 'cognito:groups', 'cognito:preferred_role', 'cognito:roles'],
  ...['cognito:username', 'identities'],
];
