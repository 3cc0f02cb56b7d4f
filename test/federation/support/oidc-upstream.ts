/** oidc-provider (npm) as the provider: real discovery, keys, codes, PKCE and signatures. Whoever is named is signed in. */
import Provider, { type Configuration } from 'oidc-provider';
import { openHttps } from './https-server.ts';

export type Claims = Record<string, unknown>;

export interface OidcUpstream {
  readonly url: string;
  readonly ca: string;
  readonly caFile: string;
  /** Who is at the browser: the subject, and what is said of them. */
  person: { sub: string; claims: Claims };
  /** The person refuses. */
  refuses: boolean;
  /** Query parameters of the authorization requests. */
  readonly asked: URLSearchParams[];
  close(): Promise<void>;
}

export const CLIENT = { client_id: 'poolhouse', client_secret: 'a-secret-of-more-than-thirty-two-bytes' };

export const openOidcUpstream = async (overrides: Partial<Configuration> = {}): Promise<OidcUpstream> => {
  const server = await openHttps();
  const state: OidcUpstream = {
    url: server.url,
    ca: server.ca,
    caFile: server.caFile,
    person: { sub: 'ann-1', claims: {} },
    refuses: false,
    asked: [],
    close: server.close,
  };
  const provider = new Provider(server.url, configuration(state, overrides));
  provider.Client.prototype.redirectUriAllowed = () => true;
  const handle = provider.callback();
  server.handle(async (request, response) => {
    const url = new URL(request.url ?? '/', server.url);
    if (url.pathname === '/auth') state.asked.push(url.searchParams);
    if (!url.pathname.startsWith('/interaction/')) return handle(request, response);
    const result = state.refuses
      ? { error: 'access_denied', error_description: 'The person said no' }
      : { login: { accountId: state.person.sub } };
    await provider.interactionFinished(request, response, result);
  });
  return state;
};

const configuration = (state: OidcUpstream, overrides: Partial<Configuration>): Configuration => ({
  clients: [{ ...CLIENT, redirect_uris: ['https://localhost/cb'], token_endpoint_auth_method: 'client_secret_post' }],
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name', 'nickname', 'groups', 'level'],
    email: ['email', 'email_verified'],
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ['test'] },
  findAccount: (_context, sub) => ({
    accountId: sub,
    claims: () => ({ ...state.person.claims, sub }),
  }),
  // Nobody is asked for consent.
  loadExistingGrant: async (context) => {
    const { client, session } = context.oidc;
    const grant = new context.oidc.provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
  ...overrides,
});
