/**
 * Where a provider is asked: where its details say, unless it is one of a development server's own imitations
 * (src/mocks). Those say so in their client id, and that counts for nothing unless the service was started with them,
 * which `serve` never is.
 */
import type { CoreSettings } from '../core.ts';
import type { IdentityProvider, ProviderDetails, ProviderType } from '../identity-providers/provider.ts';

/** The client id of the imitations, by which they are told from providers of the owner's. */
export const MOCK_CLIENT_ID = 'poolhouse-mock';

/** The same provider with the details by which it is really asked. */
export const reachedProvider = (
  settings: Pick<CoreSettings, 'mockProviders' | 'publicUrl'>,
  provider: IdentityProvider,
): IdentityProvider => {
  const { type, details } = provider;
  const endpoints = settings.mockProviders && details['client_id'] === MOCK_CLIENT_ID ? MOCKS[type] : undefined;
  return endpoints ? { ...provider, details: { ...details, ...endpoints(mockBases(settings)) } } : provider;
};

interface MockBases {
  /** For browsers: they need not trust the authority of this machine's certificates. */
  readonly pages: string;
  /** For the service itself, which asks nothing but https. */
  readonly service: string;
}

export const mockBases = ({ publicUrl }: Pick<CoreSettings, 'publicUrl'>): MockBases => ({
  pages: `${publicUrl}/mocks`,
  service: `${publicUrl.replace(/^http:/, 'https:')}/mocks`,
});

const MOCKS: Readonly<Partial<Record<ProviderType, (bases: MockBases) => ProviderDetails>>> = {
  Google: ({ pages, service }) => ({
    attributes_url: `${service}/google/people/me?personFields=`,
    authorize_url: `${pages}/google/authorize`,
    jwks_uri: `${service}/google/keys`,
    oidc_issuer: `${service}/google`,
    token_url: `${service}/google/token`,
  }),
  Facebook: ({ pages, service }) => ({
    attributes_url: `${service}/facebook/me?fields=`,
    authorize_url: `${pages}/facebook/authorize`,
    token_url: `${service}/facebook/token`,
  }),
  LoginWithAmazon: ({ pages, service }) => ({
    attributes_url: `${service}/amazon/profile`,
    authorize_url: `${pages}/amazon/authorize`,
    token_url: `${service}/amazon/token`,
  }),
  SignInWithApple: ({ pages, service }) => ({
    authorize_url: `${pages}/apple/authorize`,
    jwks_uri: `${service}/apple/keys`,
    oidc_issuer: `${service}/apple`,
    token_url: `${service}/apple/token`,
  }),
};
