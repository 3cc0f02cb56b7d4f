/**
 * Where a provider is asked. Social providers have fixed addresses (identity-providers/social-details.ts), unless they
 * are a development server's own imitations: those say so in their client id, and count for nothing unless the service
 * was started with them, which `serve` never is.
 */
import type { CoreSettings } from '../core.ts';
import type { IdentityProvider, ProviderType } from '../identity-providers/provider.ts';

export interface ProviderEndpoints {
  /** `iss` of ID tokens; absent for providers that issue none. */
  readonly issuer?: string | undefined;
  /** Where the browser is sent; plain http for an imitation, since browsers need not trust its certificate. */
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** As in ProviderDetails: where `attributes_url_add_attributes` is true, names of attributes are appended. */
  readonly attributesUrl?: string | undefined;
  readonly jwksUri?: string | undefined;
}

type SocialType = Exclude<ProviderType, 'OIDC' | 'SAML'>;

/** The client id of the imitations, by which they are told from providers of the owner's. */
export const MOCK_CLIENT_ID = 'poolhouse-mock';

export const socialEndpoints = (
  settings: CoreSettings,
  { type, details }: Pick<IdentityProvider, 'type' | 'details'>,
): ProviderEndpoints => {
  const mock = isMock(settings, details) ? MOCKS[type as SocialType]?.(mockBases(settings)) : undefined;
  return (
    mock ?? {
      issuer: details['oidc_issuer'],
      authorizeUrl: details['authorize_url'] ?? '',
      tokenUrl: details['token_url'] ?? '',
      attributesUrl: details['attributes_url'],
      jwksUri: details['jwks_uri'] ?? KEYS[type],
    }
  );
};

/** Of the providers that issue ID tokens, as their discovery documents name them. */
const KEYS: Readonly<Partial<Record<ProviderType, string>>> = {
  Google: 'https://www.googleapis.com/oauth2/v3/certs',
  SignInWithApple: 'https://appleid.apple.com/auth/keys',
};

const isMock = ({ mockProviders }: CoreSettings, details: IdentityProvider['details']): boolean =>
  mockProviders === true && details['client_id'] === MOCK_CLIENT_ID;

interface MockBases {
  /** For browsers. */
  readonly pages: string;
  /** For the service itself, which asks nothing but https. */
  readonly service: string;
}

export const mockBases = ({ publicUrl }: Pick<CoreSettings, 'publicUrl'>): MockBases => ({
  pages: `${publicUrl}/mocks`,
  service: `${publicUrl.replace(/^http:/, 'https:')}/mocks`,
});

const MOCKS: Readonly<Record<SocialType, (bases: MockBases) => ProviderEndpoints>> = {
  Google: ({ pages, service }) => ({
    issuer: `${service}/google`,
    authorizeUrl: `${pages}/google/authorize`,
    tokenUrl: `${service}/google/token`,
    attributesUrl: `${service}/google/people/me?personFields=`,
    jwksUri: `${service}/google/keys`,
  }),
  Facebook: ({ pages, service }) => ({
    authorizeUrl: `${pages}/facebook/authorize`,
    tokenUrl: `${service}/facebook/token`,
    attributesUrl: `${service}/facebook/me?fields=`,
  }),
  LoginWithAmazon: ({ pages, service }) => ({
    authorizeUrl: `${pages}/amazon/authorize`,
    tokenUrl: `${service}/amazon/token`,
    attributesUrl: `${service}/amazon/profile`,
  }),
  SignInWithApple: ({ pages, service }) => ({
    issuer: `${service}/apple`,
    authorizeUrl: `${pages}/apple/authorize`,
    tokenUrl: `${service}/apple/token`,
    jwksUri: `${service}/apple/keys`,
  }),
};
