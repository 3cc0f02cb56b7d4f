/** A person is sent to a SAML provider (saml-profiles-2.0-os section 4.1.4.1). */
import type { Core } from '../../core.ts';
import type { Site } from '../../domains/site.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import type { AuthorizationRequest } from '../../oauth/request.ts';
import type { SamlDispatch } from '../../ports.ts';
import type { FederationState } from '../state.ts';
import { consumerOf, entityIdOf, signingKey } from './service-provider.ts';

/**
 * The request goes by HTTP-Redirect where the provider takes that, else by HTTP-POST; the state goes along as RelayState.
 * Cognito passes login_hint on to no SAML provider.
 */
export const startSaml = async (
  core: Pick<Core, 'clock' | 'saml' | 'sealer' | 'store'>,
  site: Site,
  request: AuthorizationRequest,
  provider: IdentityProvider,
  state: FederationState,
  sealed: string,
): Promise<SamlDispatch> => {
  const { ssoRedirect, ssoPost = '' } = provider.metadata ?? {};
  const key = provider.details['RequestSigningAlgorithm'] ? await signingKey(core, site.pool) : undefined;
  return core.saml.send(
    {
      kind: 'authn-request',
      id: requestIdOf(state),
      issuer: entityIdOf(site.pool),
      issuedAt: core.clock.now(),
      destination: ssoRedirect ?? ssoPost,
      binding: ssoRedirect === undefined ? 'post' : 'redirect',
      consumer: consumerOf(site),
      forced: isForced(request),
    },
    sealed,
    key,
  );
};

/** An XML id begins with no digit. */
export const requestIdOf = ({ id }: Pick<FederationState, 'id'>): string => `_${id}`;

/** Whether the provider must ask anew, however long somebody is signed in there already. */
export const isForced = ({ prompt, maxAge }: AuthorizationRequest): boolean =>
  prompt.includes('login') || maxAge !== undefined;
