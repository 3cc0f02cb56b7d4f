/** A person is sent to an external provider. */
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import type { AuthorizationRequest } from '../oauth/request.ts';
import { authorizationUrl } from './authorization-url.ts';
import { reachedProvider } from './endpoints.ts';
import { startSaml } from './saml/start.ts';
import { newState, sealState } from './state.ts';

/** `post`: a form that the browser sends at once (SAML's HTTP-POST binding). */
export type FederationStart =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'post'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** `browser`: its token (`XSRF-TOKEN`), to which the answer is bound. */
export const startFederation = async (
  core: Pick<Core, 'clock' | 'random' | 'sealer' | 'settings' | 'store' | 'saml'>,
  site: Site,
  request: AuthorizationRequest,
  provider: IdentityProvider,
  browser: string,
): Promise<FederationStart> => {
  const state = newState(core, { provider: provider.name, query: request.query, browser });
  const sealed = sealState(core, site, state);
  if (provider.type === 'SAML') return startSaml(core, site, request, provider, state, sealed);
  const reached = reachedProvider(core.settings, provider);
  return { kind: 'redirect', location: authorizationUrl(site, reached, request, state, sealed) };
};
