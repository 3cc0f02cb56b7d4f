/** OpenID Connect, as the client of a provider that a pool trusts. */
import type { FetchFailed } from '../ports.ts';

export interface OidcClient {
  /**
   * Redeems a code at the token endpoint and checks the ID token: signature by the provider's own keys, issuer, audience,
   * time, nonce (OpenID Connect Core section 3.1.3.7). Rejects with `ProviderFailed`.
   */
  redeem(party: OidcParty, answer: CodeAnswer): Promise<OidcTokens>;
}

/** The provider, and who we are to it. What is not given here it announces itself. */
export interface OidcParty {
  /** The pool's name for it. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly tokenEndpoint: string;
  readonly jwksUri?: string | undefined;
  /** Whether to read what it announces (OpenID Connect Discovery 1.0). */
  readonly discovers: boolean;
}

/** What the provider sent the browser back with, and what it must belong to. */
export interface CodeAnswer {
  readonly code: string;
  /** RFC 9207: which issuer it says it is. */
  readonly issuer?: string | undefined;
  readonly redirectUri: string;
  readonly nonce: string;
  /** PKCE (RFC 7636); absent where the authorization request had no challenge. */
  readonly verifier?: string | undefined;
}

export interface OidcTokens {
  readonly accessToken: string;
  /** The token endpoint's whole answer. */
  readonly response: Readonly<Record<string, unknown>>;
  /** Of the ID token. */
  readonly claims: Readonly<Record<string, unknown>> & { readonly sub: string };
}

/**
 * An error that a provider answered with, as Cognito passes it on (developer guide, "Managed login and federation error
 * responses"): `LoginWithAmazon Error - 400 invalid_request The request is …`.
 */
export const errorOfProvider = (name: string, status: number, said: readonly (string | undefined)[]): string =>
  [`${name} Error - ${status}`, ...said.filter(Boolean)].join(' ');

/** A provider did not answer, or not as it must. The message says which, in words for the client's developers. */
export class ProviderFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderFailed';
  }
}

/** How Cognito says that no answer came (same place). */
export const TIMEOUTS = {
  keys: 'Timeout in calling jwks uri',
  token: 'Timeout occurred in calling IdP token endpoint',
  userInfo: 'Read timed out',
} as const;

/** `timeout`: what is said when there was none in time. */
export const unreachable = (error: FetchFailed, timeout: string): ProviderFailed => {
  if (error.reason === 'timeout') return new ProviderFailed(timeout, { cause: error });
  const reset = (error.cause as { code?: unknown } | undefined)?.code === 'ECONNRESET';
  return new ProviderFailed(reset ? 'Connection reset' : 'The identity provider could not be reached', {
    cause: error,
  });
};
