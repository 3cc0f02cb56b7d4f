/**
 * OpenID Connect by openid-client, which is loaded when a first person comes back from a provider. All of its requests
 * go through the guarded client. Providers' documents and keys are kept for a while; nothing secret is.
 */
import type { Configuration, ExportedJWKSCache, ServerMetadata } from 'openid-client';
import {
  type Clock,
  type CodeAnswer,
  type Fetch,
  type FetchAnswer,
  FetchFailed,
  type OidcClient,
  type OidcParty,
  type OidcTokens,
  ProviderFailed,
  TIMEOUTS,
  unreachable,
} from '../core/ports.ts';
import { createDocuments, type ProviderDocument } from './oidc-documents.ts';
import { failureOf } from './oidc-failures.ts';

type Library = typeof import('openid-client');

/** Signatures that only the provider can make; `none` and those by the client secret are never among them. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const MAX_CACHES = 500;

export const createOidc = ({ fetch, clock }: { readonly fetch: Fetch; readonly clock: Clock }): OidcClient => {
  const documents = createDocuments(fetch, clock);
  const keys = new Map<string, ExportedJWKSCache>();
  return {
    async redeem(party, answer) {
      const library = await import('openid-client');
      const document = party.discovers ? await documents.of(party.issuer) : {};
      const metadata = metadataOf(party, document);
      const config = configurationOf(library, fetch, party, document, metadata);
      const known = keys.get(cacheKey(metadata));
      if (known) library.setJwksCache(config, known);
      try {
        return await redeem(library, config, answer);
      } catch (error) {
        throw failureOf(library, error, party);
      } finally {
        remember(keys, cacheKey(metadata), library.getJwksCache(config));
      }
    },
  };
};

/** An owner's endpoints count before those that are announced. */
const metadataOf = ({ issuer, tokenEndpoint, jwksUri }: OidcParty, document: ProviderDocument): ServerMetadata => {
  const keysAt = jwksUri ?? document.jwks_uri;
  if (keysAt === undefined) throw new ProviderFailed(`No jwks_uri is known of ${issuer}`);
  return {
    issuer: document.issuer ?? issuer,
    token_endpoint: tokenEndpoint,
    jwks_uri: keysAt,
    id_token_signing_alg_values_supported: ALGORITHMS,
    authorization_response_iss_parameter_supported: document.authorization_response_iss_parameter_supported === true,
  };
};

const configurationOf = (
  library: Library,
  fetch: Fetch,
  { clientId, clientSecret }: OidcParty,
  document: ProviderDocument,
  metadata: ServerMetadata,
): Configuration => {
  const config = new library.Configuration(metadata, clientId, {}, authentication(library, clientSecret, document));
  config[library.customFetch] = guarded(fetch, metadata);
  library.enableNonRepudiationChecks(config);
  return config;
};

/** In the body, as Cognito does, unless the provider takes nothing but the header. */
const authentication = (
  library: Library,
  secret: string | undefined,
  { token_endpoint_auth_methods_supported: methods }: ProviderDocument,
) => {
  if (!secret) return library.None();
  const basicAlone = Array.isArray(methods) && methods.includes('client_secret_basic') && !methods.includes(IN_BODY);
  return basicAlone ? library.ClientSecretBasic(secret) : library.ClientSecretPost(secret);
};

const IN_BODY = 'client_secret_post';

const redeem = async (library: Library, config: Configuration, answer: CodeAnswer): Promise<OidcTokens> => {
  const url = new URL(answer.redirectUri);
  url.searchParams.set('code', answer.code);
  if (answer.issuer !== undefined) url.searchParams.set('iss', answer.issuer);
  const tokens = await library.authorizationCodeGrant(config, url, {
    expectedNonce: answer.nonce,
    idTokenExpected: true,
    ...(answer.verifier !== undefined && { pkceCodeVerifier: answer.verifier }),
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new ProviderFailed('The token answer has no id_token');
  return { accessToken: tokens.access_token, response: { ...tokens }, claims };
};

/** The guarded client's answers as the library reads them. Redirects of a request with a body are answered, not followed. */
const guarded =
  (fetch: Fetch, { jwks_uri }: ServerMetadata) =>
  async (
    url: string,
    options: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const { method, headers, body } = options;
    const text = body === undefined || body === null ? undefined : String(body);
    try {
      const posted = text === undefined ? {} : { body: text };
      return responseOf(await fetch(url, { method: method === 'POST' ? 'POST' : 'GET', headers, ...posted }));
    } catch (error) {
      throw error instanceof FetchFailed ? unreachable(error, TIMEOUTS[url === jwks_uri ? 'keys' : 'token']) : error;
    }
  };

const responseOf = ({ status, headers, body }: FetchAnswer): Response => {
  if (status < 200 || status > 599) throw new FetchFailed('network', `status ${status}`);
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : new Uint8Array(body), { status, headers: { ...headers } });
};

const cacheKey = ({ issuer, jwks_uri }: ServerMetadata): string => JSON.stringify([issuer, jwks_uri]);

const remember = (keys: Map<string, ExportedJWKSCache>, at: string, cache: ExportedJWKSCache | undefined): void => {
  if (!cache) return;
  keys.delete(at);
  keys.set(at, cache);
  const [oldest] = keys.keys();
  if (keys.size > MAX_CACHES && oldest !== undefined) keys.delete(oldest);
};
